/** Rows of bank accounts, read live. */
import { DAY } from '../../fixtures/ledger/time.ts';
import type { BankTransaction, Instant, Range } from '../../fixtures/ledger/types.ts';
import { isProblem, RowTexts, withoutVanished, written } from '../../src/provider/index.ts';
import { rangeOf } from './dates.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { knownUntil, seenAt } from './live.ts';
import { type Listing, pageOf, ROWS_PAGE } from './paging.ts';
import { placesOf } from './places.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { RedbarkExchange, RedbarkWorld } from './state.ts';
import { paged, pagedText, truncation } from './wire/envelope.ts';
import type { TransactionBody } from './wire/schemas.ts';
import { transactionBody } from './wire/transaction.ts';

/** How far back a listing without `from` goes (RB-59). */
const USUAL_DAYS = 30;

/** On every answer to a call without `accountId` (RB-60). */
const DEPRECATED = {
  Deprecation: 'true',
  Sunset: 'Wed, 01 Sep 2027 00:00:00 GMT',
  Link: '<https://docs.redbark.co/api-reference/transactions>; rel="deprecation"',
} as const;

const texts = new RowTexts<BankTransaction>();

export const transactions: Serves<'listTransactions'> = {
  listTransactions(x) {
    const scope = scopeOf(x);
    if (isProblem(scope)) return scope;
    const until = knownUntil(x.world, scope.connection.key);
    if (until === undefined) return refusals.providerDown(x.world, 'banking');

    const { placeOf } = placesOf(x.world, scope);
    const page = pageOf(x, transactionsAsked(x, scope, until), ROWS_PAGE);
    const headers = { ...truncation(page), ...(x.query.accountId === undefined && DEPRECATED) };
    const body = (row: BankTransaction): TransactionBody =>
      transactionBody(x.world, placeOf(row.account), row);
    return written(pagedText(page, page.rows, texts, body), () => paged(page, page.rows.map(body)), headers);
  },
};

/** The rows a request matches, as known at `until`. */
export function transactionsAsked(
  x: RedbarkExchange,
  scope: Scope,
  until: Instant,
): Listing<BankTransaction> {
  const rows = withoutVanished(x.world.ledger.transactions, x.world.state.vanished);
  const range = transactionRange(x, scope, until);
  return {
    count: rows.count(scope.accounts, range),
    live: true,
    read: (offset, limit) => rows.page(scope.accounts, range, offset, limit),
  };
}

export function transactionRange(
  { query, world }: { readonly query: object; readonly world: RedbarkWorld },
  scope: Scope,
  until: Instant,
): Range {
  const asked = rangeOf(query, placesOf(world, scope).institution.timeZone, until);
  return { ...asked, from: asked.from ?? seenAt(world) - USUAL_DAYS * DAY };
}
