/** One ledger, four lenses: the same thing has the same numbers whichever provider shows it. */
import { createHmac } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../fixtures/ledger/index.ts';
import { providers } from '../src/understudy.ts';
import { simulate } from './support/simulate.ts';

const { handler, world } = simulate(providers, { limits: 'off' });
const access = world.providers;

async function redbark(path: string, query: Record<string, string> = {}) {
  const key = access.redbark?.credentials.professional;
  const answer = await request(handler)
    .get(`/redbark${path}`)
    .query(query)
    .set('Authorization', `Bearer ${key}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function breadbox(path: string) {
  const key = access.breadbox?.credentials.readOnly ?? '';
  return (await request(handler).get(`/breadbox/api/v1${path}`).set('X-API-Key', key)).body;
}

async function snaptrade(path: string, more = '') {
  const { clientId, consumerKey, userId, userSecret } = access.snaptrade?.credentials ?? {};
  const query = `clientId=${clientId}&userId=${userId}&userSecret=${userSecret}${more}&timestamp=${Math.floor(world.clock.now() / 1000)}`;
  const signature = createHmac('sha256', consumerKey ?? '')
    .update(JSON.stringify({ content: null, path, query }))
    .digest('base64');
  const answer = await request(handler).get(`/snaptrade${path}?${query}`).set('Signature', signature);
  expect(answer.status).toBe(200);
  return answer.body;
}

const same = (a: unknown, b: unknown): boolean => new Decimal(String(a)).eq(String(b));

describe('the owner’s broker, through SnapTrade and through Redbark', async () => {
  const [connection] = (await snaptrade('/authorizations')).filter(
    (one: { brokerage: { slug: string } }) => one.brokerage.slug === 'COMMSEC',
  );
  const [account] = await snaptrade(`/authorizations/${connection.id}/accounts`);
  const seen = (await redbark('/v1/connections')).data.find(
    (one: { institutionName: string }) => one.institutionName === 'CommSec',
  );

  it('is the same institution under another id', () => {
    expect(seen).toMatchObject({ category: 'brokerage', createdAt: connection.created_date });
    expect(seen.id).not.toBe(connection.id);
  });

  it('has the same trades: securities, units, prices, fees', async () => {
    const { data: activities } = await snaptrade(
      `/accounts/${account.id}/activities`,
      '&type=BUY,SELL&limit=300',
    );
    const { data: trades } = await redbark('/v1/trades', { connectionId: seen.id, limit: '500' });
    const dealt = trades.filter((trade: { type: string }) => trade.type === 'buy' || trade.type === 'sell');
    // SnapTrade's activities end with yesterday; Redbark reads live.
    const newest = dealt.findIndex(
      (trade: { tradeDate: string }) => trade.tradeDate === activities[0].trade_date.slice(0, 10),
    );
    for (const [i, activity] of activities.slice(0, 100).entries()) {
      const trade = dealt[newest + i];
      expect([trade.symbol, trade.type, trade.tradeDate]).toEqual([
        activity.symbol.symbol,
        activity.type.toLowerCase(),
        activity.trade_date.slice(0, 10),
      ]);
      expect(same(trade.quantity, Math.abs(activity.units))).toBe(true);
      expect(same(trade.price, activity.price)).toBe(true);
      expect(same(trade.fees ?? 0, activity.fee)).toBe(true);
    }
  });

  it('holds the same positions at the same cost', async () => {
    const { results } = await snaptrade(`/accounts/${account.id}/positions/all`);
    const { data: holdings } = await redbark('/v1/holdings', { connectionId: seen.id });
    expect(results.length).toBeGreaterThan(2);
    expect(holdings).toHaveLength(results.length);
    for (const position of results) {
      const holding = holdings.find((one: { symbol: string }) => one.symbol === position.instrument.symbol);
      expect(same(holding.quantity, position.units)).toBe(true);
      expect(same(holding.averagePrice, position.cost_basis)).toBe(true);
    }
  });
});

describe('a bank account, through Redbark and through Breadbox', async () => {
  const accounts = (await redbark('/v1/accounts', { limit: '200' })).data;
  const mine = accounts.find((one: { name: string }) => one.name === 'Smart Access');

  it('has the same transactions with the sign each provider gives them', async () => {
    const other = (await breadbox('/accounts')).data.find(
      (one: { name: string }) => one.name === 'Smart Access',
    );
    const { data: stored } = await breadbox(`/transactions?account_id=${other.id}&limit=200&pending=false`);
    const { data: live } = await redbark('/v1/transactions', {
      connectionId: mine.connectionId,
      accountId: mine.id,
      from: '2026-01-01',
      limit: '500',
    });
    const amounts = live.map(
      (row: { amount: string; description: string }) =>
        `${row.description} ${new Decimal(row.amount).negated()}`,
    );
    expect(stored.length).toBeGreaterThan(50);
    for (const row of stored.filter((one: { date: string }) => one.date >= '2026-01-02')) {
      expect(amounts).toContain(`${row.name} ${new Decimal(row.amount)}`);
    }
  });
});
