/** From rows in order to one page of them. */
import { compareText } from '../../../fixtures/ledger/compare.ts';
import { edgeId, instantOfId } from '../wire/transaction.ts';
import { writeCursor } from './cursor.ts';
import type { filterOf } from './filters.ts';
import type { StoredRow } from './stored-rows.ts';

export interface Page {
  readonly rows: readonly StoredRow[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/**
 * Rows one request reads at most. A filter that few rows pass would otherwise read all there are; a page that ends
 * here is short, says `has_more`, and its cursor goes on where the reading stopped (BB-C22).
 */
export const MOST_ROWS_READ = 20_000;

type Filter = ReturnType<typeof filterOf>;

/** The first page of rows that come sorted by date. */
export function pageByDate(
  rows: Iterable<StoredRow>,
  filter: Filter,
  limit: number,
  mostRead = MOST_ROWS_READ,
): Page {
  const page: StoredRow[] = [];
  let read = 0;
  let last: StoredRow | undefined;
  for (const row of rows) {
    if (read === mostRead)
      return { rows: page, nextCursor: last ? writeCursor(last.id) : null, hasMore: true };
    read += 1;
    if (filter === undefined || filter(row.row)) {
      if (page.length === limit) {
        const end = page.at(-1);
        return { rows: page, nextCursor: end ? writeCursor(end.id) : null, hasMore: true };
      }
      page.push(row);
    }
    last = row;
  }
  return { rows: page, nextCursor: null, hasMore: false };
}

/**
 * No rows, and a cursor that leads to where the page would have begun (BB-C38). Where nothing is to come there is
 * nothing to hold back.
 *
 * @param after the id in the cursor that was sent
 */
export function emptyPage(
  rows: Iterable<StoredRow>,
  filter: Filter,
  order: 'desc' | 'asc',
  after: string | undefined,
): Page {
  const page = pageByDate(rows, filter, 1);
  const [first] = page.rows;
  if (first === undefined) return page;
  const { at } = first.row;
  // Rows of that very instant may have been shown already.
  const place =
    after !== undefined && instantOfId(after) === at
      ? after
      : edgeId(at, order === 'desc' ? 'last' : 'first');
  return { rows: [], nextCursor: writeCursor(place), hasMore: true };
}

/**
 * The first rows by amount or name. No cursor leads on from here; `has_more` tells that there are more all the same
 * (BB-C21). Rows that tie keep the order they came in.
 */
export function pageBy(
  rows: Iterable<StoredRow>,
  filter: Filter,
  limit: number,
  by: 'amount' | 'name',
  order: 'desc' | 'asc',
  mostRead = MOST_ROWS_READ,
): Page {
  const sign = order === 'desc' ? -1 : 1;
  const compare =
    by === 'name'
      ? (a: StoredRow, b: StoredRow) => sign * compareText(a.row.description, b.row.description)
      : // What the API shows is the ledger's amount with its sign turned, so the larger is the smaller there.
        (a: StoredRow, b: StoredRow) => sign * b.row.amount.cmp(a.row.amount);
  const found: StoredRow[] = [];
  let read = 0;
  let cut = false;
  for (const row of rows) {
    if (read === mostRead) {
      cut = true;
      break;
    }
    read += 1;
    if (filter === undefined || filter(row.row)) found.push(row);
  }
  const page = found.sort(compare).slice(0, limit);
  return { rows: page, nextCursor: null, hasMore: cut || found.length > page.length };
}
