/** Connections that seem to stand otherwise, for the requests that are met and no longer. */
import { describe, expect, it } from 'vitest';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { applicability } from '../../src/faults/applicability.ts';
import { type Breadbox, type ConnectionBody, open, QUIET, rfc3339 } from './support.ts';

const CHASE = 'child-chase';
const COMMBANK = 'owner-commbank';
const HOUR = 3_600_000;
const READS = [
  ['/connections', 'listConnections'],
  ['/accounts', 'listAccounts'],
  ['/transactions', 'listTransactions'],
] as const;

const connectionsOf = async (box: Breadbox) =>
  (await box.get<{ data: ConnectionBody[] }>('/connections')).body.data;

describe('a connection that seems to be in trouble', () => {
  it.each([
    ['connection-failing', 'error', 'INSTITUTION_NOT_RESPONDING'],
    ['reauth-pending', 'pending_reauth', 'ITEM_LOGIN_REQUIRED'],
    ['connection-disabled', 'pending_reauth', 'USER_PERMISSION_REVOKED'],
  ])('%s shows as %s with %s, and the next request sees it as it is', async (fault, status, code) => {
    const box = open();
    const before = await box.status(CHASE);
    box.arm({ fault, connection: CHASE, times: 1 });
    const seems = await box.status(CHASE);
    expect(seems).toMatchObject({ status, error_code: code });
    expect(seems.recent_sync).toMatchObject({
      trigger: 'webhook',
      status: 'error',
      error: seems.error_message,
    });
    expect(await box.status(CHASE)).toEqual(before);
  });

  it.each([
    'connection-failing',
    'reauth-pending',
    'connection-disabled',
    'connection-deleted',
    'still-syncing',
  ])('%s writes nothing into the world', async (fault) => {
    const box = open();
    await box.get('/transactions');
    const { faults: _, meters: __, clock: ___, ...before } = box.snapshot();
    const { id } = box.arm({ fault });
    for (const [path, operation] of READS) {
      const label = applicability(fault, breadbox, operation) ? id : undefined;
      expect((await box.get(path)).headers['understudy-fault']).toBe(label);
    }
    await box.status(CHASE);
    const { faults: _4, meters: _5, clock: _6, serials, ...after } = box.snapshot();
    expect({ ...after, serials: before.serials }).toEqual(before);
    expect(serials).toMatchObject(before.serials);
  });

  it('has stale data: nothing was synced since it seems to have happened', async () => {
    const box = open({ providers: { breadbox: { sync: { everySeconds: 600 } } } });
    box.arm({ fault: 'connection-failing', connection: CHASE, since: '2h', times: 1 });
    const { last_synced_at: synced, last_attempted_sync_at: tried } = await box.status(CHASE);
    expect(Date.parse(synced ?? '')).toBeLessThanOrEqual(box.now() - 2 * HOUR);
    // Scheduled syncs went on and failed.
    expect(Date.parse(tried ?? '')).toBeGreaterThan(box.now() - 600_000);
  });

  it('happened no earlier than what really happened last', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    box.clock.advance('10s');
    const ended = rfc3339(box.now());
    box.clock.advance('1m');
    box.arm({ fault: 'reauth-pending', connection: CHASE, since: '7d', times: 1 });
    expect(await box.status(CHASE)).toMatchObject({
      status: 'pending_reauth',
      last_synced_at: ended,
      last_attempted_sync_at: ended,
    });
  });

  it('while a sync runs, that one seems to have failed; really it goes on', async () => {
    const box = open(QUIET);
    await box.sync(CHASE);
    box.clock.advance('4s');
    const running = (await box.status(CHASE)).recent_sync;
    box.arm({ fault: 'connection-failing', connection: CHASE, times: 2 });
    expect(await box.status(CHASE)).toMatchObject({
      status: 'error',
      recent_sync: { id: running?.id, status: 'error' },
    });
    // It holds the connection, whatever it seems.
    expect(await box.sync(CHASE)).toBe(409);
    box.clock.advance('6s');
    expect((await box.status(CHASE)).recent_sync).toMatchObject({ id: running?.id, status: 'success' });
  });

  it('is one of them with `connection`, each that the answer tells of without', async () => {
    const box = open();
    box.arm({ fault: 'reauth-pending', connection: CHASE, times: 1 });
    const one = await connectionsOf(box);
    const id = box.idOf(CHASE);
    expect(one.find((row) => row.id === id)?.status).toBe('pending_reauth');
    expect(one.find((row) => row.id === box.idOf(COMMBANK))?.status).toBe('active');
    box.arm({ fault: 'reauth-pending', times: 1 });
    const all = await connectionsOf(box);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['pending_reauth', 'disconnected']));
  });

  it('is passed over by a sync of all', async () => {
    const box = open(QUIET);
    const before = await box.status(CHASE);
    box.arm({ fault: 'connection-failing', connection: CHASE, operation: 'triggerSync', times: 1 });
    await box.sync();
    box.clock.advance('5m');
    expect(await box.status(CHASE)).toEqual(before);
    expect((await box.status(COMMBANK)).recent_sync?.trigger).toBe('manual');
  });

  it('cannot be one that was made from a file, nor one the answer does not tell of', async () => {
    const box = open({ providers: { breadbox: { connections: { [CHASE]: { provider: 'csv' } } } } });
    box.arm({ fault: 'connection-failing', connection: CHASE });
    box.arm({ fault: 'connection-failing', connection: COMMBANK });
    expect((await box.status(CHASE)).status).toBe('active');
    const child = box.ledger.id('breadbox', 'person', 'child');
    const { headers } = await box.get(`/connections?user_id=${child}`);
    expect(headers).not.toHaveProperty('understudy-fault');
  });
});

describe('a connection that seems deleted', () => {
  it('shows as disconnected, keeps its transactions and loses its accounts, and cannot be synced', async () => {
    const box = open();
    const checking = box.ledger.id('breadbox', 'account', 'child-checking');
    const rows = async () =>
      (await box.get<{ data: unknown[] }>(`/transactions?account_id=${checking}`)).body.data;
    const accounts = async () =>
      (await box.get<{ data: { id: string }[] }>('/accounts')).body.data.map(({ id }) => id);
    const before = await rows();
    // Transactions are as before, so a request for them is not counted.
    box.arm({ fault: 'connection-deleted', connection: CHASE, times: 3 });
    expect(await box.status(CHASE)).toMatchObject({ status: 'disconnected', error_code: null });
    expect(await box.sync(CHASE)).toBe(404);
    expect(await accounts()).not.toContain(checking);
    expect(await rows()).toEqual(before);
    expect(await accounts()).toContain(checking);
  });

  it('is not listed where the world says that disconnected ones are not', async () => {
    const box = open({ switches: { breadbox: { disconnectedConnections: 'hidden' } } });
    box.arm({ fault: 'connection-deleted', connection: CHASE, times: 1 });
    const ids = async () => (await connectionsOf(box)).map(({ id }) => id);
    expect(await ids()).not.toContain(box.idOf(CHASE));
    expect(await ids()).toContain(box.idOf(CHASE));
  });
});

describe('a connection whose first sync seems to run', () => {
  it('has an initial sync in progress and nothing stored yet', async () => {
    const box = open();
    const checking = box.ledger.id('breadbox', 'account', 'child-checking');
    box.arm({ fault: 'still-syncing', connection: CHASE, times: 4 });
    expect(await box.status(CHASE)).toMatchObject({
      status: 'active',
      last_synced_at: null,
      accounts_count: 0,
      recent_sync: { trigger: 'initial', status: 'in_progress', completed_at: null },
    });
    expect(
      (await box.get<{ data: { id: string }[] }>('/accounts')).body.data.map(({ id }) => id),
    ).not.toContain(checking);
    expect((await box.get<{ data: unknown[] }>(`/transactions?account_id=${checking}`)).body.data).toEqual(
      [],
    );
    expect(await box.sync(CHASE)).toBe(409);
    expect((await box.status(CHASE)).accounts_count).toBe(3);
    expect(await box.sync(CHASE)).toBe(202);
  });

  it('is the same sync to a client that asks twice in a minute', async () => {
    const box = open();
    box.arm({ fault: 'still-syncing', connection: CHASE });
    const first = (await box.status(CHASE)).recent_sync;
    box.clock.advance('20s');
    expect((await box.status(CHASE)).recent_sync).toEqual(first);
  });
});
