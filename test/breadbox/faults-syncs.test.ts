/** How a sync ends, decided by a fault on the request that starts it, or by a change of state for the next one. */
import { describe, expect, it } from 'vitest';
import { open, QUIET, rfc3339 } from './support.ts';

const CHASE = 'child-chase';
const COMMBANK = 'owner-commbank';
const HOURLY = { providers: { breadbox: { sync: { everySeconds: 3600 } } } };

describe('a sync that a fault makes fail', () => {
  it('fails when it ends, leaves the connection in error, and the next one succeeds', async () => {
    const box = open(QUIET);
    const { last_synced_at: synced } = await box.status(CHASE);
    box.arm({ fault: 'sync-fails', operation: 'triggerSync', times: 1 });
    expect(await box.sync(CHASE)).toBe(202);
    box.clock.advance('9s');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      recent_sync: { status: 'in_progress' },
    });
    box.clock.advance('1s');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'error',
      error_code: 'INSTITUTION_NOT_RESPONDING',
      last_synced_at: synced,
      recent_sync: { trigger: 'manual', status: 'error' },
    });
    await box.sync(CHASE);
    box.clock.advance('10s');
    expect(await box.status(CHASE)).toMatchObject({ status: 'active', recent_sync: { status: 'success' } });
  });

  it('is not one that never starts: a request that is refused does not use the fault up', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    box.arm({ fault: 'sync-fails', times: 1 });
    expect(await box.sync(CHASE)).toBe(409);
    expect(await box.sync('owner-macquarie')).toBe(404);
    expect(
      (await box.post('/sync', '{"connection_id"', { headers: { 'Content-Type': 'application/json' } }))
        .status,
    ).toBe(400);
    box.clock.advance('1m');
    await box.sync(CHASE);
    box.clock.advance('1m');
    expect((await box.status(CHASE)).status).toBe('error');
  });

  it('can be one of a sync of all; the others go on', async () => {
    const box = open(QUIET);
    box.arm({ fault: 'sync-fails', connection: CHASE, times: 1 });
    await box.sync();
    box.clock.advance('5m');
    expect((await box.status(CHASE)).status).toBe('error');
    expect((await box.status(COMMBANK)).status).toBe('active');
  });
});

describe('a sync that never ends', () => {
  it('is in progress ten years later, lets nothing else run, and gets 409 for every new one', async () => {
    const box = open(HOURLY);
    box.arm({ fault: 'sync-never-ends', times: 1 });
    await box.sync(CHASE);
    box.clock.advance('2s');
    const { recent_sync: row } = await box.status(CHASE);
    const started = performance.now();
    box.clock.advance('3650d');
    expect((await box.status(CHASE)).recent_sync).toEqual(row);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(row).toMatchObject({ trigger: 'manual', status: 'in_progress', completed_at: null });
    expect(await box.sync(CHASE)).toBe(409);
  });

  it('keeps a sync of all waiting behind it, until the world’s owner breaks it off', async () => {
    const box = open(QUIET);
    box.arm({ fault: 'sync-never-ends', connection: COMMBANK, times: 1 });
    await box.sync();
    box.clock.advance('30d');
    expect((await box.status(COMMBANK)).recent_sync?.status).toBe('in_progress');
    expect((await box.status(CHASE)).recent_sync?.trigger).toBe('initial');

    box.change({ change: 'next-sync', provider: 'breadbox', connection: COMMBANK, outcome: 'succeeds' });
    expect((await box.status(COMMBANK)).recent_sync).toMatchObject({
      status: 'error',
      error: 'interrupted by server restart',
      completed_at: rfc3339(box.now()),
    });
    box.clock.advance('5m');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ trigger: 'manual', status: 'success' });
  });

  it('goes on in a snapshot', async () => {
    const box = open(QUIET);
    box.arm({ fault: 'sync-never-ends', times: 1 });
    await box.sync(CHASE);
    expect(JSON.parse(JSON.stringify(box.snapshot()))).toEqual(box.snapshot());
  });
});

describe('a sync that is interrupted', () => {
  it('turns from in progress to "interrupted by server restart" half way; the connection stays as it was', async () => {
    const box = open(QUIET);
    const { last_synced_at: synced } = await box.status(CHASE);
    box.arm({ fault: 'sync-interrupted', times: 1 });
    await box.sync(CHASE);
    box.clock.advance('5s');
    expect((await box.status(CHASE)).recent_sync?.status).toBe('in_progress');
    box.clock.advance('1s');
    // A client that watches only the status sees nothing of it.
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      error_code: null,
      last_synced_at: synced,
      recent_sync: { status: 'error', error: 'interrupted by server restart', added_count: 0 },
    });
    expect(await box.sync(CHASE)).toBe(202);
  });

  it('does not hide that the one before had failed', async () => {
    const box = open(QUIET);
    box.arm({ fault: 'sync-fails', times: 1 });
    box.arm({ fault: 'sync-interrupted', after: 1, times: 1 });
    await box.sync(CHASE);
    box.clock.advance('1m');
    await box.sync(CHASE);
    box.clock.advance('1m');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'error',
      recent_sync: { error: 'interrupted by server restart' },
    });
  });
});

describe('the change next-sync', () => {
  const next = (connection: string, outcome: string) => ({
    change: 'next-sync',
    provider: 'breadbox',
    connection,
    outcome,
  });

  it('decides on the next sync asked for, and on no other', async () => {
    const box = open(QUIET);
    box.change(next(CHASE, 'fails'));
    expect((await box.status(CHASE)).status).toBe('active');
    await box.sync(CHASE);
    box.clock.advance('10s');
    expect((await box.status(CHASE)).status).toBe('error');
    await box.sync(CHASE);
    box.clock.advance('10s');
    expect((await box.status(CHASE)).status).toBe('active');
  });

  it('or on the next one of the schedule, if that comes first', async () => {
    const box = open(HOURLY);
    box.change(next(CHASE, 'fails'));
    box.clock.advance('1h');
    box.clock.advance('8s');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'error',
      recent_sync: { trigger: 'cron', status: 'error' },
    });
    box.clock.advance('1h');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      recent_sync: { trigger: 'cron', status: 'success' },
    });
  });

  it('waits while the connection waits for its owner, and takes hold with the first sync after that', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'login-required');
    box.change(next(CHASE, 'interrupted'));
    const before = box.snapshot().agenda.length;
    box.clock.advance('3650d');
    expect(box.snapshot().agenda).toHaveLength(before);
    box.happen(CHASE, 'healthy');
    box.clock.advance('1h');
    box.clock.advance('8s');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({
      trigger: 'cron',
      error: 'interrupted by server restart',
    });
  });

  it('a scheduled sync that never ends holds the connection as well', async () => {
    const box = open(HOURLY);
    box.change(next(CHASE, 'never-ends'));
    box.clock.advance('30d');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ trigger: 'cron', status: 'in_progress' });
    expect(await box.sync(CHASE)).toBe(409);
  });

  it('lets one succeed although the institution does not answer', async () => {
    const box = open(QUIET);
    expect((await box.status('partner-rbc')).status).toBe('error');
    box.change(next('partner-rbc', 'succeeds'));
    await box.sync('partner-rbc');
    box.clock.advance('10s');
    expect((await box.status('partner-rbc')).status).toBe('active');
  });

  it.each([
    [next(CHASE, 'maybe'), 'outcome must be one of succeeds, fails, never-ends, interrupted; got "maybe".'],
    [
      next('nobody', 'fails'),
      'connection must be the key of a connection linked here; got "nobody". There are: ',
    ],
    [
      next('owner-macquarie', 'fails'),
      'connection owner-macquarie is disconnected: nothing syncs it any more.',
    ],
    [
      next('child-bank-of-america', 'succeeds'),
      'connection child-bank-of-america waits for its owner to sign in, so no sync of it can succeed. Set its status to healthy first.',
    ],
  ])('%j is refused in words', (change, message) => {
    expect(() => open().change(change)).toThrow(message);
  });
});
