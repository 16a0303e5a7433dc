/**
 * Pages by limit and offset. `hasMore` is the only sign of whether a listing goes on; how `total` reads until then
 * is a switch (RB-35, RB-C01).
 */
import { digest, holdBack, rowsBehind, type Stretch } from '../../src/provider/index.ts';
import { belief } from './pretences.ts';
import type { RedbarkExchange, RedbarkWorld } from './state.ts';
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

/** Rows that match, of which a page shows some. */
export interface Listing<Row> {
  readonly count: number;
  /** Rows are fetched for each request, so a ceiling ends the reading; what the service keeps itself has none. */
  readonly live: boolean;
  /** `limit` rows after the first `offset`; asked for no row that is not shown. */
  read(offset: number, limit: number): readonly Row[];
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number | null;
  readonly window: Stretch;
  readonly hasMore: boolean;
  /** The ceiling ended the reading. */
  readonly truncated: boolean;
}

/** The window a query asks for. A limit above the maximum gets here only where a world lets it be clamped (RB-C05). */
export function windowOf(
  query: { readonly limit?: unknown; readonly offset?: unknown },
  rule: PageRule,
): Stretch {
  return { limit: Math.min(Number(query.limit ?? rule.usual), rule.max), offset: Number(query.offset ?? 0) };
}

/** The page a request asks for. */
export function pageOf<Row>(x: RedbarkExchange, listing: Listing<Row>, rule: PageRule): Page<Row> {
  const window = windowOf(x.query, rule);
  const { offset, limit } = rowsShown(x, window);
  const { count } = listing;
  const { reach, most, truncated } = ceilingAt(x.world, listing, offset, limit);
  const there = Math.max(0, Math.min(limit, count - offset, reach));
  const given = Math.min(there, most, belief(x.world, 'pageRows') ?? there);
  if (given < there) holdBack(x.world.state.gaps, nameOf(x), window, given);
  const rows = given === 0 ? [] : listing.read(offset, given);
  const hasMore = truncated || offset + given < count;
  return { rows, total: totalOf(x.world, count, hasMore, truncated), window, hasMore, truncated };
}

/** The rows that stand in a window: others than its numbers say once a page held rows back (RB-C41). */
export function rowsShown(x: RedbarkExchange, window: Stretch): Stretch {
  return hasGaps(x) ? rowsBehind(x.world.state.gaps[nameOf(x)] ?? [], window) : window;
}

/** Whether rows of this listing were held back: then no page of it is the one the cache may know. */
export function hasGaps(x: RedbarkExchange): boolean {
  const { gaps } = x.world.state;
  return Object.keys(gaps).length > 0 && gaps[nameOf(x)] !== undefined;
}

/** The last check: who starts at the first row reads anew, and nothing is held back from them any more. */
export function startOver(x: RedbarkExchange): undefined {
  if (hasGaps(x) && windowOf(x.query, ROWS_PAGE).offset === 0) delete x.world.state.gaps[nameOf(x)];
}

interface Ceiling {
  /** Rows from the offset on that can be reached at all. */
  readonly reach: number;
  /** Rows one page may give; the rest come with the pages after it. */
  readonly most: number;
  readonly truncated: boolean;
}

function ceilingAt(
  world: RedbarkWorld,
  { live, count }: Listing<unknown>,
  offset: number,
  limit: number,
): Ceiling {
  const ceiling = belief(world, 'ceiling') ?? CEILING;
  if (!live) return { reach: limit, most: limit, truncated: false };
  if (reading(world, 'ceiling') === 'per-request') {
    return { reach: limit, most: ceiling, truncated: count - offset > ceiling };
  }
  // Counted from the first row: what lies beyond the ceiling can never be shown, yet `hasMore` stays true.
  const truncated = count > ceiling && offset + limit > ceiling;
  return { reach: truncated ? ceiling - offset : limit, most: limit, truncated };
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

/** Whose listing, and with which filters. Hashed: a query may be thousands of characters long. */
function nameOf({ principal, operation, request }: RedbarkExchange): string {
  const filters = [...request.queryValues]
    .filter(([name]) => name !== 'limit' && name !== 'offset')
    .map(([name, values]) => `${name}=${values.join('&')}`)
    .sort();
  const name = JSON.stringify([principal?.customer, operation.id, ...filters]);
  return `${operation.id} ${digest(name).slice(0, 24)}`;
}
