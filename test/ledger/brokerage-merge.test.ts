import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedRows } from '../../fixtures/ledger/merge.ts';
import { givenRows } from '../../fixtures/ledger/rows.ts';
import type { Range } from '../../fixtures/ledger/types.ts';

interface Note {
  readonly at: number;
  readonly account: number;
  readonly number: number;
}

/** A few accounts of a few dozen rows, crowded enough that many share an instant. */
const accounts = fc
  .array(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }), { minLength: 1, maxLength: 6 })
  .map((lists) =>
    lists.map((list, account) =>
      [...list].sort((a, b) => a - b).map((at, number): Note => ({ at, account, number })),
    ),
  );
const range = fc.record({
  now: fc.integer({ min: -5, max: 70 }),
  from: fc.option(fc.integer({ min: -5, max: 70 }), { nil: undefined }),
  until: fc.option(fc.integer({ min: -5, max: 70 }), { nil: undefined }),
});

const keys = (lists: readonly (readonly Note[])[]) => lists.map((_, account) => String(account));
const listing = (lists: readonly (readonly Note[])[]) => {
  const strands = new Map(lists.map((rows, account) => [String(account), [givenRows(rows)]]));
  return mergedRows((account) => strands.get(account) ?? []);
};

/** What the listing must be: every row, filtered, sorted, with nothing clever. */
function naive(lists: readonly (readonly Note[])[], { now, from, until }: Range): Note[] {
  return lists
    .flat()
    .filter(
      ({ at }) => at <= now && (from === undefined || at >= from) && (until === undefined || at < until),
    )
    .sort((a, b) => a.at - b.at || a.account - b.account || a.number - b.number);
}

describe('a merged listing', () => {
  it('equals a plain sort of all rows, in either order', () => {
    fc.assert(
      fc.property(accounts, range, (lists, range) => {
        const rows = listing(lists);
        const expected = naive(lists, range);
        expect([...rows.each(keys(lists), range, 'oldest')]).toEqual(expected);
        expect([...rows.each(keys(lists), range)]).toEqual(expected.toReversed());
        expect(rows.count(keys(lists), range)).toBe(expected.length);
      }),
    );
  });

  it('puts every row on exactly one page, whatever the page size', () => {
    fc.assert(
      fc.property(accounts, range, fc.integer({ min: 1, max: 50 }), (lists, range, size) => {
        const rows = listing(lists);
        const walked: Note[] = [];
        for (let offset = 0; offset < rows.count(keys(lists), range); offset += size) {
          walked.push(...rows.page(keys(lists), range, offset, size));
        }
        expect(walked).toEqual(naive(lists, range).toReversed());
      }),
    );
  });

  it('answers beyond the end with nothing', () => {
    const rows = listing([[{ at: 1, account: 0, number: 0 }]]);
    expect(rows.page(['0'], { now: 10 }, 1, 10)).toEqual([]);
    expect(rows.page(['0', 'unknown'], { now: 10 }, 0, 10)).toHaveLength(1);
    expect(rows.page([], { now: 10 }, 0, 10)).toEqual([]);
  });
});
