/** Transactions. */
import { Decimal } from '../../fixtures/ledger/decimal.ts';
import { DAY, dayNamed } from '../../fixtures/ledger/time.ts';
import { isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { linkedConnection, shelvesOf } from './connections.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { readCursor } from './listing/cursor.ts';
import { filterOf, type TransactionQuery } from './listing/filters.ts';
import { emptyPage, pageBy, pageByDate } from './listing/pages.ts';
import { type Section, storedRows } from './listing/stored-rows.ts';
import { pageRows } from './pretences.ts';
import { documentedForm, keyFrom } from './references.ts';
import type { BreadboxWorld } from './state.ts';
import { knownAccounts, type Shelf, shelfOf } from './stored-data.ts';
import { fieldsOf, onlyFields, transactionBody } from './wire/transaction.ts';

const DEFAULT_LIMIT = 50;

export const transactions: Serves<'listTransactions'> = {
  listTransactions: ({ world, query, now }) => {
    const contradiction = contradictionIn(query);
    if (contradiction !== undefined) return contradiction;
    const { cursor, sort_by: sortBy = 'date', sort_order: order = 'desc' } = query;
    const asked = query.limit ?? DEFAULT_LIMIT;
    const limit = Math.min(asked, pageRows(world) ?? asked);
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && after === undefined) return refusals.invalidCursor();

    const sections = sectionsOf(world, query, now);
    if (isProblem(sections)) return sections;
    const filter = filterOf(query);
    const days = {
      from: query.start_date === undefined ? undefined : dayNamed(query.start_date) * DAY,
      until: query.end_date === undefined ? undefined : dayNamed(query.end_date) * DAY,
    };
    const rows = storedRows(
      world,
      sections,
      sortBy === 'date' ? { ...days, order, after } : { ...days, order: 'desc' },
    );
    const page =
      sortBy !== 'date'
        ? pageBy(rows, filter, limit, sortBy, order)
        : limit === 0
          ? emptyPage(rows, filter, order, after)
          : pageByDate(rows, filter, limit);

    const fields = fieldsOf(query.fields);
    return ok({
      data: page.rows.map(({ id, row, shelf }) => onlyFields(transactionBody(world, shelf, row, id), fields)),
      next_cursor: page.nextCursor,
      has_more: page.hasMore,
    });
  },
};

/** Parameters that are fine each by itself and make no sense together. */
function contradictionIn({
  start_date: start,
  end_date: end,
  min_amount: min,
  max_amount: max,
  cursor,
  sort_by: sortBy,
}: TransactionQuery): Problem | undefined {
  if (start !== undefined && end !== undefined && start > end)
    return refusals.invalidParameter(`start_date must not be after end_date; got ${start} and ${end}`);
  if (min !== undefined && max !== undefined && new Decimal(min).gt(max))
    return refusals.invalidParameter(`min_amount must not be above max_amount; got ${min} and ${max}`);
  if (cursor !== undefined && sortBy !== undefined && sortBy !== 'date')
    return refusals.invalidParameter(`cursor goes with sort_by=date only; got sort_by=${sortBy}`);
  return undefined;
}

/**
 * The accounts to read, by connection. Disconnected connections keep their past rows (BB-21); an account nobody
 * knows has none (BB-C11).
 */
function sectionsOf(world: BreadboxWorld, query: TransactionQuery, now: number): Section[] | Problem {
  const { account_id: accountId, user_id: userId } = query;
  const whole = (shelf: Shelf): Section => ({
    shelf,
    accounts: knownAccounts(world, shelf).map(({ key }) => key),
  });
  if (accountId === undefined) {
    const shelves = shelvesOf(world, userId, documentedForm(world), now);
    return isProblem(shelves) ? shelves : shelves.map(whole);
  }
  const key = keyFrom(world, 'account', 'account_id', accountId, 'either');
  const person =
    userId === undefined ? undefined : keyFrom(world, 'person', 'user_id', userId, documentedForm(world));
  if (isProblem(key)) return key;
  if (isProblem(person)) return person;
  const account = key === undefined ? undefined : world.ledger.accounts.get(key);
  const connection = linkedConnection(world, account?.connection, now);
  if (connection === undefined || (userId !== undefined && connection.person !== person)) return [];
  const { shelf, accounts } = whole(shelfOf(world, connection, now));
  return [{ shelf, accounts: accounts.filter((each) => each === key) }];
}
