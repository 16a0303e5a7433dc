/** Rows of bank accounts, read live. */
import { DAY } from '../../fixtures/ledger/time.ts';
import { isProblem, ok } from '../../src/provider/index.ts';
import { rangeOf } from './dates.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { knownUntil } from './live.ts';
import { pageOfRows, ROWS_PAGE, windowOf } from './paging.ts';
import { placesOf } from './places.ts';
import { scopeOf } from './scope.ts';
import { pageOf, truncation } from './wire/envelope.ts';
import { transactionBody } from './wire/transaction.ts';

/** How far back a listing without `from` goes (RB-59). */
const USUAL_DAYS = 30;

/** On every answer to a call without `accountId` (RB-60). */
const DEPRECATED = {
  Deprecation: 'true',
  Sunset: 'Wed, 01 Sep 2027 00:00:00 GMT',
  Link: '<https://docs.redbark.co/api-reference/transactions>; rel="deprecation"',
} as const;

export const transactions: Serves<'listTransactions'> = {
  listTransactions(x) {
    const scope = scopeOf(x);
    if (isProblem(scope)) return scope;
    const until = knownUntil(x.world, scope.connection.key);
    if (until === undefined) return refusals.providerDown(x.world, 'banking');

    const { transactions: rows } = x.world.ledger;
    const { institution, placeOf } = placesOf(x.world, scope);
    const asked = rangeOf(x.query, institution.timeZone, until);
    const range = { ...asked, from: asked.from ?? x.now - USUAL_DAYS * DAY };
    const page = pageOfRows(
      x.world,
      rows.count(scope.accounts, range),
      (offset, limit) => rows.page(scope.accounts, range, offset, limit),
      windowOf(x.query, ROWS_PAGE),
    );
    const headers = { ...truncation(page), ...(x.query.accountId === undefined && DEPRECATED) };
    return ok(
      pageOf(
        page,
        page.rows.map((row) => transactionBody(x.world, placeOf(row.account), row)),
      ),
      headers,
    );
  },
};
