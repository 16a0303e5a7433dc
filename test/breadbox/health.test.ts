/** How a connection's health moves: schedule, trouble, recovery, sign-in, disconnection. */
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { type Breadbox, open, paused, rfc3339 } from './support.ts';

const CHASE = 'child-chase';
const HOURLY: WorldFile = { providers: { breadbox: { sync: { everySeconds: 3600 } } } };

/** A world in which one connection is made while the test looks on. */
const made = (at: string, more: Record<string, unknown> = {}): WorldFile => ({
  entities: { connections: [{ key: CHASE, createdAt: at, ...more }] },
});

const settled = async (box: Breadbox, key: string) => {
  const { status, error_code: code, recent_sync: row } = await box.status(key);
  return [status, code, row?.trigger, row?.status];
};

describe('a new connection', () => {
  it('has no sync at first: recent_sync and both times are null', async () => {
    const box = open(made('2026-03-16T09:00:00+11:00'));
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      recent_sync: null,
      last_synced_at: null,
      last_attempted_sync_at: null,
      accounts_count: 0,
    });
  });

  it('is not there before it is made', async () => {
    const box = open(made('2026-03-16T10:00:00+11:00'));
    expect((await box.get(`/connections/${box.idOf(CHASE)}/status`)).status).toBe(404);
    box.clock.advance('1h');
    expect((await box.status(CHASE)).created_at).toBe('2026-03-15T23:00:00Z');
  });

  it('gets a first sync by itself, with trigger initial, that brings everything there is', async () => {
    const box = open(made('2026-03-16T09:00:00+11:00'));
    box.clock.advance('2s');
    expect(await box.status(CHASE)).toMatchObject({
      recent_sync: { trigger: 'initial', status: 'in_progress' },
      last_synced_at: null,
      last_attempted_sync_at: rfc3339(box.now()),
    });
    box.clock.advance('8s');
    const rows = box.ledger.transactions.count(['child-checking', 'child-chase-savings', 'child-sapphire'], {
      now: box.now() - 8000,
    });
    expect(await box.status(CHASE)).toMatchObject({
      recent_sync: { trigger: 'initial', status: 'success', added_count: rows, removed_count: 0 },
      last_synced_at: rfc3339(box.now()),
      accounts_count: 3,
    });
  });

  it('made from a file has never been synced', async () => {
    const box = open({ providers: { breadbox: { connections: { [CHASE]: { provider: 'csv' } } } } });
    box.clock.advance('30d');
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      recent_sync: null,
      last_synced_at: null,
      last_attempted_sync_at: null,
      accounts_count: 3,
    });
  });
});

describe('scheduled syncs', () => {
  it('come every twelve hours, with trigger cron', async () => {
    const box = open();
    const first = (await box.status(CHASE)).recent_sync;
    expect(first?.trigger).toBe('cron');
    const next = Date.parse(first?.started_at ?? '') + 12 * 3600 * 1000;
    box.clock.advance(next - 1 - box.now());
    expect((await box.status(CHASE)).recent_sync).toEqual(first);
    box.clock.advance(1);
    expect((await box.status(CHASE)).recent_sync).toMatchObject({
      trigger: 'cron',
      status: 'in_progress',
      started_at: rfc3339(next),
    });
    box.clock.advance('8s');
    expect((await box.status(CHASE)).recent_sync?.status).toBe('success');
  });

  it('are at another minute for each connection', async () => {
    const box = open();
    const keys = [CHASE, 'owner-commbank', 'partner-westpac', 'child-nab'];
    const starts = await Promise.all(keys.map(async (key) => (await box.status(key)).last_attempted_sync_at));
    expect(new Set(starts).size).toBe(keys.length);
  });

  it('are known after ten years as fast as after a day', async () => {
    const box = open();
    await box.get('/connections');
    const started = performance.now();
    box.clock.advance('3650d');
    const { last_synced_at: synced } = await box.status(CHASE);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(box.now() - Date.parse(synced ?? '')).toBeLessThan(12 * 3600 * 1000 + 8000);
  });

  it('give way to a sync that holds the connection', async () => {
    const box = open({ providers: { breadbox: { sync: { everySeconds: 600, takesSeconds: 60 } } } });
    const last = Date.parse((await box.status(CHASE)).recent_sync?.started_at ?? '');
    box.clock.advance(last + 570_000 - box.now());
    expect(await box.sync(CHASE)).toBe(202);
    box.clock.advance('61s');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ trigger: 'manual', status: 'in_progress' });
    box.clock.advance('8m');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ trigger: 'manual', status: 'success' });
    box.clock.advance(last + 1_200_000 - box.now());
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ trigger: 'cron', status: 'in_progress' });
  });

  it('leave paused connections alone, which can still be synced by hand', async () => {
    const box = open(paused(CHASE));
    expect((await box.status(CHASE)).recent_sync?.trigger).toBe('initial');
    box.clock.advance('7d');
    expect(await box.status(CHASE)).toMatchObject({ status: 'active', recent_sync: { trigger: 'initial' } });
    expect(await box.sync(CHASE)).toBe(202);
    box.clock.advance('10s');
    expect(await settled(box, CHASE)).toEqual(['active', null, 'manual', 'success']);
  });
});

describe('trouble at an institution', () => {
  it('is announced by a webhook, and the sync it sets off fails at once', async () => {
    const box = open(HOURLY);
    const before = await box.status(CHASE);
    box.clock.advance('90s');
    box.happen(CHASE, 'failing');
    expect(await settled(box, CHASE)).toEqual(['error', 'INSTITUTION_NOT_RESPONDING', 'webhook', 'error']);
    const after = await box.status(CHASE);
    expect(after.last_attempted_sync_at).toBe(rfc3339(box.now()));
    expect(Date.parse(after.last_synced_at ?? '')).toBeGreaterThanOrEqual(
      Date.parse(before.last_synced_at ?? ''),
    );
    expect(after.recent_sync?.completed_at).toBe(after.recent_sync?.started_at);
  });

  it('is tried again on schedule, fails while it lasts, and ends with the first success', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'failing');
    const synced = (await box.status(CHASE)).last_synced_at;
    box.clock.advance('2h');
    expect(await settled(box, CHASE)).toEqual(['error', 'INSTITUTION_NOT_RESPONDING', 'cron', 'error']);
    expect((await box.status(CHASE)).last_synced_at).toBe(synced);

    box.happen(CHASE, 'healthy');
    expect((await box.status(CHASE)).status).toBe('error');
    box.clock.advance('1h');
    box.clock.advance('8s');
    expect(await settled(box, CHASE)).toEqual(['active', null, 'cron', 'success']);
    expect((await box.status(CHASE)).error_message).toBeNull();
  });

  it('shows the code that the institution gave, and no free text as a code', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'failing', 'INSTITUTION_DOWN');
    expect((await box.status(CHASE)).error_code).toBe('INSTITUTION_DOWN');
    box.happen('owner-commbank', 'failing', 'planned maintenance');
    expect((await box.status('owner-commbank')).error_code).toBe('INSTITUTION_NOT_RESPONDING');
  });
});

describe('a login that has to be renewed', () => {
  it('leaves the connection in pending_reauth, which no schedule and no sync can end', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'login-required');
    expect(await settled(box, CHASE)).toEqual(['pending_reauth', 'ITEM_LOGIN_REQUIRED', 'webhook', 'error']);
    const attempted = (await box.status(CHASE)).last_attempted_sync_at;
    box.clock.advance('30d');
    // Nothing was even tried: the schedule passes it over.
    expect((await box.status(CHASE)).last_attempted_sync_at).toBe(attempted);
    await box.sync(CHASE);
    box.clock.advance('1h');
    expect(await settled(box, CHASE)).toEqual(['pending_reauth', 'ITEM_LOGIN_REQUIRED', 'manual', 'error']);
  });

  it('ends when its owner has signed in, without a sync', async () => {
    const box = open(paused(CHASE));
    box.happen(CHASE, 'login-required');
    expect((await box.status(CHASE)).status).toBe('pending_reauth');
    box.clock.advance('1h');
    box.happen(CHASE, 'healthy');
    expect(await settled(box, CHASE)).toEqual(['active', null, 'webhook', 'error']);
    await box.sync(CHASE);
    box.clock.advance('10s');
    expect(await settled(box, CHASE)).toEqual(['active', null, 'manual', 'success']);
  });

  it('may be needed because the owner withdrew the permission', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'revoked');
    expect(await settled(box, CHASE)).toEqual([
      'pending_reauth',
      'USER_PERMISSION_REVOKED',
      'webhook',
      'error',
    ]);
  });

  it('can follow on an error, and the other way round', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'failing');
    expect((await box.status(CHASE)).status).toBe('error');
    box.clock.advance('1m');
    box.happen(CHASE, 'login-required');
    expect((await box.status(CHASE)).status).toBe('pending_reauth');
    box.clock.advance('1m');
    box.happen(CHASE, 'failing');
    expect((await box.status(CHASE)).status).toBe('error');
  });
});

describe('a disconnected connection', () => {
  it('is synced no more and shows no error', async () => {
    const box = open(HOURLY);
    box.happen(CHASE, 'removed');
    const gone = await box.status(CHASE);
    expect(gone).toMatchObject({ status: 'disconnected', error_code: null, error_message: null });
    box.clock.advance('30d');
    expect(await box.status(CHASE)).toEqual(gone);
  });

  it('keeps its past transactions readable, and its number of accounts', async () => {
    const box = open(HOURLY);
    const checking = box.ledger.id('breadbox', 'account', 'child-checking');
    const list = async () =>
      (await box.get<{ data: unknown[] }>(`/transactions?account_id=${checking}&limit=500`)).body.data;
    const before = { rows: await list(), count: (await box.status(CHASE)).accounts_count };
    expect(before.rows.length).toBeGreaterThan(100);
    box.happen(CHASE, 'removed');
    box.clock.advance('30d');
    expect(await list()).toEqual(before.rows);
    expect((await box.status(CHASE)).accounts_count).toBe(before.count);
  });
});

describe('a sync stores', () => {
  it('counts rows that arrived since the success before as added', async () => {
    const box = open(paused(CHASE));
    await box.sync(CHASE);
    box.clock.advance('10s');
    const earlier = box.now() - 8000;
    box.clock.advance('20d');
    await box.sync(CHASE);
    box.clock.advance('10s');
    const { recent_sync: row } = await box.status(CHASE);

    const keys = (now: number): Set<string> =>
      new Set(
        [
          ...box.ledger.transactions.each(['child-checking', 'child-chase-savings', 'child-sapphire'], {
            now,
          }),
        ].map(({ account, key }) => `${account} ${key}`),
      );
    const [old, fresh] = [keys(earlier), keys(box.now() - 8000)];
    const added = [...fresh].filter((key) => !old.has(key)).length;
    const removed = [...old].filter((key) => !fresh.has(key)).length;
    expect(added).toBeGreaterThan(10);
    expect(row).toMatchObject({
      status: 'success',
      added_count: added,
      removed_count: removed,
      modified_count: 0,
    });
  });

  it('counts a pending row that was posted as removed, and the posted one as added', async () => {
    const transaction = {
      key: 'held',
      account: 'child-checking',
      at: '2026-03-15T22:00:05Z',
      postedAt: '2026-03-15T23:00:00Z',
      amount: '-12.50',
      description: 'Held',
    };
    const box = open({ ...paused(CHASE), entities: { transactions: [transaction] } });
    box.clock.advance('5s');
    await box.sync(CHASE);
    box.clock.advance('1h');
    const before = box.ledger.transactions.count(
      ['child-checking', 'child-chase-savings', 'child-sapphire'],
      { now: Date.parse('2026-03-15T22:00:07Z') },
    );
    await box.sync(CHASE);
    box.clock.advance('10s');
    const { recent_sync: row } = await box.status(CHASE);
    const after = box.ledger.transactions.count(['child-checking', 'child-chase-savings', 'child-sapphire'], {
      now: box.now() - 8000,
    });
    expect(row?.removed_count).toBeGreaterThanOrEqual(1);
    expect((row?.added_count ?? 0) - (row?.removed_count ?? 0)).toBe(after - before);
  });
});
