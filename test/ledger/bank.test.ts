import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, ZERO } from '../../fixtures/ledger/decimal.ts';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf } from '../../fixtures/ledger/plan.ts';
import { type BankTransaction, CATEGORIES, type Ledger } from '../../fixtures/ledger/types.ts';

const NOW = Date.parse('2026-03-16T09:00:00+11:00');
const HOUR = 3_600_000;
const BANK = [
  'owner-everyday',
  'owner-savings',
  'owner-card',
  'owner-mortgage',
  'owner-macquarie-savings',
  'partner-choice',
  'partner-chequing',
  'partner-visa',
  'partner-anz-access',
  'child-checking',
  'child-sapphire',
  'child-car-loan',
  'child-nab-classic',
];

const household = (seed: number): Ledger => createLedger(planOf({ template: 'household', seed }));
const seeds = fc.integer({ min: 0, max: 40 });
const accounts = fc.constantFrom(...BANK);
const instants = fc.integer({ min: Date.parse('2018-01-01'), max: Date.parse('2027-06-01') });
const runs = { numRuns: 60 };

function all(ledger: Ledger, account: string, now: number): BankTransaction[] {
  return [...ledger.transactions.each([account], { now }, 'oldest')];
}

function sum(rows: readonly BankTransaction[]): Decimal {
  return rows.reduce((total, { amount }) => total.plus(amount), ZERO);
}

describe('balances', () => {
  test('current is the fold of the posted rows, available counts the pending ones too', () => {
    fc.assert(
      fc.property(seeds, accounts, instants, (seed, key, at) => {
        const ledger = household(seed);
        const rows = all(ledger, key, at);
        const { current, available, limit } = ledger.balance(key, at);
        expect(current.toFixed(2)).toBe(sum(rows.filter((row) => !row.pending)).toFixed(2));
        const kind = ledger.accounts.get(key)?.kind;
        const expected =
          kind === 'loan' ? undefined : sum(rows).plus((kind === 'credit-card' && limit) || ZERO);
        expect(available?.toFixed(2)).toBe(expected?.toFixed(2));
      }),
      runs,
    );
  });

  test('rows of the world file are part of them', () => {
    const plain = household(5);
    const given = createLedger(
      planOf({
        template: 'household',
        seed: 5,
        entities: {
          transactions: [
            { key: 'a', account: 'owner-savings', amount: '100.25', at: '2025-01-05', description: 'gift' },
            {
              key: 'b',
              account: 'owner-savings',
              amount: '-0.25',
              at: '2026-03-15',
              postedAt: '2026-03-18',
              description: 'late',
            },
          ],
        },
      }),
    );
    const difference = (now: number) =>
      given
        .balance('owner-savings', now)
        .current.minus(plain.balance('owner-savings', now).current)
        .toFixed(2);
    expect(difference(Date.parse('2025-01-04'))).toBe('0.00');
    expect(difference(NOW)).toBe('100.25');
    expect(difference(Date.parse('2026-03-18'))).toBe('100.00');
    expect(given.transactions.count(['owner-savings'], { now: NOW })).toBe(
      plain.transactions.count(['owner-savings'], { now: NOW }) + 2,
    );
    expect(given.transactions.page(['owner-savings'], { now: NOW }, 0, 1)).toMatchObject([
      { key: 'b-hold', pending: true, postedAt: undefined },
    ]);
  });

  test('a loan falls to nothing and stays there', () => {
    const ledger = household(2);
    const balances = [2024, 2026, 2028, 2029, 2040].map((year) =>
      ledger.balance('child-car-loan', Date.UTC(year, 0, 1)).current.toNumber(),
    );
    expect(balances[0]).toBeLessThan(-10_000);
    expect(balances).toEqual([...balances].sort((a, b) => a - b));
    expect(balances.slice(-2)).toEqual([0, 0]);
    expect(ledger.transactions.count(['child-car-loan'], { now: Date.UTC(2040, 0, 1) })).toBe(121);
  });

  test('cards keep within their limit, in every month of many seeds', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom('owner-card', 'partner-visa', 'child-sapphire'),
        instants,
        (seed, key, at) => {
          expect(household(seed).balance(key, at).available?.isNegative()).toBe(false);
        },
      ),
      runs,
    );
  });
});

describe('money that moves between own accounts', () => {
  test('leaves one and reaches the other at the same instant', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom('owner-savings', 'owner-card', 'owner-mortgage', 'child-sapphire'),
        (seed, key) => {
          const ledger = household(seed);
          const payer = key.startsWith('owner') ? 'owner-everyday' : 'child-checking';
          const since = ledger.accounts.get(key)?.openedAt ?? 0;
          const range = { now: NOW, from: Math.max(since, Date.parse('2023-01-01')) };
          const sent = [...ledger.transactions.each([payer], range)].filter((row) =>
            row.key.includes(`-${key}-`),
          );
          const got = [...ledger.transactions.each([key], range)].filter((row) => /-in\d$/.test(row.key));
          expect(got.length).toBeGreaterThan(20);
          expect(got.map(({ at, amount }) => [at, amount.toFixed(2)])).toEqual(
            sent.map(({ at, amount }) => [at, amount.negated().toFixed(2)]),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  test('a card is paid in full: what was spent in the month before', () => {
    const ledger = household(9);
    const month = (m: number) => [
      ...ledger.transactions.each(['owner-card'], { now: NOW, from: local(m), until: local(m + 1) }),
    ];
    const spent = month(0).filter((row) => !/-in\d$/.test(row.key));
    const paid = month(1).filter((row) => /-in\d$/.test(row.key));
    expect(sum(paid).plus(sum(spent)).toFixed(2)).toBe('0.00');
  });
});

/** First instant of a month of 2025 in Sydney's standard time. */
function local(month: number): number {
  return Date.UTC(2025, month, 1) - 10 * HOUR;
}

describe('listings', () => {
  test('a walk over pages of any size meets every row once, newest first', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 200 }),
        fc.subarray(BANK, { minLength: 1, maxLength: 3 }),
        (seed, limit, keys) => {
          const ledger = household(seed);
          const range = { now: NOW, from: Date.parse('2025-06-01'), until: Date.parse('2025-11-17') };
          const count = ledger.transactions.count(keys, range);
          const walk: BankTransaction[] = [];
          for (let offset = 0; offset < count; offset += limit) {
            walk.push(...ledger.transactions.page(keys, range, offset, limit));
          }
          expect(walk).toHaveLength(count);
          expect(new Set(walk.map(({ account, key }) => `${account} ${key}`)).size).toBe(count);
          expect(walk.map(({ at }) => at)).toEqual(walk.map(({ at }) => at).sort((a, b) => b - a));
        },
      ),
      runs,
    );
  });

  test('the order of reading changes nothing', () => {
    fc.assert(
      fc.property(
        seeds,
        accounts,
        fc.array(fc.nat({ max: 400 }), { minLength: 2, maxLength: 12 }),
        (seed, key, offsets) => {
          const read = (ledger: Ledger, offset: number) =>
            ledger.transactions.page([key], { now: NOW }, offset, 3);
          const forwards = household(seed);
          const backwards = household(seed);
          const first = offsets.map((offset) => read(forwards, offset));
          const last = [...offsets].reverse().map((offset) => read(backwards, offset));
          expect(last.reverse()).toEqual(first);
        },
      ),
      runs,
    );
  });

  test('instants of an account strictly increase, and keys are its own', () => {
    for (const key of BANK) {
      const rows = all(household(3), key, NOW);
      expect(rows.length).toBeGreaterThan(20);
      rows.forEach((row, index) => {
        if (index > 0) expect(row.at).toBeGreaterThan(rows[index - 1]?.at ?? 0);
      });
      expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
    }
  });

  test('rows are what their kinds promise', () => {
    const rows = [...household(4).transactions.each(BANK, { now: NOW, from: Date.parse('2025-01-01') })];
    for (const row of rows) {
      expect(row.amount.decimalPlaces()).toBeLessThanOrEqual(2);
      expect(row.amount.isZero()).toBe(false);
      expect(CATEGORIES).toContain(row.category);
      expect(row.description).not.toBe('');
    }
    const used = new Set(rows.map(({ category }) => category));
    expect([...CATEGORIES].filter((category) => !used.has(category))).toEqual([]);
  });
});

describe('pending rows', () => {
  test('are the last two days at most, and settle under another key', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom('owner-everyday', 'owner-card', 'child-checking'),
        instants,
        (seed, key, now) => {
          const ledger = household(seed);
          const recent = ledger.transactions.page([key], { now }, 0, 40);
          for (const row of recent.filter(({ pending }) => pending)) {
            expect(row.postedAt).toBeUndefined();
            expect(row.at).toBeGreaterThan(now - 48 * HOUR);
            const [settled] = ledger.transactions.page(
              [key],
              { now: now + 48 * HOUR, from: row.at, until: row.at + 1 },
              0,
              1,
            );
            expect(settled).toMatchObject({ at: row.at, pending: false });
            expect(settled?.postedAt).toBeGreaterThan(now);
            expect(settled?.key).not.toBe(row.key);
            expect(settled?.amount.toString()).toBe(row.amount.toString());
          }
        },
      ),
      runs,
    );
  });

  test('there are some on an ordinary day', () => {
    const found = [1, 2, 3, 4, 5].flatMap((seed) =>
      household(seed)
        .transactions.page(['owner-everyday', 'owner-card'], { now: NOW }, 0, 10)
        .filter(({ pending }) => pending),
    );
    expect(found.length).toBeGreaterThan(5);
    expect(found[0]?.description).toMatch(/AUTHORISATION|PENDING/);
  });
});

describe('cost', () => {
  test('the oldest page of a century takes no more months than the newest', () => {
    const ledger = createLedger(
      planOf({
        template: 'empty',
        seed: 1,
        entities: {
          connections: [{ key: 'c', person: 'owner', institution: 'nab' }],
          accounts: [
            { key: 'old', connection: 'c', kind: 'transaction', openedAt: '1900-01-01', rowsPerYear: 12000 },
          ],
        },
      }),
    );
    const count = ledger.transactions.count(['old'], { now: NOW });
    expect(count).toBeGreaterThan(1_500_000);
    const started = performance.now();
    expect(ledger.transactions.page(['old'], { now: NOW }, count - 50, 50).at(-1)?.key).toBe('opening');
    expect(ledger.balance('old', NOW).current.isFinite()).toBe(true);
    // Walking 1.5 million rows takes seconds; three months of a thousand rows take milliseconds.
    expect(performance.now() - started).toBeLessThan(400);
  });
});
