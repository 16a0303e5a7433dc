/** What holds of a few hundred rows has to hold of a billion, at the same price. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBank } from '../../fixtures/ledger/bank/bank.ts';
import { createBrokerage } from '../../fixtures/ledger/brokerage.ts';
import { type Decimal, ZERO } from '../../fixtures/ledger/decimal.ts';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf } from '../../fixtures/ledger/plan.ts';
import { DAY, HOUR } from '../../fixtures/ledger/time.ts';
import type { Ledger, Rows } from '../../fixtures/ledger/types.ts';

const NOW = Date.parse('2026-03-16T09:00:00+11:00');
const OPENED = Date.parse('2016-03-16T00:00:00Z');
const BILLION = 1e9;

const plan = planOf({ template: 'whale', seed: 7 });
const ledger = createLedger(plan);

interface Listing {
  readonly rows: (
    from: Ledger,
  ) => Rows<{ readonly account: string; readonly key: string; readonly at: number }>;
  readonly accounts: readonly string[];
}

const TRADES: Listing = { rows: ({ trades }) => trades, accounts: ['hundred-million', 'busy', 'billion'] };
const PAYMENTS: Listing = { rows: ({ transactions }) => transactions, accounts: ['century', 'payments'] };
const listing = fc.constantFrom(
  TRADES,
  PAYMENTS,
  { ...TRADES, accounts: ['billion'] },
  {
    ...PAYMENTS,
    accounts: ['payments'],
  },
);
/** Anywhere among the rows, and near both ends. */
const depth = fc.oneof(
  fc.integer({ min: 0, max: 1000 }),
  fc.integer({ min: 0, max: BILLION - 2000 }),
  fc.constant(BILLION - 2000),
);
const instant = fc.integer({ min: OPENED, max: NOW });

describe('a billion rows', () => {
  it('exist when the world begins, and go on arriving', () => {
    const splits = [...splitsOf('billion')].filter(({ kind }) => kind === 'split').length;
    expect(splits).toBeGreaterThan(0);
    expect(ledger.trades.count(['billion'], { now: NOW })).toBe(BILLION + splits);
    expect(ledger.transactions.count(['payments'], { now: NOW })).toBe(BILLION);
    expect(ledger.transactions.count(['payments'], { now: NOW + HOUR })).toBeGreaterThan(BILLION + 9000);
    expect(ledger.transactions.page(['payments'], { now: NOW }, BILLION, 1)).toEqual([]);
  });

  it('are on exactly one page each, whatever the size of a page and the depth', () => {
    fc.assert(
      fc.property(listing, depth, fc.integer({ min: 7, max: 90 }), (of, offset, size) => {
        const rows = of.rows(ledger);
        const range = { now: NOW };
        const walked = [0, 1, 2, 3].flatMap((page) =>
          rows.page(of.accounts, range, offset + page * size, size),
        );
        expect(walked.map(name)).toEqual(rows.page(of.accounts, range, offset, 4 * size).map(name));
        expect(new Set(walked.map(name)).size).toBe(4 * size);
        for (const [i, row] of walked.entries()) expect(row.at).toBeLessThanOrEqual(walked[i - 1]?.at ?? NOW);
        const last = rows.count(of.accounts, range) - 1;
        const [again] = rows.page(of.accounts, range, last - offset, 1, 'oldest');
        expect(again && name(again)).toBe(walked[0] && name(walked[0]));
      }),
      { numRuns: 60 },
    );
  });

  it('are counted alike in one stretch of time and in two', () => {
    fc.assert(
      fc.property(listing, fc.tuple(instant, instant, instant), (of, instants) => {
        const [from = 0, middle = 0, until = 0] = [...instants].sort((a, b) => a - b);
        const count = (from: number, until: number): number =>
          of.rows(ledger).count(of.accounts, { now: NOW, from, until });
        expect(count(from, middle) + count(middle, until)).toBe(count(from, until));
      }),
    );
  });

  it('are merged over accounts as each account has them', () => {
    fc.assert(
      fc.property(fc.constantFrom(TRADES, PAYMENTS), depth, ({ rows, accounts }, offset) => {
        const merged = rows(ledger).page(accounts, { now: NOW }, offset, 60);
        const [first, last] = [merged[0]?.at ?? 0, merged.at(-1)?.at ?? 0];
        // Between the instants at both ends; rows of these very instants may lie on another page.
        const within = { now: NOW, from: last + 1, until: first };
        const parts = accounts.flatMap((account) =>
          rows(ledger).page([account], within, 0, rows(ledger).count([account], within)),
        );
        const inner = merged.filter(({ at }) => at > last && at < first);
        expect(parts.map(name).sort()).toEqual(inner.map(name).sort());
        expect(inner.length).toBeGreaterThan(50);
      }),
      { numRuns: 40 },
    );
  });

  it('say the same in any order, in a fresh world', () => {
    fc.assert(
      fc.property(listing, fc.array(depth, { minLength: 3, maxLength: 3 }), (of, depths) => {
        const read = (from: Ledger, offset: number): string =>
          JSON.stringify(of.rows(from).page(of.accounts, { now: NOW }, offset, 20));
        const fresh = createLedger(plan);
        const backwards = [...depths].reverse().map((offset) => read(fresh, offset));
        expect(depths.map((offset) => read(ledger, offset))).toEqual(backwards.reverse());
      }),
      { numRuns: 15 },
    );
  });
});

describe('what a billion rows add up to', () => {
  /** Some minutes of any day, in which there are a few hundred rows. */
  const minutes = fc
    .tuple(instant, fc.integer({ min: 1000, max: 200_000 }))
    .map(([from, length]) => ({ from, until: Math.min(NOW, from + length) }));

  it('is, of holdings and cash, what it was before and the fold of the trades since', () => {
    fc.assert(
      fc.property(fc.constantFrom('billion', 'hundred-million'), minutes, (account, { from, until }) => {
        const range = { now: until, from: from + 1 };
        const since = ledger.trades.page([account], range, 0, ledger.trades.count([account], range));
        const units = sums(
          ledger.holdings(account, from).map((each) => [each.security.symbol, each.quantity]),
        );
        for (const { security, units: moved } of since) if (security) add(units, security.symbol, moved);
        const after = sums(
          ledger.holdings(account, until).map((each) => [each.security.symbol, each.quantity]),
        );
        expect(texts(units)).toEqual(texts(after));

        const cash = sums(ledger.cash(account, from).map((each) => [each.currency, each.amount]));
        for (const { currency, cash: moved } of since) add(cash, currency, moved);
        const left = sums(ledger.cash(account, until).map((each) => [each.currency, each.amount]));
        expect(texts(cash)).toEqual(texts(left));
      }),
      { numRuns: 60 },
    );
  });

  it('is, of a bank balance, what it was before and the fold of the transactions since', () => {
    fc.assert(
      fc.property(fc.constantFrom('payments', 'century'), minutes, (account, { from, until }) => {
        const range = { now: until, from: from + 1 };
        const rows = ledger.transactions.page(
          [account],
          range,
          0,
          ledger.transactions.count([account], range),
        );
        const before = ledger.balance(account, from).available ?? ZERO;
        const after = rows.reduce((sum, { amount }) => sum.add(amount), before);
        expect(ledger.balance(account, until).available?.toFixed()).toBe(after.toFixed());
      }),
      { numRuns: 60 },
    );
  });
});

describe('a read costs the same wherever it is', () => {
  it('makes no more rows at any depth: two blocks an account, and the months around a page', () => {
    fc.assert(
      fc.property(depth, fc.boolean(), (offset, alone) => {
        const brokerage = createBrokerage(plan);
        const accounts = alone ? ['billion'] : TRADES.accounts;
        brokerage.trades.page(accounts, { now: NOW }, offset, 50);
        // Splits are looked at once, one block or two each.
        const splits = brokerage.work.blocks;
        brokerage.trades.page(accounts, { now: NOW }, offset + 5000, 50);
        expect(brokerage.work.blocks - splits).toBeLessThanOrEqual(2 * accounts.length);

        const bank = createBank(plan);
        bank.transactions.page(
          alone ? ['century'] : PAYMENTS.accounts,
          { now: NOW },
          alone ? offset % 1e6 : offset,
          50,
        );
        expect(bank.work.rows).toBeLessThanOrEqual(4000);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the same row again to whoever comes back to it, and keeps none that was read once', () => {
    const bank = createBank(plan);
    const read = (): unknown => bank.transactions.page(['century'], { now: NOW }, 5000, 1)[0];
    const [first, second, third] = [read(), read(), read()];
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
    expect(third).toBe(second);
  });

  it('takes the time of the first page, a hundred million rows deep', () => {
    const time = (work: () => void): number => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const pages = (offset: number) => (): void => {
      // Other rows each time, or a memo would answer.
      for (let i = 0; i < 40; i++) ledger.trades.page(['billion'], { now: NOW }, offset + i * 777, 100);
    };
    let [first, deep] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // The fastest of many turns each: whatever else the machine does only ever adds.
    for (let round = 0; round < 15; round++) {
      first = Math.min(first, time(pages(round * 40_000)));
      deep = Math.min(deep, time(pages(1e8 + round * 40_000)));
    }
    // Measured at 1.0; a walk of the rows would take thousands of times as long.
    expect(deep / first).toBeLessThan(2);
  });

  it('holds on to no more memory after a walk into the depth', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const walk = (from: number): void => {
      for (let i = 0; i < 150; i++) {
        for (const { rows, accounts } of [TRADES, PAYMENTS]) {
          rows(ledger).page(accounts, { now: NOW }, from + i * 1_000_003, 100);
        }
      }
    };
    walk(0);
    const before = used();
    walk(5e8);
    expect(used() - before).toBeLessThan(5e6);
  });
});

function name({ account, key }: { readonly account: string; readonly key: string }): string {
  return `${account} ${key}`;
}

/** The splits among the rows, at local midnights: the only rows that no market's hours hold. */
function* splitsOf(account: string) {
  for (let at = OPENED; at < NOW; at += DAY) {
    for (const hour of [5, 14]) {
      const from = Math.floor(at / DAY) * DAY + hour * HOUR;
      yield* ledger.trades.page([account], { now: NOW, from, until: from + 1 }, 0, 5);
    }
  }
}

function sums(entries: readonly (readonly [string, Decimal])[]): Map<string, Decimal> {
  return new Map(entries);
}

function add(to: Map<string, Decimal>, key: string, amount: Decimal): void {
  to.set(key, (to.get(key) ?? ZERO).add(amount));
}

function texts(of: ReadonlyMap<string, Decimal>): string[] {
  return [...of]
    .filter(([, amount]) => !amount.isZero())
    .map(([key, amount]) => `${key} ${amount.toFixed()}`)
    .sort();
}
