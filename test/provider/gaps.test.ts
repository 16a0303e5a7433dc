import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gaps, holdBack, rowsBehind } from '../../src/provider/gaps.ts';

/** Walks a listing of `count` rows at offset + limit; page n gives only `given[n]` rows. */
function walk(count: number, limits: readonly number[], given: readonly (number | undefined)[]): number[] {
  const all: Gaps = {};
  const met: number[] = [];
  for (let offset = 0, page = 0; page < 10_000; page++) {
    const limit = limits[page % limits.length] ?? 1;
    const rows = rowsBehind(all.list ?? [], { offset, limit });
    const there = Math.max(0, Math.min(rows.limit, count - rows.offset));
    const most = Math.min(there, given[page] ?? there);
    if (most < there) holdBack(all, 'list', { offset, limit }, most);
    for (let row = 0; row < most; row++) met.push(rows.offset + row);
    if (rows.offset + most >= count) return met;
    offset += limit;
  }
  throw new Error('the walk never ends');
}

describe('a listing with gaps', () => {
  it('gives the rows held back with the page after, and moves the rest along', () => {
    const all: Gaps = {};
    holdBack(all, 'list', { offset: 0, limit: 10 }, 3);
    expect(all).toEqual({ list: [{ from: 3, to: 10 }] });
    expect(rowsBehind(all.list ?? [], { offset: 0, limit: 10 })).toEqual({ offset: 0, limit: 3 });
    expect(rowsBehind(all.list ?? [], { offset: 10, limit: 10 })).toEqual({ offset: 3, limit: 10 });
    expect(rowsBehind(all.list ?? [], { offset: 30, limit: 5 })).toEqual({ offset: 23, limit: 5 });
  });

  it('shows every row once, in order, to a walk at offset + limit, whatever is held back', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 300 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.option(fc.nat({ max: 10 }), { nil: undefined }), { maxLength: 200 }),
        (count, limits, given) => {
          expect(walk(count, limits, given)).toEqual(Array.from({ length: count }, (_, row) => row));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shows a page that is asked for again as it was', () => {
    const all: Gaps = {};
    const window = { offset: 20, limit: 10 };
    holdBack(all, 'list', { offset: 0, limit: 20 }, 4);
    holdBack(all, 'list', window, 2);
    const again = rowsBehind(all.list ?? [], window);
    expect(again).toEqual({ offset: 4, limit: 2 });
    holdBack(all, 'list', window, 1);
    expect(rowsBehind(all.list ?? [], window)).toEqual({ offset: 4, limit: 1 });
    expect(rowsBehind(all.list ?? [], { offset: 30, limit: 10 })).toEqual({ offset: 5, limit: 10 });
  });

  it('keeps a bounded number of gaps and of listings, the latest', () => {
    const all: Gaps = {};
    for (let page = 0; page < 1000; page++) holdBack(all, 'long', { offset: page * 10, limit: 10 }, 1);
    expect(all.long?.length).toBeLessThanOrEqual(100);
    expect(rowsBehind(all.long ?? [], { offset: 10_000, limit: 10 })).toEqual({ offset: 1000, limit: 10 });
    for (let list = 0; list < 300; list++) holdBack(all, `list ${list}`, { offset: 0, limit: 10 }, 1);
    expect(Object.keys(all)).toHaveLength(100);
    expect(Object.keys(all).at(-1)).toBe('list 299');
  });
});
