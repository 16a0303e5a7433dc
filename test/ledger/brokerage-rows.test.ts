import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBrokerage } from '../../fixtures/ledger/brokerage.ts';
import type { Trade, TradeKind } from '../../fixtures/ledger/types.ts';
import {
  ACCOUNTS,
  accountOf,
  brokerage,
  bytes,
  KEYS,
  NOW,
  OPENED,
  plan,
  rowsOf,
} from './brokerage-helper.ts';

const HOUR = 3_600_000;
const some = fc.subarray([...KEYS], { minLength: 1 });
const instant = fc.integer({ min: OPENED, max: NOW });

describe('a listing of trades', () => {
  it('has every row on exactly one page, whatever the page size, and counts them all', () => {
    const world = brokerage();
    fc.assert(
      fc.property(some, instant, instant, fc.integer({ min: 7, max: 400 }), (accounts, now, from, size) => {
        const range = { now, from };
        const walked: Trade[] = [];
        for (let page = 0; ; page++) {
          const rows = world.trades.page(accounts, range, page * size, size);
          if (rows.length === 0) break;
          walked.push(...rows);
        }
        expect(walked).toHaveLength(world.trades.count(accounts, range));
        const all = accounts.flatMap((account) => rowsOf(world, account, now)).filter(({ at }) => at >= from);
        expect(walked.map(name)).toEqual(all.sort(byTime(accounts)).toReversed().map(name));
      }),
      { numRuns: 15 },
    );
  });

  it('starts when the account was opened and grows with the clock alone', () => {
    const world = brokerage();
    for (const account of KEYS) {
      const rows = rowsOf(world, account);
      expect(rows.every(({ at }) => at >= OPENED && at <= NOW)).toBe(true);
      const earlier = NOW - 90 * 24 * HOUR;
      expect(rowsOf(world, account, earlier)).toEqual(rows.filter(({ at }) => at <= earlier));
      const years = (NOW - OPENED) / (365.25 * 24 * HOUR);
      expect(rows.length / years / accountOf(account).rowsPerYear).toBeCloseTo(1, 1);
    }
  });

  it('gives every row an instant of its own and a key of its own', () => {
    for (const account of KEYS) {
      const rows = rowsOf(brokerage(), account);
      for (const [i, row] of rows.entries()) expect(row.at).toBeGreaterThan(rows[i - 1]?.at ?? 0);
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    }
  });

  it('has all eight kinds in every account that deals in shares', () => {
    const kinds: TradeKind[] = ['buy', 'sell', 'dividend', 'split', 'transfer', 'fee', 'interest', 'other'];
    for (const account of ['sydney', 'app', 'toronto', 'whale']) {
      const seen = new Set(rowsOf(brokerage(), account).map(({ kind }) => kind));
      expect([...seen].sort()).toEqual([...kinds].sort());
    }
  });
});

describe('a value depends on nothing that was read before it', () => {
  it('in any order, in a fresh world, with a memo of any size', () => {
    const accounts = KEYS.filter((key) => key !== 'idle');
    const total = brokerage().trades.count(accounts, { now: NOW });
    const inOrder = bytes(brokerage().trades.page(accounts, { now: NOW }, 0, total));
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(30).keys()], { minLength: 30 }), (order) => {
        const world = createBrokerage(plan(), { keptBlocks: 1 + (order[0] ?? 0) * 3 });
        const size = Math.ceil(total / order.length);
        const pages: (readonly Trade[])[] = [];
        for (const page of order) {
          world.holdings('app', OPENED + (page + 1) * 30 * 24 * HOUR);
          pages[page] = world.trades.page(accounts, { now: NOW }, page * size, size);
        }
        expect(bytes(pages.flat())).toBe(inOrder);
      }),
      { numRuns: 4 },
    );
  });

  it('and these bytes are the same on every machine', () => {
    const world = brokerage();
    expect(world.trades.page(['sydney'], { now: NOW }, 100, 3).map(line)).toMatchInlineSnapshot(`
      [
        "asx-630 2025-12-02T02:22:05.930Z buy CBA.AX 1 @ 150.64 = -160.14",
        "asx-629 2025-11-27T04:06:49.982Z other - 1 @ 38.89 = -38.89",
        "asx-628 2025-11-26T01:40:16.116Z buy BRN.AX 2609 @ 0.18 = -479.12",
      ]
    `);
    expect(
      world
        .holdings('toronto', NOW)
        .map((held) => `${held.security.symbol} ${held.quantity} ${held.averagePrice}`),
    ).toMatchInlineSnapshot(`
      [
        "BRK.B 5 453.016",
        "CSU.TO 1 3495.780892",
        "ENB.TO 16 64.71",
        "MSFT 9 481.591127",
        "O 34 57.547685",
        "PTY 8 14.71",
        "RY.TO 3 236.161235",
        "SHOP.TO 11 235.09",
        "TSM 8 351.301002",
        "XEQT.TO 109 39.134471",
      ]
    `);
  });
});

describe('a page costs the same wherever it is', () => {
  const endless = { ...accountOf('toronto'), rowsPerYear: 1e9 };

  it('even at row 10^8 and at row 4 x 10^9', () => {
    const work = (offset: number): number => {
      const world = brokerage({ accounts: [endless] });
      expect(world.trades.page(['toronto'], { now: NOW }, offset, 200)).toHaveLength(200);
      return world.work.blocks;
    };
    const [first, later, last] = [work(0), work(99_999_800), work(4_000_000_000)];
    expect(Math.max(first, later, last)).toBeLessThanOrEqual(Math.min(first, later, last) + 1);
    expect(first).toBeLessThanOrEqual(6);
  });

  it('and so do holdings and cash', () => {
    const world = brokerage({ accounts: [endless] });
    expect(world.trades.count(['toronto'], { now: NOW })).toBeGreaterThan(4e9);
    expect(world.holdings('toronto', NOW).length).toBeGreaterThan(5);
    // The strand of one market has two casts of five, and averages reach back four turns at most.
    expect(world.work.blocks).toBeLessThanOrEqual(10 + 12);
    const before = world.work.blocks;
    world.cash('toronto', NOW - 1e10);
    expect(world.work.blocks).toBeLessThanOrEqual(before + 1);
  });

  it('and rows stay in order, with instants of their own, at that pace', () => {
    const world = brokerage({ accounts: [endless] });
    const rows = world.trades.page(['toronto'], { now: NOW }, 1e9, 1000, 'oldest');
    for (const [i, row] of rows.entries()) expect(row.at).toBeGreaterThan(rows[i - 1]?.at ?? 0);
  });
});

describe('an account as of one instant', () => {
  it('is worked out once: who asks again gets the very same', () => {
    const world = createBrokerage(plan());
    const [holdings, balance] = [world.holdings('app', NOW), world.balance('app', NOW)];
    world.holdings('app', NOW - 1);
    expect(world.holdings('app', NOW)).toBe(holdings);
    expect(world.balance('app', NOW)).toBe(balance);
  });
});

describe('a row', () => {
  const rows = ACCOUNTS.flatMap(({ key }) => rowsOf(brokerage(), key));

  it('comes to quantity x price, exactly', () => {
    for (const row of rows) {
      expect(row.amount.eq(row.quantity.mul(row.price))).toBe(true);
      expect(row.quantity.isNegative()).toBe(false);
    }
  });

  it('moves cash by that amount in whole cents, and by its fee', () => {
    for (const { kind, amount, fee, cash } of rows) {
      const gross = kind === 'buy' ? amount.neg() : amount;
      const income = kind === 'buy' || kind === 'sell' || kind === 'dividend';
      if (income)
        expect(
          cash
            .add(fee ?? 0)
            .sub(gross)
            .abs()
            .lte(0.005),
        ).toBe(true);
      else expect(cash.abs().eq(amount)).toBe(true);
      expect(cash.decimalPlaces()).toBeLessThanOrEqual(2);
    }
  });

  it('of a trade is priced within one per cent, or one tick, of the day', () => {
    const world = brokerage();
    for (const { kind, security, price, at } of rows) {
      if (security === undefined || (kind !== 'buy' && kind !== 'sell')) continue;
      const close = world.price(security, at);
      expect(price.sub(close).abs().lte(close.mul(0.01).add('0.005'))).toBe(true);
    }
  });

  it('is within market hours on a weekday, unless it is of coins or a split', () => {
    for (const { security, kind, at } of rows) {
      if (security === undefined || security.kind === 'crypto' || kind === 'split') continue;
      const clock = new Intl.DateTimeFormat('en-GB', {
        timeZone: security.exchange === 'ASX' ? 'Australia/Sydney' : 'America/New_York',
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      const text = clock.format(at);
      expect(text).toMatch(/^(Mon|Tue|Wed|Thu|Fri)/);
      const time = text.slice(-5);
      expect(time >= (security.exchange === 'ASX' ? '10:00' : '09:30') && time < '16:00').toBe(true);
    }
  });

  it('settles two days after in Sydney, one in America since May 2024, at once for coins', () => {
    for (const { kind, security, at, settlesAt = 0 } of rows) {
      if (security === undefined || (kind !== 'buy' && kind !== 'sell')) continue;
      const days = new Set<number>();
      for (let t = at + 24 * HOUR; t < settlesAt + 12 * HOUR; t += 24 * HOUR) {
        const weekday = new Date(t).getUTCDay();
        if (weekday !== 0 && weekday !== 6) days.add(t);
      }
      const swift = security.exchange !== 'ASX' && at >= Date.UTC(2024, 4, 28);
      expect(days.size).toBe(security.kind === 'crypto' ? 0 : swift ? 1 : 2);
    }
  });

  it('is in whole shares where the broker knows no others', () => {
    for (const { account, quantity } of rows)
      if (account === 'sydney') expect(quantity.isInteger()).toBe(true);
  });

  it('of a dividend is paid on what was held', () => {
    const world = brokerage();
    for (const { kind, account, security, quantity, at } of rows) {
      if (kind !== 'dividend') continue;
      const held = world.holdings(account, at).find((each) => each.security === security);
      expect(held?.quantity.toFixed()).toBe(quantity.toFixed());
    }
  });
});

describe('a messy world', () => {
  const rows = ACCOUNTS.flatMap(({ key }) => rowsOf(brokerage({ messy: true }), key));

  it('has adjacent trades that only their keys tell apart', () => {
    const twins = rows.filter((row, i) => bytes({ ...row, key: '' }) === bytes({ ...rows[i - 1], key: '' }));
    expect(twins.length).toBeGreaterThan(4);
    expect(new Set(rows.map(({ account, key }) => `${account} ${key}`)).size).toBe(rows.length);
  });

  it('has quantities of twelve decimals, and fees, settlements and descriptions missing', () => {
    expect(rows.some(({ quantity }) => quantity.decimalPlaces() === 12)).toBe(true);
    const trades = rows.filter(({ kind }) => kind === 'buy');
    for (const part of ['fee', 'settlesAt', 'description'] as const) {
      expect(trades.some((row) => row[part] === undefined)).toBe(true);
      expect(trades.some((row) => row[part] !== undefined)).toBe(true);
    }
    expect(trades.some(({ fee }) => fee?.isZero())).toBe(true);
    expect(rows.some(({ description = '' }) => description.length > 500)).toBe(true);
  });
});

function name(row: Trade): string {
  return `${row.account} ${row.key}`;
}

function byTime(accounts: readonly string[]): (a: Trade, b: Trade) => number {
  return (a, b) => a.at - b.at || accounts.indexOf(a.account) - accounts.indexOf(b.account);
}

function line({ key, kind, security, quantity, price, cash, at }: Trade): string {
  return `${key} ${new Date(at).toISOString()} ${kind} ${security?.symbol ?? '-'} ${quantity} @ ${price} = ${cash}`;
}
