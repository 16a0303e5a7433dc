/** Trades of brokerage accounts, read live, merged over the accounts, newest first (RB-50). */
import { isProblem, ok } from '../../src/provider/index.ts';
import { rangeOf } from './dates.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { knownUntil } from './live.ts';
import { pageOfRows, ROWS_PAGE, windowOf } from './paging.ts';
import { placesOf } from './places.ts';
import { scopeOf } from './scope.ts';
import { pageOf, truncation } from './wire/envelope.ts';
import { tradeBody } from './wire/trade.ts';

export const trades: Serves<'listTrades'> = {
  listTrades(x) {
    const scope = scopeOf(x);
    if (isProblem(scope)) return scope;
    const until = knownUntil(x.world, scope.connection.key);
    if (until === undefined) return refusals.providerDown(x.world, 'brokerage');

    const { trades: rows } = x.world.ledger;
    const { institution, placeOf } = placesOf(x.world, scope);
    // Without `from` nothing is put in its place: the broker's own default is everything it has (RB-37, RB-C32).
    const range = rangeOf(x.query, institution.timeZone, until);
    const page = pageOfRows(
      x.world,
      rows.count(scope.accounts, range),
      (offset, limit) => rows.page(scope.accounts, range, offset, limit),
      windowOf(x.query, ROWS_PAGE),
    );
    return ok(
      pageOf(
        page,
        page.rows.map((trade) => tradeBody(placeOf(trade.account), trade)),
      ),
      truncation(page),
    );
  },
};
