/** What is deprecated or removed and still called: bundles of holdings, and activities over all accounts. */
import { describe, expect, it } from 'vitest';
import { client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const STAKE = idOf(ledger, 'connection', 'owner-stake');
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const NEW_CONNECTION = {
  now: '2026-03-16T20:00:00Z',
  entities: { connections: [{ key: 'owner-stake', createdAt: '2026-03-16T20:00:00Z' }] },
};

describe('the bundle of an account', () => {
  it('holds what the finer reads give, in their older forms', async () => {
    const api = client();
    const { body } = await api.get(`/accounts/${WALL_STREET}/holdings`);
    const account = (await api.get(`/accounts/${WALL_STREET}`)).body;
    expect(body).toEqual({
      account,
      balances: (await api.get(`/accounts/${WALL_STREET}/balances`)).body,
      positions: (await api.get(`/accounts/${WALL_STREET}/positions`)).body,
      option_positions: [],
      orders: [],
      total_value: { value: account.balance.total.amount, currency: 'USD' },
    });
  });

  it('is 425 until the first sync has ended', async () => {
    const api = client(NEW_CONNECTION);
    for (const path of [`/accounts/${WALL_STREET}/holdings`, '/holdings']) {
      expect(await api.get(path)).toMatchObject({ status: 425, body: { code: '3012' } });
    }
    api.simulated.world.clock.advance('30s');
    expect((await api.get(`/accounts/${WALL_STREET}/holdings`)).status).toBe(200);
    expect((await api.get('/holdings')).status).toBe(200);
  });

  it('is gone for customers who signed up later', async () => {
    const api = client({ switches: { snaptrade: { customer: 'after' } } });
    expect((await api.get(`/accounts/${WALL_STREET}/holdings`)).status).toBe(410);
  });
});

describe('the bundles of all accounts', () => {
  it('have the whole connection in each account, and no orders', async () => {
    const api = client();
    const { body } = await api.get('/holdings');
    const accounts = (await api.get('/accounts')).body;
    expect(body.map((one: { account: { id: string } }) => one.account.id)).toEqual(
      accounts.map((one: { id: string }) => one.id),
    );
    const own = body.find((one: { account: { id: string } }) => one.account.id === WALL_STREET);
    expect(own.account.brokerage_authorization).toEqual((await api.get(`/authorizations/${STAKE}`)).body);
    expect(own.positions).toEqual((await api.get(`/accounts/${WALL_STREET}/positions`)).body);
    expect(own).not.toHaveProperty('orders');
  });

  it('may be of some connections only', async () => {
    const { body } = await client().get('/holdings', { brokerage_authorizations: STAKE });
    expect(body.length).toBeGreaterThan(0);
    for (const { account } of body) expect(account.brokerage_authorization.id).toBe(STAKE);
  });
});

describe('activities of all accounts', () => {
  it('are a bare list of the rows of each account, with the account in each', async () => {
    const api = client();
    const days = { startDate: '2025-06-01', endDate: '2025-12-31' };
    const { body } = await api.get('/activities', days);
    for (const { id, name } of (await api.get('/accounts')).body) {
      const { data } = (await api.get(`/accounts/${id}/activities`, days)).body;
      const own = body.filter((row: { account: { id: string } }) => row.account.id === id);
      expect(own.map(({ account, ...row }: { account: { name: string } }) => row)).toEqual(data);
      if (own.length > 0) expect(own[0].account.name).toBe(name);
    }
  });

  it('may be of some accounts, and connections go before accounts', async () => {
    const api = client();
    const accountsIn = async (query: Record<string, string>) => {
      const { body } = await api.get('/activities', { startDate: '2025-06-01', ...query });
      return new Set(body.map((row: { account: { id: string } }) => row.account.id));
    };
    expect(await accountsIn({ accounts: WALL_STREET })).toEqual(new Set([WALL_STREET]));
    const shares = idOf(ledger, 'account', 'owner-shares');
    const both = await accountsIn({ accounts: shares, brokerageAuthorizations: STAKE });
    expect(both).toContain(WALL_STREET);
    expect(both).not.toContain(shares);
  });

  it('may be of some types', async () => {
    const { body } = await client().get('/activities', { startDate: '2025-01-01', type: 'DIVIDEND,FEE' });
    expect(body.length).toBeGreaterThan(0);
    for (const { type } of body) expect(['DIVIDEND', 'FEE']).toContain(type);
  });

  it('are ten thousand at most, the newest', async () => {
    const { body } = await client({ template: 'whale' }).get('/activities');
    expect(body).toHaveLength(10_000);
  });
});
