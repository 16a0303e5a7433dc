import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedRows } from '../../fixtures/ledger/merge.ts';
import { LastPages } from '../../fixtures/ledger/pages.ts';
import { givenRows } from '../../fixtures/ledger/rows.ts';

const rowsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `${name}${i}`, at: i * 7 + name.length }));
const sources = new Map([
  ['a', [givenRows(rowsOf('a', 60))]],
  ['bb', [givenRows(rowsOf('bb', 40)), givenRows(rowsOf('bbb', 30))]],
]);
const strandsOf = (account: string) => sources.get(account) ?? [];

const asked = fc.record({
  accounts: fc.constantFrom(['a'], ['bb'], ['a', 'bb'], ['bb', 'a']),
  now: fc.integer({ min: 0, max: 450 }),
  from: fc.option(fc.integer({ min: 0, max: 450 }), { nil: undefined }),
  offset: fc.integer({ min: 0, max: 12 }).map((pages) => pages * 10),
  limit: fc.constantFrom(1, 10, 1000),
  order: fc.constantFrom('newest' as const, 'oldest' as const),
});

describe('a page that was asked for lately', () => {
  it('reads as if nobody had asked for any, in whatever order pages are asked for', () => {
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 60 }), (pages) => {
        const listing = mergedRows(strandsOf);
        for (const { accounts, now, from, offset, limit, order } of [...pages, ...pages]) {
          const range = { now, from };
          const fresh = mergedRows(strandsOf).page(accounts, range, offset, limit, order);
          expect(listing.page(accounts, range, offset, limit, order)).toEqual(fresh);
        }
      }),
    );
  });

  it('is the same array, so that what follows from it can be kept beside it', () => {
    const listing = mergedRows(strandsOf);
    const page = listing.page(['a', 'bb'], { now: 300 }, 20, 10);
    listing.page(['a'], { now: 300 }, 0, 10);
    expect(listing.page(['a', 'bb'], { now: 300 }, 20, 10)).toBe(page);
  });

  it('is another when a row has come, or one is left out at the other end', () => {
    const listing = mergedRows(strandsOf);
    const ask = (now: number, from?: number) => listing.page(['a'], { now, from }, 0, 1000);
    expect(ask(100).length).toBeLessThan(ask(107).length);
    expect(ask(107, 50).length).toBeLessThan(ask(107).length);
  });

  it('is one of few: the one asked for longest ago goes first', () => {
    const pages = new LastPages<number>();
    let reads = 0;
    const get = (offset: number): readonly number[] =>
      pages.get({ windows: [], offset, limit: 1, order: 'newest' }, () => {
        reads += 1;
        return [offset];
      });
    for (let offset = 0; offset < 16; offset++) get(offset);
    get(0);
    get(16);
    expect(reads).toBe(17);
    expect([get(0), get(16), reads]).toEqual([[0], [16], 17]);
    get(1);
    expect(reads).toBe(18);
  });

  it('is not kept if it is very long', () => {
    const pages = new LastPages<number>();
    const page = { windows: [], offset: 0, limit: 1000, order: 'oldest' } as const;
    const read = (): number[] => new Array<number>(501).fill(0);
    expect(pages.get(page, read)).not.toBe(pages.get(page, read));
  });
});
