/** Connections that seem otherwise for one request, and refreshes that go wrong. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';

let api: Client;
let connection: { readonly id: string };
let account: { readonly id: string };
beforeEach(async () => {
  api = client({ limits: 'off' });
  [connection] = (await api.get('/authorizations')).body;
  [account] = (await api.get(`/authorizations/${connection.id}/accounts`)).body;
});

const once = (fault: string, more: object = {}): unknown =>
  api.simulated.world.arm({ provider: 'snaptrade', fault, times: 1, ...more });
const labelOf = ({ headers }: Answer): string | undefined => headers['understudy-fault'];
/** Key of the first connection. */
const KEY = 'owner-commsec';

describe('connection-disabled', () => {
  it('is silent on reads: only the connection says so, and since when', async () => {
    once('connection-disabled', { connection: KEY, since: '2h' });
    const [seeming, ...others] = (await api.get('/authorizations')).body;
    const since = new Date(api.simulated.world.clock.now() - 7_200_000).toISOString();
    expect(seeming).toMatchObject({ id: connection.id, disabled: true, disabled_date: since });
    expect(others.every(({ disabled }: { disabled: boolean }) => !disabled)).toBe(true);
    expect((await api.get('/authorizations')).body[0]).toMatchObject({
      disabled: false,
      disabled_date: null,
    });
  });

  it.each([
    ['refresh', '3003'],
    ['disable', '3011'],
  ])('refuses to %s: 402, code %s', async (action, code) => {
    once('connection-disabled');
    const refused = await api.post(`/authorizations/${connection.id}/${action}`);
    expect([refused.status, refused.body.code]).toEqual([402, code]);
    expect((await api.post(`/authorizations/${connection.id}/${action}`)).status).toBe(200);
  });

  it('leaves data as they were when it seems to have broken', async () => {
    const path = `/accounts/${account.id}/positions/all`;
    const fresh = (await api.get(path)).body.data_freshness.as_of;
    once('connection-disabled', { since: '3d' });
    const stale = await api.get(path);
    expect(stale.status).toBe(200);
    expect(Date.parse(stale.body.data_freshness.as_of)).toBeLessThan(Date.parse(fresh) - 2 * 86_400_000);
    expect((await api.get(path)).body.data_freshness.as_of).toBe(fresh);
  });

  it.each(['', '/balances', '/positions/all', '/positions', '/activities'])(
    'is not counted where the copies are the same: %s',
    async (below) => {
      once('connection-disabled', { since: '1s' });
      const answer = await api.get(`/accounts/${account.id}${below}`);
      expect(labelOf(answer)).toBeUndefined();
      expect(api.simulated.world.faults()).toMatchObject([{ fired: 0, seen: 0 }]);
    },
  );
});

describe.each(['connection-failing', 'stale-cache'])('%s', (fault) => {
  const parameter = fault === 'stale-cache' ? { age: '3d' } : { since: '3d' };

  it('leaves the copies old, and disables nothing', async () => {
    once(fault, parameter);
    const [{ sync_status: status }] = (await api.get(`/authorizations/${connection.id}/accounts`)).body;
    const [{ sync_status: now }] = (await api.get(`/authorizations/${connection.id}/accounts`)).body;
    expect(Date.parse(status.holdings.last_successful_sync)).toBeLessThan(
      Date.parse(now.holdings.last_successful_sync),
    );
    once(fault, parameter);
    const seeming = (await api.get(`/authorizations/${connection.id}`)).body;
    expect(seeming.disabled).toBe(false);
    expect(seeming.updated_date < (await api.get(`/authorizations/${connection.id}`)).body.updated_date).toBe(
      true,
    );
  });
});

describe('connection-deleted', () => {
  it('is missing from lists, with its accounts', async () => {
    once('connection-deleted', { connection: KEY, operation: 'listConnections' });
    once('connection-deleted', { connection: KEY, operation: 'listAccounts' });
    const idsIn = async (path: string): Promise<string[]> =>
      (await api.get(path)).body.map(({ id }: { id: string }) => id);
    for (const [path, id] of [
      ['/authorizations', connection.id],
      ['/accounts', account.id],
    ] as const) {
      expect(await idsIn(path)).not.toContain(id);
      expect(await idsIn(path)).toContain(id);
    }
  });

  it.each([
    ['GET', '/authorizations/{c}'],
    ['GET', '/authorizations/{c}/accounts'],
    ['POST', '/authorizations/{c}/refresh'],
    ['POST', '/authorizations/{c}/disable'],
    ['DELETE', '/connection/{c}'],
    ['DELETE', '/authorizations/{c}'],
    ['GET', '/accounts/{a}'],
    ['GET', '/accounts/{a}/balances'],
    ['GET', '/accounts/{a}/positions/all'],
    ['GET', '/accounts/{a}/positions'],
    ['GET', '/accounts/{a}/activities'],
  ])('is not found by id: %s %s', async (method, template) => {
    const path = template.replace('{c}', connection.id).replace('{a}', account.id);
    once('connection-deleted');
    const refused = await api.call(method, path);
    expect([refused.status, refused.body.code]).toEqual([404, '1011']);
    expect((await api.call(method, path)).status).toBeLessThan(300);
  });

  it('cannot be mended in the portal', async () => {
    once('connection-deleted');
    expect((await api.post('/snapTrade/login', {})).status).toBe(200);
    expect((await api.post('/snapTrade/login', { reconnect: connection.id })).status).toBe(400);
    expect((await api.post('/snapTrade/login', { reconnect: connection.id })).status).toBe(200);
  });
});

describe('still-syncing', () => {
  it('shows accounts whose first sync has not ended', async () => {
    once('still-syncing', { connection: KEY });
    const all = (await api.get('/accounts')).body as {
      readonly brokerage_authorization: string;
      readonly balance: object;
      readonly sync_status: { readonly transactions: object; readonly holdings: object };
    }[];
    const own = all.filter((one) => one.brokerage_authorization === connection.id);
    expect(own.length).toBeGreaterThan(0);
    for (const { balance, sync_status: status } of own) {
      expect(balance).toEqual({ total: null });
      expect(status.transactions).toMatchObject({
        initial_sync_completed: false,
        last_successful_sync: null,
      });
      expect(status.holdings).toMatchObject({ initial_sync_completed: false, last_successful_sync: null });
    }
    const others = all.filter((one) => one.brokerage_authorization !== connection.id);
    for (const { sync_status: status } of others) {
      expect(status.transactions).toMatchObject({ initial_sync_completed: true });
    }
  });

  it.each(['balances', 'positions/all', 'positions'])('is 425 on %s, once', async (below) => {
    once('still-syncing');
    const path = `/accounts/${account.id}/${below}`;
    const early = await api.get(path);
    expect(early.body).toEqual({
      detail: 'The resource is currently being populated. Please try again later.',
      status_code: 425,
      code: '3012',
    });
    expect((await api.get(path)).status).toBe(200);
  });

  it('has no activities yet', async () => {
    once('still-syncing', { times: 2 });
    const path = `/accounts/${account.id}/activities`;
    for (const _ of [1, 2])
      expect((await api.get(path)).body).toMatchObject({ data: [], pagination: { total: 0 } });
    expect((await api.get(path)).body.pagination.total).toBeGreaterThan(0);
  });
});

describe('maintenance', () => {
  it('is a flag of the brokerage, which is shown as before', async () => {
    once('maintenance', { connection: KEY });
    const { brokerage, ...rest } = (await api.get(`/authorizations/${connection.id}`)).body;
    const after = (await api.get(`/authorizations/${connection.id}`)).body;
    expect(brokerage).toEqual({ ...after.brokerage, maintenance_mode: true });
    expect(after).toEqual({ ...rest, brokerage: { ...brokerage, maintenance_mode: false } });
  });
});

describe('a refresh', () => {
  const asOf = async (): Promise<string> =>
    (await api.get(`/accounts/${account.id}/positions/all`)).body.data_freshness.as_of;
  const refresh = async (): Promise<string | undefined> => {
    const answer = await api.post(`/authorizations/${connection.id}/refresh`);
    expect(answer.status).toBe(200);
    api.simulated.world.clock.advance('2m');
    return labelOf(answer);
  };

  it.each(['sync-fails', 'sync-never-ends'])(
    'with %s is accepted and brings nothing; the next one does',
    async (fault) => {
      const before = await asOf();
      once(fault);
      expect(await refresh()).toBeDefined();
      expect(await asOf()).toBe(before);
      expect(await refresh()).toBeUndefined();
      expect(await asOf()).not.toBe(before);
    },
  );

  it.each(['fails', 'never-ends'])('can be told beforehand that it %s', async (outcome) => {
    const before = await asOf();
    api.simulated.world.change({ change: 'next-refresh', provider: 'snaptrade', connection: KEY, outcome });
    await refresh();
    expect(await asOf()).toBe(before);
    await refresh();
    expect(await asOf()).not.toBe(before);
  });

  it('can be told to succeed after all', async () => {
    const before = await asOf();
    for (const outcome of ['fails', 'succeeds']) {
      api.simulated.world.change({ change: 'next-refresh', provider: 'snaptrade', connection: KEY, outcome });
    }
    await refresh();
    expect(await asOf()).not.toBe(before);
  });

  it.each([
    [{ connection: 'nobody', outcome: 'fails' }, /nobody/],
    [{ connection: KEY, outcome: 'explodes' }, /"explodes".*succeeds, fails, never-ends/s],
  ])('is not told nonsense: %j', (change, says) => {
    expect(() =>
      api.simulated.world.change({ change: 'next-refresh', provider: 'snaptrade', ...change }),
    ).toThrow(says);
  });

  it('may have been asked for by somebody else: it is done, and another one is too early', async () => {
    api = client();
    [connection] = (await api.get('/authorizations')).body;
    const change = { change: 'refresh-asked', provider: 'snaptrade', connection: KEY };
    const before = await asOf();
    api.simulated.world.change(change);
    const early = await api.post(`/authorizations/${connection.id}/refresh`);
    expect([early.status, early.body.code]).toEqual([429, 'throttled']);
    api.simulated.world.clock.advance('2m');
    expect(await asOf()).not.toBe(before);
    api.simulated.world.change({ change: 'connection', connection: KEY, status: 'login-required' });
    expect(() => api.simulated.world.change(change)).toThrow(/disabled/);
    expect(() => api.simulated.world.change({ ...change, connection: 'nobody' })).toThrow(/nobody/);
  });

  it('that is refused uses up no fault', async () => {
    api = client();
    [connection] = (await api.get('/authorizations')).body;
    await api.post(`/authorizations/${connection.id}/refresh`);
    once('sync-fails');
    expect((await api.post(`/authorizations/${connection.id}/refresh`)).status).toBe(429);
    expect(api.simulated.world.faults()).toMatchObject([{ fired: 0 }]);
  });
});
