/**
 * Pages by limit and offset. `hasMore` is the only sign of whether a listing goes on; how `total` reads until then
 * is a switch (RB-35, RB-C01).
 */
import type { RedbarkWorld } from './state.ts';
import { reading } from './switches.ts';

export interface PageRule {
  readonly usual: number;
  readonly max: number;
}

/** RB-31. */
export const ROWS_PAGE: PageRule = { usual: 200, max: 500 };
/** RB-56. */
export const ACCOUNTS_PAGE: PageRule = { usual: 50, max: 200 };

/** Rows after which the service stops reading for one request: "roughly" that many, says the page (RB-32). */
export const CEILING = 5000;

export interface Window {
  readonly limit: number;
  readonly offset: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number | null;
  readonly window: Window;
  readonly hasMore: boolean;
  /** The ceiling ended the reading. */
  readonly truncated: boolean;
}

/** The window a query asks for. A limit above the maximum gets here only where a world lets it be clamped (RB-C05). */
export function windowOf(query: { limit?: number; offset?: number }, rule: PageRule): Window {
  return { limit: Math.min(query.limit ?? rule.usual, rule.max), offset: query.offset ?? 0 };
}

/** A page of a list that no ceiling ends: what the service keeps itself. */
export function pageOfList<Row>(world: RedbarkWorld, all: readonly Row[], window: Window): Page<Row> {
  const end = window.offset + window.limit;
  return page(world, all.slice(window.offset, end), all.length, window, end < all.length, false);
}

/**
 * A page of rows read live.
 *
 * @param count how many rows match
 * @param read gives `limit` rows after the first `offset`; asked for no row that is not shown
 */
export function pageOfRows<Row>(
  world: RedbarkWorld,
  count: number,
  read: (offset: number, limit: number) => readonly Row[],
  window: Window,
): Page<Row> {
  const end = window.offset + window.limit;
  if (reading(world, 'ceiling') === 'per-request') {
    const truncated = count - window.offset > CEILING;
    return page(world, read(window.offset, window.limit), count, window, end < count, truncated);
  }
  // Counted from the first row: what lies beyond the ceiling can never be shown, yet `hasMore` stays true.
  const truncated = count > CEILING && end > CEILING;
  const limit = truncated ? Math.max(0, CEILING - window.offset) : window.limit;
  const rows = limit === 0 ? [] : read(window.offset, limit);
  return page(world, rows, count, window, truncated || end < count, truncated);
}

function page<Row>(
  world: RedbarkWorld,
  rows: readonly Row[],
  count: number,
  window: Window,
  hasMore: boolean,
  truncated: boolean,
): Page<Row> {
  return { rows, total: totalOf(world, count, hasMore, truncated), window, hasMore, truncated };
}

/** Nobody can know the number of rows when the reading stopped early, whatever the switch says. */
function totalOf(world: RedbarkWorld, count: number, hasMore: boolean, truncated: boolean): number | null {
  if (!hasMore) return count;
  switch (reading(world, 'total')) {
    case 'exact':
      return truncated ? null : count;
    case 'minus-one':
      return -1;
    case 'null':
      return null;
  }
}
