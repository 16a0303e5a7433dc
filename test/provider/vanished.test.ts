import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedger, planOf } from '../../fixtures/ledger/index.ts';
import type { Trade } from '../../fixtures/ledger/types.ts';
import { withoutVanished } from '../../src/provider/vanished.ts';

const { trades } = createLedger(planOf({ seed: 3 }));
const ACCOUNTS = ['owner-wall-street', 'owner-stake-asx'];
const NOW = Date.parse('2026-03-16T00:00:00Z');
const DAY = 86_400_000;
const all = [...trades.each(ACCOUNTS, { now: NOW })];
const nameOf = ({ account, key }: Trade): string => `${account}/${key}`;

describe('rows without those that vanished', () => {
  it('are what leaving them out of all rows would give: any rows, any window, either order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: all.length - 1 }), { maxLength: 12 }),
        fc.constantFrom(...ACCOUNTS, undefined),
        fc.record({ now: fc.nat({ max: 900 }), from: fc.nat({ max: 900 }), until: fc.nat({ max: 900 }) }),
        fc.nat({ max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('newest' as const, 'oldest' as const),
        (gone, only, days, offset, limit, order) => {
          const vanished = gone.flatMap((index) => all[index] ?? []);
          const names = new Set(vanished.map(nameOf));
          const accounts = only === undefined ? ACCOUNTS : [only];
          const range = {
            now: NOW - days.now * DAY,
            from: NOW - 900 * DAY - days.from * DAY,
            until: NOW - days.until * DAY,
          };
          const rows = withoutVanished(trades, vanished);
          const left = [...trades.each(accounts, range, order)].filter((row) => !names.has(nameOf(row)));

          expect(rows.count(accounts, range)).toBe(left.length);
          expect(rows.page(accounts, range, offset, limit, order).map(nameOf)).toEqual(
            left.slice(offset, offset + limit).map(nameOf),
          );
          expect([...rows.each(accounts, range, order)].map(nameOf)).toEqual(left.map(nameOf));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are the rows themselves where none did', () => {
    expect(withoutVanished(trades, [])).toBe(trades);
  });
});
