/** Rows that arrive after a world began: seen like any other, and what adds up goes on adding up. */
import fc from 'fast-check';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../fixtures/ledger/arrivals.ts';
import { createGrownLedger } from '../../fixtures/ledger/arrivals.ts';
import { type Decimal, ZERO } from '../../fixtures/ledger/decimal.ts';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf } from '../../fixtures/ledger/plan.ts';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { MOST_ARRIVALS } from '../../src/world/arriving.ts';
import { Client } from '../snaptrade/client.ts';
import { liveWorld } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 16, 9);
const SHARES = 'owner-shares';
const BUY = { kind: 'buy', symbol: 'VAS.AX', quantity: '5', price: '89.75', fee: '9.50' } as const;

const plan = planOf({ template: 'household', seed: 1 });

function arrival(number: number, at: number, arrivedAt = at, row: object = BUY): Arrival {
  const entry = { key: `arrival-${number}`, account: SHARES, at: new Date(at).toISOString(), ...row };
  return { of: 'trades', arrivedAt, row: entry };
}

describe('a ledger in which rows arrived', () => {
  it('is the ledger of a file that had them from the start', () => {
    const rows = [1, 2, 3].map((n) => arrival(n, NOW + n * 1000));
    const grown = createGrownLedger(plan, rows);
    const trades = rows.map(({ row }) => row);
    const given = createLedger(planOf({ template: 'household', seed: 1, entities: { trades } as never }));
    const range = { now: NOW + DAY };
    expect(grown.trades.count([SHARES], range)).toBe(given.trades.count([SHARES], range));
    expect(grown.trades.page([SHARES], range, 0, 20)).toEqual(given.trades.page([SHARES], range, 0, 20));
    expect(grown.holdings(SHARES, NOW + DAY)).toEqual(given.holdings(SHARES, NOW + DAY));
    expect(grown.balance(SHARES, NOW + DAY)).toEqual(given.balance(SHARES, NOW + DAY));
  });

  it('shows a late row to those who ask after it arrived, and to nobody before', () => {
    const happened = NOW - 3 * DAY;
    const [before, after] = [createLedger(plan), createGrownLedger(plan, [arrival(1, happened, NOW)])];
    for (const at of [happened - 1, happened, NOW - 1]) {
      expect(after.trades.page([SHARES], { now: at }, 0, 50)).toEqual(
        before.trades.page([SHARES], { now: at }, 0, 50),
      );
      expect(after.holdings(SHARES, at)).toEqual(before.holdings(SHARES, at));
      expect(after.cash(SHARES, at)).toEqual(before.cash(SHARES, at));
      expect(after.balance(SHARES, at)).toEqual(before.balance(SHARES, at));
    }
    expect(after.trades.count([SHARES], { now: NOW })).toBe(before.trades.count([SHARES], { now: NOW }) + 1);
    const keys = after.trades.page([SHARES], { now: NOW }, 0, 50).map(({ key }) => key);
    expect(keys).toContain('arrival-1');
  });

  it('shows a late row from the instant of its arrival on, while a later one is still to come', () => {
    const happened = NOW - 3 * DAY;
    const ledger = createGrownLedger(plan, [arrival(1, happened, NOW), arrival(2, happened, NOW + 5)]);
    const late = (now: number) =>
      ledger.trades
        .page([SHARES], { now }, 0, 50)
        .map(({ key }) => key)
        .filter((key) => key.startsWith('arrival'));
    expect([NOW - 1, NOW, NOW + 4, NOW + 5].map((now) => late(now).length)).toEqual([0, 1, 1, 2]);
  });

  it('adds up: holdings are the fold of trades, cash of their money, whatever arrives when', () => {
    const row = fc.record({
      at: fc.integer({ min: NOW - 400 * DAY, max: NOW }),
      late: fc.integer({ min: 0, max: 20 * DAY }),
      kind: fc.constantFrom('buy', 'sell'),
      quantity: fc.integer({ min: 1, max: 50 }),
      symbol: fc.constantFrom('VAS.AX', 'CBA.AX', 'AAPL'),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 25 * DAY }),
        (rows, later) => {
          const arrivals = rows
            .map(({ at, late, kind, quantity, symbol }, n) =>
              arrival(n, at, at + late, { kind, quantity: String(quantity), symbol, price: '10' }),
            )
            .sort((a, b) => a.arrivedAt - b.arrivedAt);
          const ledger = createGrownLedger(plan, arrivals);
          const at = NOW + later - 20 * DAY;
          const units = new Map<string, Decimal>();
          const cash = new Map<string, Decimal>();
          for (const trade of ledger.trades.each([SHARES], { now: at })) {
            const { security, currency } = trade;
            if (security) units.set(security.key, (units.get(security.key) ?? ZERO).add(trade.units));
            cash.set(currency, (cash.get(currency) ?? ZERO).add(trade.cash));
          }
          for (const { security, quantity } of ledger.holdings(SHARES, at)) {
            expect(quantity.toFixed()).toBe(units.get(security.key)?.toFixed());
            units.delete(security.key);
          }
          for (const left of units.values()) expect(left.toFixed()).toBe('0');
          for (const { currency, amount } of ledger.cash(SHARES, at)) {
            expect(amount.toFixed()).toBe((cash.get(currency) ?? ZERO).toFixed());
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('a row that arrives in a world', () => {
  it('gets a key, the time it is, and its place in the document', () => {
    const world = liveWorld([redbark]);
    const view = world.view(redbark);
    expect(view.arrive({ account: SHARES, ...BUY })).toBe('arrival-1');
    world.clock.advance(1000);
    expect(view.arrive({ account: 'owner-everyday', amount: '-4.50', description: 'COFFEE' })).toBe(
      'arrival-2',
    );
    expect(world.snapshot().arrivals).toEqual([
      {
        of: 'trades',
        arrivedAt: world.bornAt,
        row: { key: 'arrival-1', at: new Date(world.bornAt).toISOString(), account: SHARES, ...BUY },
      },
      {
        of: 'transactions',
        arrivedAt: world.bornAt + 1000,
        row: {
          key: 'arrival-2',
          at: new Date(world.bornAt + 1000).toISOString(),
          account: 'owner-everyday',
          amount: '-4.50',
          description: 'COFFEE',
        },
      },
    ]);
  });

  it('leaves with a reset', () => {
    const world = liveWorld([redbark]);
    const count = () => world.ledger.trades.count([SHARES], { now: world.now() });
    const before = count();
    world.arrive({ account: SHARES, ...BUY });
    expect(count()).toBe(before + 1);
    world.reset();
    expect(count()).toBe(before);
  });

  it('needs an account that is there, and not too many before it', () => {
    const world = liveWorld([redbark]);
    expect(() => world.arrive({ account: 'owner-share', ...BUY })).toThrow(/did you mean "owner-shares"/);
    for (let n = 0; n < MOST_ARRIVALS; n++) world.arrive({ account: SHARES, ...BUY });
    expect(() => world.arrive({ account: SHARES, ...BUY })).toThrow(
      /10000 rows have arrived in world "main"/,
    );
  });
});

describe('providers show a row that arrived when their own rules say so', () => {
  /** One world, three lenses. It is nine in the morning in Sydney. */
  function lenses() {
    const simulated = simulate([snaptrade, redbark, breadbox], { limits: 'off' });
    const { world, handler } = simulated;
    const { ledger } = liveWorld([redbark]);
    const ask = async (provider: string, path: string, headers: Record<string, string>) => {
      const { status, body } = await request(handler)
        .get(world.baseUrl(provider) + path)
        .set(headers);
      expect([status, simulated.bugs]).toEqual([200, []]);
      return body;
    };
    const bearer = { Authorization: `Bearer ${world.provider('redbark').credentials.professional}` };
    const key = { 'X-API-Key': world.provider('breadbox').credentials.fullAccess ?? '' };
    const commsec = ledger.id('redbark', 'connection', 'owner-commsec');
    const shares = ledger.id('snaptrade', 'account', SHARES);
    const user = new Client(simulated);
    return {
      world,
      trades: (limit: number) => ask('redbark', `/v1/trades?connectionId=${commsec}&limit=${limit}`, bearer),
      holdings: () => ask('redbark', `/v1/holdings?connectionId=${commsec}`, bearer),
      activities: async () =>
        (await user.get(`/accounts/${shares}/activities`, { limit: 5 })).body as { data: { id: string }[] },
      positions: async () => (await user.get(`/accounts/${shares}/positions`)).body as object[],
      transactions: () => ask('breadbox', '/api/v1/transactions?limit=100', key),
    };
  }
  const unitsIn = (rows: object[]) =>
    rows
      .map((row) => row as { units: number; symbol: { symbol: { symbol: string } } })
      .find(({ symbol }) => symbol.symbol.symbol === 'VAS.AX')?.units ?? 0;

  it('one that reads live: at once, but not in answers it has in its cache', async () => {
    const { world, trades, holdings } = lenses();
    const before = { trades: await trades(5), holdings: await holdings() };
    world.change({ change: 'trade', account: SHARES, ...BUY });
    expect((await trades(6)).data.slice(1)).toEqual(before.trades.data);
    expect(await trades(5)).toEqual(before.trades);
    expect(await holdings()).toEqual(before.holdings);
    world.clock.advance('1h');
    expect((await trades(5)).data.slice(1)).toEqual(before.trades.data.slice(0, 4));
    expect(await holdings()).not.toEqual(before.holdings);
  });

  it('one that keeps daily copies: with the next one, also if the row is about a day that it had copied', async () => {
    const { world, activities, positions } = lenses();
    const before = { activities: await activities(), positions: await positions() };
    const at = new Date(world.clock.now() - 3 * DAY).toISOString();
    world.change({ change: 'trade', account: SHARES, ...BUY, at });
    expect(await activities()).toEqual(before.activities);
    expect(await positions()).toEqual(before.positions);
    world.clock.advance('2d');
    expect((await activities()).data).not.toEqual(before.activities.data);
    expect(unitsIn(await positions()) - unitsIn(before.positions)).toBeGreaterThanOrEqual(5);
  });

  it('one that syncs on a schedule: after the next sync', async () => {
    const { world, transactions } = lenses();
    const names = async () => (await transactions()).data.map(({ name }: { name: string }) => name);
    world.change({
      change: 'transaction',
      account: 'owner-everyday',
      amount: '-4.50',
      description: 'ARRIVED COFFEE',
      at: new Date(world.clock.now() - DAY).toISOString(),
    });
    expect(await names()).not.toContain('ARRIVED COFFEE');
    world.clock.advance('1d');
    expect(await names()).toContain('ARRIVED COFFEE');
  });
});
