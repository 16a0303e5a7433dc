/** Activities that are not whole, or more than that. */
import type { Row } from '../../clients/snaptrade/pages.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

const DAY_MS = 86_400_000;

export const paging: readonly Mutant[] = [
  mutant('reads-one-page', 'Reads the first page and takes it for all.', { isLast: () => true }, [
    'activities/a-thousand-rows-are-not-all',
    'activities/short-page-is-not-the-last',
    'activities/filters-go-with-every-page',
    'broken/connection-closed-between-pages',
    'broken/connection-reset-in-the-middle',
    'outages/gateway-timeout-on-one-page',
    'limits/a-minute-holds-250',
  ]),
  mutant(
    'stops-on-short-page',
    'Takes a page with fewer rows than it asked for as the last.',
    { isLast: ({ data }, asked) => data.length < asked },
    ['activities/short-page-is-not-the-last', 'activities/every-page-is-short'],
  ),
  mutant(
    'stops-on-empty-page',
    'Takes a page without rows as the last.',
    { isLast: ({ data, offset, total }) => data.length === 0 || offset + data.length >= total },
    ['activities/empty-page-in-the-middle', 'activities/pages-that-stay-empty'],
  ),
  mutant(
    'asks-until-a-page-is-empty',
    'Never looks at the total, and asks until nothing comes.',
    { isLast: ({ data }) => data.length === 0 },
    ['activities/a-thousand-rows-are-not-all', 'activities/limit-above-the-maximum-is-refused'],
  ),
  mutant(
    'moves-on-by-what-it-asked',
    'Adds what it asked for to the offset, not what the page says it gives.',
    { nextOffset: ({ offset }, asked) => offset + asked },
    ['activities/every-page-is-short', 'activities/short-page-is-not-the-last'],
  ),
  mutant(
    'asks-for-all-at-once',
    'Asks for five thousand rows and believes that it gets them.',
    { pageRows: 5000, nextOffset: ({ offset }, asked) => offset + asked },
    ['activities/limit-above-the-maximum', 'activities/limit-above-the-maximum-is-refused'],
  ),
  mutant(
    'reports-the-pages-it-has',
    'Takes what was read for the list when a later page fails.',
    {
      noticesMoves: false,
      insteadOf: (_, path) =>
        path.endsWith('/activities')
          ? { data: [], pagination: { offset: 0, limit: 0, total: 0 } }
          : undefined,
    },
    ['refusals/revoked-between-pages', 'broken/body-is-cut'],
  ),
  mutant(
    'asks-for-the-empty-page-for-ever',
    'Goes on for as long as the total is not reached, without a pause.',
    { emptyPages: Number.POSITIVE_INFINITY, backoff: () => 0 },
    ['activities/pages-that-stay-empty'],
  ),
  mutant(
    'counts-rows',
    'Puts the rows of all pages one behind the other and looks at none of them.',
    { together: (rows) => rows, noticesMoves: false },
    ['activities/row-arrives-between-pages', 'activities/a-row-stands-twice'],
  ),
  mutant(
    'misses-moves',
    'Does not notice that the total is another one than a page before.',
    { noticesMoves: false },
    ['activities/row-vanishes-between-pages'],
  ),
  mutant(
    'keeps-one-row-per-id',
    'Keeps the last row of each id, whatever else is different.',
    { together: (rows) => by(rows, ({ id }) => id) },
    ['activities/equal-ids'],
  ),
  mutant(
    'keeps-one-row-per-content',
    'Tells rows apart by what they say, and not by their id.',
    {
      together: (rows) =>
        by(rows, ({ id: _, external_reference_id: __, ...content }) => JSON.stringify(content)),
    },
    ['activities/two-equal-trades-are-two'],
  ),
  mutant(
    'drops-unfinished-rows',
    'Leaves out trades without a fee, since they cannot be final.',
    {
      together: (rows) =>
        rows.filter(({ type, fee }) => (type !== 'BUY' && type !== 'SELL') || Number(fee) !== 0),
    },
    ['activities/fee-comes-later'],
  ),
  mutant(
    'filters-the-first-page-only',
    'Leaves days and types out from the second page on.',
    { filtersAt: (offset, filter) => (offset === 0 ? filter : {}) },
    ['activities/filters-go-with-every-page'],
  ),
  mutant(
    'leaves-out-the-last-day',
    'Takes the end of a range as not included, and corrects the provider.',
    { rangeOf: (start, end) => [start, end && shifted(end, -1)] },
    ['activities/both-days-are-included', 'activities/two-equal-trades-are-two'],
  ),
  mutant(
    'turns-days-into-utc',
    'Takes a day for its midnight in Sydney and sends the day that has in UTC, the one before.',
    { rangeOf: (start, end) => [start && shifted(start, -1), end && shifted(end, -1)] },
    ['activities/both-days-are-included'],
  ),
  mutant(
    'cuts-times-off',
    'Keeps the first ten letters of a time, since it only wants the day.',
    {
      shown: (row) =>
        typeof row.trade_date === 'string' ? { ...row, trade_date: row.trade_date.slice(0, 10) } : row,
    },
    ['activities/bare-days-stay-days', 'values/days-in-several-forms'],
  ),
  mutant(
    'believes-an-empty-history',
    'Takes an empty list of a new account for an account in which nothing happened.',
    { noRowsMean: 'nothing-happened' },
    ['activities/first-sync-is-under-way'],
  ),
  mutant(
    'waits-for-rows',
    'Takes an empty list for a sync that has not ended, and waits.',
    { noRowsMean: 'not-ready' },
    ['activities/nothing-today-is-an-answer'],
  ),
];

function by(rows: readonly Row[], key: (row: Row) => unknown): readonly Row[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
