/**
 * Answers kept at the edge, by user, path and query (RB-12 to RB-15). Only a 200 is kept, and of balances only one in
 * which every bank answered (RB-55, RB-C10, RB-C11).
 */
import { MINUTE } from '../../fixtures/ledger/time.ts';
import type { CachePolicy, IncomingRequest } from '../../src/provider/index.ts';
import type { operations } from './generated/types.ts';
import { hasGaps } from './paging.ts';
import { belief } from './pretences.ts';
import type { Principal, RedbarkExchange, RedbarkState } from './state.ts';
import { reading } from './switches.ts';
import { allKnown, type BalanceList } from './wire/balance.ts';

/** Operations that are not named are not cached, and their answers have no `X-Cache`. */
const KEPT_FOR: { readonly [Id in keyof operations]?: number } = {
  listHoldings: 10 * MINUTE,
  listTrades: 10 * MINUTE,
  listTransactions: 30 * MINUTE,
  listBalances: 5 * MINUTE,
  listCategories: 60 * MINUTE,
};

const HEADER = 'X-Cache';

export const cache: CachePolicy<RedbarkState, Principal> = {
  rule(x) {
    const ttlMs = keptFor(x);
    if (ttlMs === undefined || x.principal === undefined) return undefined;
    // A page of a listing with gaps belongs to one walk through it, not to everybody who asks the same.
    if (hasGaps(x)) return undefined;
    return { key: keyOf(x, x.principal.customer), ttlMs };
  },
  storable: (x, reply) => x.operation.id !== 'listBalances' || allKnown(reply.body as BalanceList),
  announce: (x, outcome) => x.setHeader(HEADER, outcome.toUpperCase()),
};

/** The first check: what is refused before the cache is asked has gone past it (RB-11, RB-C10). */
export function presumeBypass(x: RedbarkExchange): undefined {
  if (keptFor(x) !== undefined) x.setHeader(HEADER, 'BYPASS');
}

/** A stale answer says that the cache gave it, like any other from there. */
export function announceStale(x: RedbarkExchange, status: number): void {
  if (status === 200 && belief(x.world, 'age') !== undefined) x.setHeader(HEADER, 'HIT');
}

function keptFor(x: RedbarkExchange): number | undefined {
  return KEPT_FOR[x.operation.id as keyof operations];
}

/** The last key of a query; the same query sent again is read once. */
const keys = new WeakMap<
  IncomingRequest['queryValues'],
  { readonly customer: string; readonly path: string; readonly sorted: boolean; readonly key: string }
>();

function keyOf(x: RedbarkExchange, customer: string): string {
  const { path } = x.operation;
  const sorted = reading(x.world, 'cacheKey') === 'sorted';
  const { queryValues } = x.request;
  let last = keys.get(queryValues);
  if (last?.customer !== customer || last.path !== path || last.sorted !== sorted) {
    last = { customer, path, sorted, key: `redbark ${customer} ${path}?${queryKey(x, sorted)}` };
    keys.set(queryValues, last);
  }
  return last.key;
}

/** The order of values counts in both readings: `a,b` and `b,a` are two entries. */
function queryKey({ request }: RedbarkExchange, sorted: boolean): string {
  if (!sorted) return request.rawQuery;
  const pairs = [...request.queryValues].flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.sort().join('&');
}
