/** Listings that end too early, too late or never. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { policies } from '../../clients/redbark/index.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const paging: readonly Mutant[] = [
  mutant(
    'stops-on-short-page',
    'Takes a page with fewer rows than it asked for to be the last.',
    { isLast: ({ rows, pagination }) => !pagination.hasMore || rows.length < pagination.limit },
    [
      'paging/short-page-is-not-the-last',
      'paging/several-short-pages',
      'paging/row-ceiling-is-per-request',
      'paging/transactions-come-in-pages-too',
      'wire/connection-closes-after-an-answer',
    ],
  ),
  mutant(
    'stops-on-empty-page',
    'Takes a page without rows to be the end, whatever it says.',
    { isLast: ({ rows, pagination }) => !pagination.hasMore || rows.length === 0 },
    ['paging/empty-page-in-the-middle', 'paging/first-page-is-empty', 'paging/empty-pages-without-end'],
  ),
  mutant(
    'follows-empty-pages-for-ever',
    'Goes on as long as more is said to come.',
    { mostEmptyPages: Number.POSITIVE_INFINITY },
    ['paging/empty-pages-without-end'],
  ),
  mutant(
    'adds-the-rows-that-came',
    'Asks for the next page at the offset plus the rows it got.',
    { nextOffset: ({ rows, pagination }) => pagination.offset + rows.length },
    [
      'paging/short-page-is-not-the-last',
      'paging/several-short-pages',
      'paging/empty-page-in-the-middle',
      'accounts/all-pages-of-accounts',
    ],
  ),
  mutant(
    'counts-up-to-the-total',
    'Reads on while it has fewer rows than the total.',
    { isLast: ({ rows, pagination }) => pagination.offset + rows.length >= (pagination.total ?? 0) },
    ['paging/total-is-null-until-the-end', 'paging/total-is-minus-one', 'paging/many-pages-in-order'],
  ),
  mutant(
    'needs-a-total',
    'Has the total as a number in its schema.',
    { isPagination: (given) => policies.isPagination(given) && typeof given.total === 'number' },
    ['paging/total-is-null-until-the-end'],
  ),
  mutant(
    'needs-no-total',
    'Has it in its schema that the total is null while more is to come.',
    {
      isPagination: (given) =>
        policies.isPagination(given) && (given.hasMore !== true || given.total === null),
    },
    ['paging/total-is-exact-on-every-page', 'paging/total-is-minus-one'],
  ),
  mutant(
    'asks-for-five-hundred-everywhere',
    'Asks for 500 rows of everything, as of trades.',
    { pageSize: { accounts: 500, rows: 500 } },
    ['accounts/limit-is-two-hundred', 'accounts/all-pages-of-accounts'],
  ),
  mutant(
    'reads-until-a-page-is-empty',
    'Asks for another page after the last one.',
    { isLast: ({ rows }) => rows.length === 0 },
    ['paging/many-pages-in-order', 'paging/transactions-come-in-pages-too'],
  ),
  mutant(
    'keeps-what-came-before-the-failure',
    'Reports the pages it has when one cannot be had.',
    { onLostPage: (_, rows) => rows },
    [
      'paging/second-page-cannot-be-had',
      'accounts/second-page-is-lost',
      'access/key-is-revoked-between-pages',
      'access/plan-changes-half-way',
      'wire/second-page-breaks',
      'outages/down-for-good',
    ],
  ),
  mutant(
    'takes-nothing-for-a-failure',
    'Says that it failed when there is not one row.',
    {
      joinTrades: (rows) => {
        if (rows.length === 0) throw new ClientFailure('not-found');
        return rows;
      },
    },
    ['paging/nothing-there'],
  ),
  mutant(
    'looks-for-pages-of-holdings',
    'Asks for holdings page by page, until a page is empty.',
    {
      everyHolding: async (read) => {
        const all = [];
        for (let offset = 0; ; offset += 200) {
          const rows = await read({ limit: 200, offset });
          if (rows.length === 0) return all;
          all.push(...rows);
        }
      },
    },
    ['holdings/not-in-pages'],
  ),
  mutant(
    'books-a-row-that-moved-twice',
    'Puts pages together without a look at the ids of transactions.',
    { joinTransactions: (rows) => rows },
    ['paging/a-row-arrives-between-pages'],
  ),
  mutant(
    'compares-day-amount-and-text',
    'Takes transactions that look alike for one.',
    {
      joinTransactions: (rows) => [
        ...new Map(rows.map((row) => [`${row.date} ${row.amount} ${row.description}`, row])).values(),
      ],
    },
    ['transactions/two-equal-purchases'],
  ),
  mutant(
    'uses-the-id-of-a-trade-as-a-key',
    'Keeps one trade for each id.',
    { joinTrades: (rows) => [...new Map(rows.map((row) => [row.id, row])).values()] },
    [
      'trades/two-equal-trades-are-two',
      'trades/equal-trades-on-two-accounts',
      'trades/a-row-that-stands-twice',
      'trades/different-trades-with-one-id',
    ],
  ),
  mutant(
    'keeps-a-copy-by-id',
    'Adds new ids to its copy, and takes none out.',
    {
      update: (copy, read) => [...new Map([...copy, ...read].map((row) => [row.id, row])).values()],
    },
    ['transactions/a-hold-settles', 'trades/a-fee-is-filled-in-later'],
  ),
  mutant('never-updates-its-copy', 'Takes the first reading for good.', { update: (copy) => copy }, [
    'transactions/the-cache-expires',
    'transactions/a-hold-settles',
    'trades/a-fee-is-filled-in-later',
  ]),
];
