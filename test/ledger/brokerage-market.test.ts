import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prices, priceDecimals, tick } from '../../fixtures/ledger/prices.ts';
import { LISTINGS } from '../../fixtures/ledger/securities/index.ts';
import { rootSeed } from '../../fixtures/ledger/seed.ts';
import { Splits } from '../../fixtures/ledger/splits.ts';
import { brokerage, NOW, OPENED, rowsOf } from './brokerage-helper.ts';

const listings = [...LISTINGS.values()];
const listing = fc.constantFrom(...listings);
const instant = fc.integer({ min: Date.UTC(2014, 0, 1), max: Date.UTC(2034, 0, 1) });
const seed = fc.integer({ min: 0, max: 1e9 });
const DAY = 86_400_000;

describe('the securities', () => {
  it('are at least 220, each with a symbol of its own', () => {
    expect(LISTINGS.size).toBeGreaterThanOrEqual(220);
    for (const [key, { security }] of LISTINGS) expect(security.symbol).toBe(key);
    const tables = Math.max(...listings.map(({ index }) => index)) + 1;
    expect(tables).toBe(Math.max(...listings.map(({ listed }) => listed)));
  });

  it('carry the suffix of their exchange', () => {
    for (const { security } of listings) {
      const suffix = { ASX: '.AX', TSX: '.TO' }[security.exchange ?? ''] ?? '';
      expect(security.symbol).toBe(security.ticker + suffix);
    }
  });

  it('are found by symbol', () => {
    expect(brokerage().securityBySymbol('VAS.AX')?.name).toBe('Vanguard Australian Shares Index ETF');
    expect(brokerage().securityBySymbol('NOPE')).toBeUndefined();
  });
});

describe('a price', () => {
  it('is positive and on the tick of its exchange', () => {
    fc.assert(
      fc.property(seed, listing, instant, (seedText, each, at) => {
        const price = new Prices(rootSeed(seedText), new Splits(rootSeed(seedText))).at(each, at);
        expect(price).toBeGreaterThan(0);
        expect(price % tick(each, price)).toBe(0);
      }),
    );
  });

  it('is what the tables say when 2026 begins', () => {
    const at = Date.UTC(2026, 0, 2, 12);
    for (const each of listings) {
      const prices = new Prices(rootSeed(1), new Splits(rootSeed(1)));
      const cents = prices.at(each, at) / 10 ** (priceDecimals(each) - 2);
      expect(Math.abs(cents - each.cents)).toBeLessThanOrEqual(tick(each, prices.at(each, at)));
    }
  });

  it('stands still over a weekend, except for coins', () => {
    const world = brokerage();
    const friday = Date.UTC(2026, 6, 10, 12);
    for (const { security } of listings) {
      const sunday = world.price(security, friday + 2 * DAY);
      if (security.kind !== 'crypto') expect(sunday.eq(world.price(security, friday))).toBe(true);
    }
    const [btc] = listings.filter(({ security }) => security.key === 'BTC');
    if (btc)
      expect(world.price(btc.security, friday + 2 * DAY).eq(world.price(btc.security, friday))).toBe(false);
  });

  it('of a security that does not exist is refused by name', () => {
    const [any] = listings;
    if (any === undefined) throw new Error('no securities');
    expect(() => brokerage().price({ ...any.security, key: 'NOPE' }, NOW)).toThrow(
      'There is no security "NOPE"',
    );
  });
});

describe('a split', () => {
  it('never falls on the day of another of the same market', () => {
    fc.assert(
      fc.property(seed, (seedText) => {
        const splits = new Splits(rootSeed(seedText));
        for (const market of new Set(listings.map((each) => each.market))) {
          const all = listings.filter((each) => each.market === market).flatMap((each) => splits.of(each));
          expect(new Set(all.map(({ at }) => at)).size).toBe(all.length);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('keeps what a holding is worth, but for the rounding of the price', () => {
    class None extends Splits {
      override of(): [] {
        return [];
      }
    }
    fc.assert(
      fc.property(seed, listing, (seedText, each) => {
        const root = rootSeed(seedText);
        const splits = new Splits(root);
        const whole = new Prices(root, new None(root));
        const quoted = new Prices(root, splits);
        for (const { at, ratio } of splits.of(each)) {
          const steps = (t: number): number => splits.factor(each, Date.UTC(2026, 0, 2, 5), t);
          if (at < Date.UTC(2026, 0, 3)) continue;
          // Shares then x price then, against a world without splits: half a tick a share, and half a tick.
          const worth = quoted.at(each, at) * steps(at);
          const step = tick(each, whole.at(each, at));
          expect(Math.abs(worth - whole.at(each, at))).toBeLessThanOrEqual((step * (steps(at) + 1)) / 2);
          expect(steps(at)).toBe(steps(at - 1) * ratio);
        }
      }),
    );
  });

  it('is a row of everyone who holds the security, at the instant the price drops', () => {
    const world = brokerage();
    const rows = rowsOf(world, 'whale').filter(({ kind }) => kind === 'split');
    expect(rows.length).toBeGreaterThan(5);
    for (const { security, at, units } of rows) {
      if (security === undefined) throw new Error('a split of nothing');
      const worth = (t: number) => world.holdings('whale', t).find((held) => held.security === security);
      const [before, after] = [worth(at - 1), worth(at)];
      expect(after?.quantity.sub(before?.quantity ?? 0).toFixed()).toBe(units.toFixed());
      const change = after?.marketValue.div(before?.marketValue ?? 1).toNumber() ?? 0;
      // A day's move of the market comes on top.
      expect(change).toBeGreaterThan(0.9);
      expect(change).toBeLessThan(1.1);
    }
  });
});

describe('a rate', () => {
  const currency = fc.constantFrom('AUD', 'USD', 'CAD', 'NZD', 'EUR', 'GBP');

  it('of any pair goes through the dollar', () => {
    const world = brokerage();
    fc.assert(
      fc.property(currency, currency, fc.integer({ min: OPENED, max: NOW }), (from, to, at) => {
        const direct = world.rate(from, to, at);
        const crossed = world.rate(from, 'USD', at).div(world.rate(to, 'USD', at));
        expect(direct.sub(crossed).abs().toNumber()).toBeLessThan(0.00001);
        expect(direct.decimalPlaces()).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('of an unknown currency is refused by name', () => {
    expect(() => brokerage().rate('XYZ', 'USD', NOW)).toThrow('No rate for currency "XYZ"');
  });
});
