/** Trades of brokerage accounts, read live, merged over the accounts, newest first (RB-50). */
import type { Instant, Range, Trade } from '../../fixtures/ledger/types.ts';
import { isProblem, RowTexts, withoutVanished, written } from '../../src/provider/index.ts';
import { rangeOf } from './dates.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { knownUntil } from './live.ts';
import { type Listing, pageOf, ROWS_PAGE } from './paging.ts';
import { placesOf } from './places.ts';
import { belief } from './pretences.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { RedbarkExchange, RedbarkWorld } from './state.ts';
import { paged, pagedText, truncation } from './wire/envelope.ts';
import type { TradeBody } from './wire/schemas.ts';
import { tradeBody } from './wire/trade.ts';

const texts = new RowTexts<Trade>();

export const trades: Serves<'listTrades'> = {
  listTrades(x) {
    const scope = scopeOf(x);
    if (isProblem(scope)) return scope;
    const until = knownUntil(x.world, scope.connection.key);
    if (until === undefined) return refusals.providerDown(x.world, 'brokerage');

    const { placeOf } = placesOf(x.world, scope);
    const page = pageOf(x, tradesAsked(x, scope, until), ROWS_PAGE);
    const rows = withUnfilledFees(page.rows, belief(x.world, 'unfilledFees') ?? 0);
    const body = (trade: Trade): TradeBody => tradeBody(placeOf(trade.account), trade);
    return written(pagedText(page, rows, texts, body), () => paged(page, rows.map(body)), truncation(page));
  },
};

/** The trades a request matches, as known at `until`. */
export function tradesAsked(x: RedbarkExchange, scope: Scope, until: Instant): Listing<Trade> {
  const rows = withoutVanished(x.world.ledger.trades, x.world.state.vanished);
  const range = tradeRange(x, scope, until);
  return {
    count: rows.count(scope.accounts, range),
    live: true,
    read: (offset, limit) => rows.page(scope.accounts, range, offset, limit),
  };
}

/** Without `from` nothing is put in its place: the broker's own default is everything it has (RB-37, RB-C32). */
export function tradeRange(
  { query, world }: { readonly query: object; readonly world: RedbarkWorld },
  scope: Scope,
  until: Instant,
): Range {
  return rangeOf(query, placesOf(world, scope).institution.timeZone, until);
}

/** The newest rows as they are before the broker tells their fee: so they have another id then (RB-46). */
function withUnfilledFees(rows: readonly Trade[], most: number): readonly Trade[] {
  if (most === 0) return rows;
  let left = most;
  return rows.map((row) => {
    if (left === 0 || row.fee === undefined) return row;
    left -= 1;
    return { ...row, fee: undefined };
  });
}
