import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { everyTrade, redbarkIn } from './redbark.ts';

describe('holdings', () => {
  const rb = redbarkIn({ limits: 'off' });
  const brokers = ['owner-commsec', 'owner-stake', 'partner-selfwealth'];
  const all = Promise.all(
    brokers.map(
      async (key) => (await rb.get('/v1/holdings', { connectionId: rb.connection(key) })).body.data,
    ),
  );

  it('are not paginated: the body is data and nothing else', async () => {
    const { body } = await rb.get('/v1/holdings', { connectionId: rb.connection('owner-stake') });
    expect(Object.keys(body)).toEqual(['data']);
  });

  it('have twelve fields, none left out', async () => {
    for (const holding of (await all).flat()) {
      expect(Object.keys(holding)).toEqual([
        'id',
        'accountId',
        'accountName',
        'symbol',
        'name',
        'exchange',
        'currency',
        'quantity',
        'averagePrice',
        'currentPrice',
        'marketValue',
        'unrealizedPnl',
      ]);
    }
  });

  it('are null at most in name, exchange, prices and values', async () => {
    for (const { id, accountId, accountName, symbol, currency, quantity } of (await all).flat()) {
      for (const value of [id, accountId, accountName, symbol, currency, quantity])
        expect(value).toMatch(/./);
    }
  });

  it('have no exchange for what no exchange lists', async () => {
    const crypto = redbarkIn({
      entities: { connections: [{ key: 'owner-coinbase', seenBy: ['snaptrade', 'redbark'] }] },
    });
    const { body } = await crypto.get('/v1/holdings', { connectionId: crypto.connection('owner-coinbase') });
    expect(body.data.length).toBeGreaterThan(0);
    for (const { exchange, name } of body.data) expect([exchange, typeof name]).toEqual([null, 'string']);
  });

  it('are padded: four decimals of a quantity, two of money, and never a digit lost', async () => {
    for (const { quantity, averagePrice, currentPrice, marketValue, unrealizedPnl } of (await all).flat()) {
      expect(quantity).toMatch(/^\d+\.\d{4,}$/);
      for (const money of [averagePrice, currentPrice, marketValue, unrealizedPnl]) {
        expect(money).toMatch(/^-?\d+\.\d{2,}$/);
        // What padding added stops at the second decimal.
        expect(money).not.toMatch(/\.\d{2,}0$/);
      }
    }
  });

  it('agree with themselves: value is quantity x price, gain is value less cost', async () => {
    for (const { quantity, averagePrice, currentPrice, marketValue, unrealizedPnl } of (await all).flat()) {
      const value = new Decimal(quantity).mul(currentPrice ?? '');
      const cost = new Decimal(quantity).mul(averagePrice ?? '');
      expect(value.equals(marketValue ?? '')).toBe(true);
      expect(value.minus(cost).equals(unrealizedPnl ?? '')).toBe(true);
    }
  });

  it('are the sum of the trades of each account', async () => {
    for (const key of brokers) {
      const accounts = rb.ledger.connections.get(key)?.accounts ?? [];
      const units = new Map<string, Decimal>();
      for (const { account, security, units: change } of rb.ledger.trades.each(accounts, { now: rb.now() })) {
        if (security === undefined) continue;
        const position = `${rb.account(account)} ${security.symbol}`;
        units.set(position, (units.get(position) ?? new Decimal(0)).plus(change));
      }
      const { body } = await rb.get('/v1/holdings', { connectionId: rb.connection(key) });
      const held = body.data.map(
        ({ accountId, symbol, quantity }) => [`${accountId} ${symbol}`, quantity] as const,
      );
      expect(held.length).toBeGreaterThan(0);
      expect(Object.fromEntries(held)).toEqual(
        Object.fromEntries(
          [...units]
            .filter(([, quantity]) => !quantity.isZero())
            .map(([position, quantity]) => [
              position,
              quantity.toFixed(Math.max(4, quantity.decimalPlaces())),
            ]),
        ),
      );
    }
  });

  it('of one connection may mix currencies', async () => {
    const { body } = await rb.get('/v1/holdings', { connectionId: rb.connection('owner-stake') });
    expect(new Set(body.data.map(({ currency }) => currency))).toEqual(new Set(['AUD', 'USD']));
  });

  it('are of securities that were traded, under the same account and symbol', async () => {
    const connectionId = rb.connection('owner-stake');
    const traded = new Set(
      (await everyTrade(rb, { connectionId }, 500)).map((t) => `${t.accountId} ${t.symbol}`),
    );
    const { body } = await rb.get('/v1/holdings', { connectionId });
    for (const { accountId, symbol } of body.data) expect(traded).toContain(`${accountId} ${symbol}`);
  });

  it('have ids of their own that do not change from day to day', async () => {
    const connectionId = rb.connection('owner-commsec');
    const idOf = async (): Promise<Map<string, string>> =>
      new Map((await rb.get('/v1/holdings', { connectionId })).body.data.map((h) => [h.symbol, h.id]));
    const before = await idOf();
    expect(new Set(before.values()).size).toBe(before.size);
    const later = redbarkIn({ now: '2026-03-20T09:00:00+11:00' });
    const { body } = await later.get('/v1/holdings', { connectionId });
    for (const { symbol, id } of body.data) if (before.has(symbol)) expect(id).toBe(before.get(symbol));
  });
});
