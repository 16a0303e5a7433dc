/** Syncs on request: accepted at once, seen later, finished later still. */
import { describe, expect, it } from 'vitest';
import { type ErrorBody, open, QUIET, rfc3339 } from './support.ts';

const CHASE = 'child-chase';

describe('a sync of one connection', () => {
  it('is accepted at once: 202 while nothing has happened yet', async () => {
    const box = open(QUIET);
    const before = await box.status(CHASE);
    const { status, body } = await box.post('/sync', { connection_id: box.idOf(CHASE) });
    expect([status, body]).toEqual([202, { message: 'Sync started.', connection_id: box.idOf(CHASE) }]);
    expect(await box.status(CHASE)).toEqual(before);
  });

  it('shows the log row of the sync before until its own appears, two seconds later', async () => {
    const box = open(QUIET);
    const before = (await box.status(CHASE)).recent_sync;
    await box.sync(CHASE);
    box.clock.advance('1s');
    expect((await box.status(CHASE)).recent_sync).toEqual(before);
    box.clock.advance('1s');
    const { recent_sync: row } = await box.status(CHASE);
    expect(row?.id).not.toBe(before?.id);
    expect(row).toMatchObject({ trigger: 'manual', status: 'in_progress', started_at: rfc3339(box.now()) });
  });

  it('runs for eight seconds, then is a success', async () => {
    const box = open(QUIET);
    const accepted = box.now();
    await box.sync(CHASE);
    box.clock.advance('9s');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({
      status: 'in_progress',
      error: null,
      completed_at: null,
    });
    box.clock.advance('1s');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({
      status: 'success',
      error: null,
      started_at: rfc3339(accepted + 2000),
      completed_at: rfc3339(accepted + 10_000),
    });
  });

  it('keeps its id from start to end', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    box.clock.advance('2s');
    const started = (await box.status(CHASE)).recent_sync?.id;
    box.clock.advance('1h');
    expect((await box.status(CHASE)).recent_sync?.id).toBe(started);
  });

  it('takes the times that the world file sets', async () => {
    const box = open({
      providers: {
        breadbox: { sync: { delaySeconds: 0, takesSeconds: 60 }, connections: { [CHASE]: { paused: true } } },
      },
    });
    await box.sync(CHASE);
    expect((await box.status(CHASE)).recent_sync?.status).toBe('in_progress');
    box.clock.advance('59s');
    expect((await box.status(CHASE)).recent_sync?.status).toBe('in_progress');
    box.clock.advance('1s');
    expect((await box.status(CHASE)).recent_sync?.status).toBe('success');
  });

  it('moves both times when it succeeds: the try when it starts, the success when it ends', async () => {
    const box = open(QUIET);
    const before = await box.status(CHASE);
    await box.sync(CHASE);
    box.clock.advance('2s');
    const started = rfc3339(box.now());
    expect(await box.status(CHASE)).toMatchObject({
      last_attempted_sync_at: started,
      last_synced_at: before.last_synced_at,
    });
    box.clock.advance('8s');
    expect(await box.status(CHASE)).toMatchObject({
      last_attempted_sync_at: started,
      last_synced_at: rfc3339(box.now()),
    });
  });

  it('shows its start as last_synced_at where the world says so', async () => {
    const box = open({ ...QUIET, switches: { breadbox: { lastSyncedAt: 'start' } } });
    await box.sync(CHASE);
    box.clock.advance('10s');
    const { last_synced_at: synced, last_attempted_sync_at: tried } = await box.status(CHASE);
    expect(synced).toBe(tried);
    expect(tried).toBe(rfc3339(box.now() - 8000));
  });

  it('does not change the status while it runs: there is no "syncing"', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    for (const step of ['1s', '2s', '4s', '4s']) {
      box.clock.advance(step);
      expect((await box.status(CHASE)).status).toBe('active');
    }
  });
});

describe('a sync that fails', () => {
  it('moves last_attempted_sync_at and leaves last_synced_at', async () => {
    const box = open(QUIET);
    const before = await box.status('partner-rbc');
    expect(before.status).toBe('error');
    box.clock.advance('1m');
    await box.sync('partner-rbc');
    box.clock.advance('10s');
    const after = await box.status('partner-rbc');
    expect(after.last_synced_at).toBe(before.last_synced_at);
    expect(after.last_attempted_sync_at).toBe(rfc3339(box.now() - 8000));
    expect(Date.parse(after.last_attempted_sync_at ?? '')).toBeGreaterThan(
      Date.parse(after.last_synced_at ?? ''),
    );
  });

  it('ends with status error, a text and no changes', async () => {
    const box = open(QUIET);
    await box.sync('partner-rbc');
    box.clock.advance('10s');
    const { recent_sync: row, error_message: message } = await box.status('partner-rbc');
    expect(row).toMatchObject({
      trigger: 'manual',
      status: 'error',
      added_count: 0,
      modified_count: 0,
      removed_count: 0,
    });
    expect(row?.error).toBe(message);
    expect(row?.completed_at).not.toBeNull();
  });

  it('sets error, code and message when its log ends, not before', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    box.clock.advance('3s');
    box.happen(CHASE, 'failing', 'INSTITUTION_DOWN');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      error_code: null,
      recent_sync: { status: 'in_progress' },
    });
    box.clock.advance('7s');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'error',
      error_code: 'INSTITUTION_DOWN',
      recent_sync: { status: 'error', trigger: 'manual' },
    });
  });

  it('fails again and again while nothing changes at the institution', async () => {
    const box = open(QUIET);
    const ids = new Set<string | undefined>();
    for (let i = 0; i < 3; i++) {
      await box.sync('partner-rbc');
      box.clock.advance('10s');
      const { status, recent_sync: row } = await box.status('partner-rbc');
      expect([status, row?.status]).toEqual(['error', 'error']);
      ids.add(row?.id);
    }
    expect(ids.size).toBe(3);
  });

  it('may be tried again by hand, and a success makes the connection active and clears the error', async () => {
    const box = open(QUIET);
    box.happen('partner-rbc', 'healthy');
    expect((await box.status('partner-rbc')).status).toBe('error');
    expect(await box.sync('partner-rbc')).toBe(202);
    box.clock.advance('9s');
    expect((await box.status('partner-rbc')).status).toBe('error');
    box.clock.advance('1s');
    expect(await box.status('partner-rbc')).toMatchObject({
      status: 'active',
      error_code: null,
      error_message: null,
    });
  });

  it('leaves a connection whose login broke in pending_reauth, with ITEM_LOGIN_REQUIRED', async () => {
    const box = open(QUIET);
    const bofa = 'child-bank-of-america';
    expect(await box.sync(bofa)).toBe(202);
    box.clock.advance('10s');
    expect(await box.status(bofa)).toMatchObject({
      status: 'pending_reauth',
      error_code: 'ITEM_LOGIN_REQUIRED',
      recent_sync: { trigger: 'manual', status: 'error' },
    });
  });

  it('is all a connection made from files can do', async () => {
    const box = open({ providers: { breadbox: { connections: { [CHASE]: { provider: 'csv' } } } } });
    expect(await box.sync(CHASE)).toBe(202);
    box.clock.advance('10s');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'error',
      error_code: 'UNSUPPORTED_OPERATION',
      last_synced_at: null,
      recent_sync: { status: 'error' },
    });
  });
});

describe('a second sync of the same connection', () => {
  it('is refused with 409 SYNC_IN_PROGRESS from acceptance to the end', async () => {
    const box = open(QUIET);
    expect(await box.sync(CHASE)).toBe(202);
    for (const step of ['0s', '1s', '1s', '7s', '999ms']) {
      box.clock.advance(step);
      const { status, body } = await box.post<ErrorBody>('/sync', { connection_id: box.idOf(CHASE) });
      expect([status, body.error.code]).toEqual([409, 'SYNC_IN_PROGRESS']);
    }
    box.clock.advance('1ms');
    expect(await box.sync(CHASE)).toBe(202);
  });

  it('that arrives together with the first loses: of many, exactly one gets 202', async () => {
    const box = open(QUIET);
    for (let round = 0; round < 5; round++) {
      const codes = await Promise.all(Array.from({ length: 8 }, () => box.sync(CHASE)));
      expect(codes.filter((code) => code === 202)).toHaveLength(1);
      expect(codes.filter((code) => code === 409)).toHaveLength(7);
      box.clock.advance('1m');
    }
  });

  it('leaves no trace', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    box.clock.advance('5s');
    const running = await box.status(CHASE);
    await box.sync(CHASE);
    expect(await box.status(CHASE)).toEqual(running);
    box.clock.advance('1h');
    expect((await box.status(CHASE)).recent_sync?.id).toBe(running.recent_sync?.id);
  });

  it('is no matter for other connections', async () => {
    const box = open(QUIET);
    expect([await box.sync(CHASE), await box.sync('owner-commbank')]).toEqual([202, 202]);
  });

  it('is refused during a scheduled sync too', async () => {
    const box = open({ providers: { breadbox: { sync: { everySeconds: 100, takesSeconds: 100 } } } });
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ trigger: 'cron', status: 'in_progress' });
    expect(await box.sync(CHASE)).toBe(409);
  });
});

describe('what cannot be synced', () => {
  it('is unknown: 404 NOT_FOUND', async () => {
    const box = open();
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const id of [unknown, box.idOf('owner-commsec')]) {
      const { status, body } = await box.post<ErrorBody>('/sync', { connection_id: id });
      expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('is disconnected: 404 NOT_FOUND as well', async () => {
    const box = open();
    const { status, body } = await box.post<ErrorBody>('/sync', {
      connection_id: box.idOf('owner-macquarie'),
    });
    expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('is no UUID: 400 INVALID_PARAMETER', async () => {
    const box = open();
    for (const id of ['chase', '', 'AbCd1234', 12, true, [], {}]) {
      const { status, body } = await box.post<ErrorBody>('/sync', { connection_id: id });
      expect([status, body.error.code], JSON.stringify(id)).toEqual([400, 'INVALID_PARAMETER']);
    }
  });

  it('may be a short id where the world says so', async () => {
    const { shortId } = await import('../../mocks/breadbox/directory.ts');
    const box = open({ switches: { breadbox: { shortIds: 'everywhere' } } });
    const { status, body } = await box.post('/sync', {
      connection_id: shortId(box.world, 'connection', CHASE),
    });
    expect([status, body]).toEqual([202, { message: 'Sync started.', connection_id: box.idOf(CHASE) }]);
  });
});

describe('the body of POST /sync', () => {
  const json = { headers: { 'Content-Type': 'application/json' } };

  it('must be JSON if there is one: 400 INVALID_PARAMETER', async () => {
    for (const bad of ['{', 'connection_id=1', "{'a':1}", '{"connection_id":}', 'nul']) {
      const { status, body } = await open().post<ErrorBody>('/sync', bad, json);
      expect([status, body.error.code], bad).toEqual([400, 'INVALID_PARAMETER']);
    }
  });

  it('must be an object: 400 INVALID_PARAMETER for other JSON', async () => {
    for (const bad of ['[]', '"text"', '7', 'true']) {
      const { status, body } = await open().post<ErrorBody>('/sync', bad, json);
      expect([status, body.error.code], bad).toEqual([400, 'INVALID_PARAMETER']);
    }
  });

  it('may have members nobody knows', async () => {
    const box = open();
    const body = `{"connection_id":"${box.idOf(CHASE)}","force":true,"__proto__":{"connection_id":"x"},"constructor":1}`;
    expect((await box.post('/sync', body, json)).status).toBe(202);
  });

  it('is read whatever its content type', async () => {
    const box = open();
    const body = JSON.stringify({ connection_id: box.idOf(CHASE) });
    const { body: said } = await box.post('/sync', body, { headers: { 'Content-Type': 'text/plain' } });
    expect(said).toMatchObject({ connection_id: box.idOf(CHASE) });
  });
});
