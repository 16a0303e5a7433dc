/** Mistakes with listings, filters and pages. */
import { goodPolicies } from '../../clients/breadbox/index.ts';
import type { Transaction } from '../../clients/breadbox/wire.ts';
import { mutant } from './mutant.ts';

const { next } = goodPolicies;

export const pageMutants = [
  mutant(
    'stops-on-a-short-page',
    'Takes a page with fewer rows than asked for as the last.',
    { next: (page, asked) => (page.data.length < asked ? undefined : next(page, asked)) },
    [
      'paging/short-page-is-not-the-last',
      'paging/row-arrives',
      'paging/row-vanishes',
      'limits/bucket-runs-dry',
      'wire/closed-between-requests',
    ],
  ),
  mutant(
    'stops-on-an-empty-page',
    'Takes a page without rows as the last.',
    { next: (page, asked) => (page.data.length === 0 ? undefined : next(page, asked)) },
    ['paging/empty-page-first', 'paging/empty-page-in-the-middle', 'paging/few-rows-among-many'],
  ),
  mutant('reads-one-page', 'Does not know of pages.', { next: () => undefined }, [
    'paging/to-the-end',
    'paging/no-cursor-by-amount',
    'wire/closed-between-requests',
  ]),
  mutant(
    'goes-on-after-null',
    'Goes on while there is a next_cursor, and null is there.',
    { next: ({ next_cursor: cursor }) => String(cursor) },
    ['paging/to-the-end', 'paging/nothing-matches', 'transactions/every-member'],
  ),
  mutant(
    'follows-the-cursor-alone',
    'Lets the server sort by amount and takes a missing cursor for the end, whatever has_more says.',
    { sortBy: (wanted) => wanted, next: ({ next_cursor: cursor }) => cursor ?? undefined },
    ['paging/no-cursor-by-amount'],
  ),
  mutant(
    'filters-the-first-page-only',
    'Takes the filters for a part of the cursor.',
    { filtersOn: 'first-page' },
    ['paging/filters-on-every-page'],
  ),
  mutant(
    'writes-the-cursor-anew',
    'Decodes the cursor and encodes it again, with other letters for the same bytes.',
    { sendCursor: (cursor) => Buffer.from(cursor, 'base64url').toString('base64') },
    ['paging/to-the-end', 'paging/short-page-is-not-the-last'],
  ),
  mutant(
    'takes-what-there-is-when-a-cursor-expires',
    'Ends the listing where the cursor was refused.',
    { onExpired: 'take-what-there-is' },
    ['paging/cursor-expires', 'paging/cursor-always-expires'],
  ),
  mutant(
    'starts-over-for-ever',
    'Starts over whenever a cursor is refused, however often.',
    { restarts: Number.POSITIVE_INFINITY },
    ['paging/cursor-always-expires'],
  ),
  mutant('keeps-copies', 'Books a row that stands twice as two.', { merge: (rows) => rows }, [
    'paging/row-stands-twice',
  ]),
  mutant(
    'tells-rows-apart-by-id-alone',
    'Drops a different row that comes under a known id.',
    { merge: (rows) => unique(rows, ({ id }) => id) },
    ['paging/two-rows-of-one-id'],
  ),
  mutant(
    'tells-rows-apart-by-what-they-say',
    'Books two equal purchases as one.',
    {
      merge: (rows) =>
        unique(rows, ({ account_id, date, amount, name }) => [account_id, date, amount, name].join()),
    },
    ['transactions/equal-in-all-but-their-id'],
  ),
  mutant(
    'reads-account-by-account',
    'Lists the transactions of the accounts that it finds in the list of accounts.',
    { reading: 'account-by-account' },
    ['transactions/of-disconnected-connections'],
  ),
  mutant('sends-the-last-day', 'Takes end_date for the last day wanted.', { endDate: (day) => day }, [
    'transactions/last-day-is-wanted-too',
    'transactions/one-day',
  ]),
  mutant(
    'asks-for-a-day-more',
    'Adds a day to be on the safe side, and counts it twice.',
    { endDate: (day) => new Date(Date.parse(day) + 2 * 86_400_000).toISOString().slice(0, 10) },
    ['transactions/last-day-is-wanted-too', 'transactions/one-day'],
  ),
  mutant('asks-for-the-oldest', 'Takes "first" for "newest".', { newest: { order: 'asc', onePage: false } }, [
    'paging/newest-first',
  ]),
  mutant(
    'takes-one-page-for-the-newest',
    'Asks for twelve rows and is content with what comes.',
    { newest: { order: 'desc', onePage: true } },
    ['paging/newest-first'],
  ),
  mutant(
    'takes-an-empty-list-for-a-failure',
    'Takes "none" for "something went wrong".',
    {
      rows: (body) => {
        const rows = goodPolicies.rows(body);
        if (rows.length === 0) throw new TypeError('There has to be a first row');
        return rows;
      },
    },
    [
      'connections/none-yet',
      'connections/of-nobody',
      'accounts/none-before-the-first-sync',
      'paging/nothing-matches',
      'transactions/of-an-account-nobody-has',
    ],
  ),
  mutant(
    'expects-a-bare-list',
    'Reads the answer as a list, as later servers send it.',
    { rows: (body) => (body as readonly unknown[]).map((row) => row) },
    ['connections/in-every-state', 'accounts/in-one-answer', 'transactions/every-member'],
  ),
];

function unique(rows: readonly Transaction[], key: (row: Transaction) => string): readonly Transaction[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(key(row)) && seen.add(key(row)));
}
