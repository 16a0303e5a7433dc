import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, ZERO } from '../../fixtures/ledger/decimal.ts';
import type { Trade } from '../../fixtures/ledger/types.ts';
import {
  accountOf,
  brokerage,
  bytes,
  folded,
  givenTrade,
  KEYS,
  NOW,
  naiveAverage,
  OPENED,
  rowsOf,
} from './brokerage-helper.ts';

/** A world, one of its accounts, and an instant of its life. */
const reading = fc.record({
  seedText: fc.integer({ min: 0, max: 1e9 }),
  messy: fc.boolean(),
  account: fc.constantFrom(...KEYS),
  at: fc.integer({ min: OPENED - 1000, max: NOW }),
});
const RUNS = { numRuns: 40 };

const symbolOf = (row: Trade): string => row.security?.symbol ?? '';

describe('what an account holds is the fold of its rows', () => {
  it('holdings: the sum of units, by security', () => {
    fc.assert(
      fc.property(reading, ({ seedText, messy, account, at }) => {
        const world = brokerage({ seedText, messy });
        const sums = folded(rowsOf(world, account, at), symbolOf, ({ units }) => units);
        const held = world.holdings(account, at).map(({ security, quantity }) => [security.symbol, quantity]);
        expect(bytes(held)).toBe(bytes([...sums].sort(([a], [b]) => (a < b ? -1 : 1))));
      }),
      RUNS,
    );
  });

  it('cash: the sum of cash, by currency', () => {
    fc.assert(
      fc.property(reading, ({ seedText, messy, account, at }) => {
        const world = brokerage({ seedText, messy });
        const sums = folded(
          rowsOf(world, account, at),
          ({ currency }) => currency,
          ({ cash }) => cash,
        );
        const cash = world.cash(account, at).filter(({ amount }) => !amount.isZero());
        expect(new Map(cash.map(({ currency, amount }) => [currency, amount.toFixed()]))).toEqual(
          new Map([...sums].map(([currency, sum]) => [currency, sum.toFixed()])),
        );
      }),
      RUNS,
    );
  });

  it('average price: what a book-keeper finds who starts at the first row', () => {
    fc.assert(
      fc.property(reading, ({ seedText, messy, account, at }) => {
        const world = brokerage({ seedText, messy });
        const rows = rowsOf(world, account, at);
        for (const { security, averagePrice } of world.holdings(account, at)) {
          expect(averagePrice.toFixed()).toBe(naiveAverage(rows, security.symbol).toFixed());
        }
      }),
      RUNS,
    );
  });

  it('worth: quantity x price, and unrealised = worth - quantity x average price, exactly', () => {
    fc.assert(
      fc.property(reading, ({ seedText, account, at }) => {
        const world = brokerage({ seedText });
        for (const held of world.holdings(account, at)) {
          const { quantity, price, averagePrice, marketValue, unrealised } = held;
          expect(price.eq(world.price(held.security, at))).toBe(true);
          expect(marketValue.eq(quantity.mul(price))).toBe(true);
          expect(unrealised.eq(marketValue.sub(quantity.mul(averagePrice)))).toBe(true);
          expect(averagePrice.decimalPlaces()).toBeLessThanOrEqual(6);
        }
      }),
      RUNS,
    );
  });

  it('balance: own cash and everything else at the day’s rates, in cents', () => {
    const world = brokerage();
    for (const account of KEYS) {
      const { currency, current } = world.balance(account, NOW);
      const parts = [
        ...world
          .cash(account, NOW)
          .map(({ currency: from, amount }) => amount.mul(world.rate(from, currency, NOW))),
        ...world
          .holdings(account, NOW)
          .map(({ security, marketValue }) => marketValue.mul(world.rate(security.currency, currency, NOW))),
      ];
      const sum = parts.reduce((a, b) => a.add(b), ZERO);
      expect(current.toFixed()).toBe(sum.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed());
    }
  });

  it('never less than nothing: no position, and no cash, is ever negative', () => {
    for (const seedText of [1, 2, 3]) {
      const world = brokerage({ seedText, messy: seedText === 3 });
      for (const account of KEYS) {
        const units = new Map<string, Decimal>();
        const cash = new Map<string, Decimal>();
        for (const row of rowsOf(world, account)) {
          const held = (units.get(symbolOf(row)) ?? ZERO).add(row.units);
          const left = (cash.get(row.currency) ?? ZERO).add(row.cash);
          if (held.isNegative() || left.isNegative())
            expect.fail(`${account} ${row.key}: ${held} units, ${left} cash`);
          units.set(symbolOf(row), held);
          cash.set(row.currency, left);
        }
      }
    }
  });
});

describe('rows that a world file gives count in every fold', () => {
  const gift = fc.record({
    symbol: fc.constantFrom('AAPL', 'VTI', 'BTC', 'TSLA', 'CSL.AX'),
    at: fc.integer({ min: OPENED - 1e9, max: NOW }),
    units: fc.integer({ min: 1, max: 50_000 }).map((n) => `${n / 1000}`),
    price: fc.integer({ min: 1, max: 1e6 }).map((n) => `${n / 100}`),
  });

  it('of an account that also has rows of its own', () => {
    fc.assert(
      fc.property(reading, fc.array(gift, { maxLength: 12 }), ({ seedText, at }, gifts) => {
        const plain = brokerage({ seedText });
        const trades = gifts.map((each, i) =>
          givenTrade(plain, { ...each, account: 'app', key: `given-${i}` }),
        );
        const world = brokerage({ seedText, trades });
        const rows = rowsOf(world, 'app', at);
        expect(rows.filter(({ key }) => key.startsWith('given-'))).toHaveLength(
          gifts.filter((each) => each.at <= at).length,
        );
        const units = folded(rows, symbolOf, (row) => row.units);
        const held = world.holdings('app', at);
        expect(held.map(({ security }) => security.symbol)).toEqual([...units.keys()].sort());
        for (const { security, quantity, averagePrice } of held) {
          expect(quantity.toFixed()).toBe(units.get(security.symbol)?.toFixed());
          expect(averagePrice.toFixed()).toBe(naiveAverage(rows, security.symbol).toFixed());
        }
        const cash = folded(
          rows,
          ({ currency }) => currency,
          (row) => row.cash,
        );
        for (const { currency, amount } of world.cash('app', at)) {
          expect(amount.toFixed()).toBe((cash.get(currency) ?? ZERO).toFixed());
        }
      }),
      RUNS,
    );
  });

  it('even where they sell more than there is', () => {
    const sale = gift.map((each) => ({ ...each, units: `-${each.units}` }));
    fc.assert(
      fc.property(reading, fc.array(fc.oneof(gift, sale), { maxLength: 12 }), ({ seedText, at }, given) => {
        const plain = brokerage({ seedText });
        const trades = given.map((each, i) => givenTrade(plain, { ...each, account: 'app', key: `${i}` }));
        const world = brokerage({ seedText, trades });
        const rows = rowsOf(world, 'app', at);
        const units = folded(rows, symbolOf, (row) => row.units);
        const held = world.holdings('app', at).map(({ security, quantity }) => [security.symbol, quantity]);
        expect(bytes(held)).toBe(bytes([...units].sort(([a], [b]) => (a < b ? -1 : 1))));
        const cash = folded(
          rows,
          ({ currency }) => currency,
          (row) => row.cash,
        );
        for (const { currency, amount } of world.cash('app', at)) {
          expect(amount.toFixed()).toBe((cash.get(currency) ?? ZERO).toFixed());
        }
        for (const row of rows) {
          expect(row.quantity.isNegative()).toBe(false);
          expect(row.amount.eq(row.quantity.mul(row.price))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('also those older than the account, with the splits they went through', () => {
    const at = Date.parse('2021-06-01T00:00:00Z') - 1000;
    const plain = brokerage({ seedText: 258234310 });
    const gift = { account: 'app', key: '0', symbol: 'CSL.AX', units: '0.001', price: '0.01' };
    const trades = [givenTrade(plain, { ...gift, at: 1_621_505_600_000 })];
    const world = brokerage({ seedText: 258234310, trades });
    const units = folded(rowsOf(world, 'app', at), symbolOf, (row) => row.units);
    expect(units.get('CSL.AX')?.toFixed()).toBe('0.002');
    expect(world.holdings('app', at).map(({ quantity }) => quantity.toFixed())).toEqual(['0.002']);
  });

  it('of an account that has no others', () => {
    const plain = brokerage();
    const accounts = [{ ...accountOf('sydney'), rowsPerYear: 0 }];
    const trades = [
      givenTrade(plain, {
        account: 'sydney',
        key: 'a',
        symbol: 'VAS.AX',
        at: OPENED,
        units: '50',
        price: '89.75',
      }),
      givenTrade(plain, {
        account: 'sydney',
        key: 'b',
        symbol: 'VAS.AX',
        at: OPENED + 5,
        units: '-20',
        price: '91',
      }),
    ];
    const world = brokerage({ accounts, trades });
    expect(rowsOf(world, 'sydney')).toEqual(trades);
    const [held] = world.holdings('sydney', NOW);
    expect(held).toMatchObject({ quantity: new Decimal(30), averagePrice: new Decimal('89.75') });
    expect(world.cash('sydney', NOW)).toEqual([{ currency: 'AUD', amount: new Decimal('-2667.5') }]);
  });
});
