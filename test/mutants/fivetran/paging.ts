/** Lists that are not whole, or more than that. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { textIn } from '../../clients/fivetran/reading.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from './mutant.ts';

const mutant = mutantsOf('listConnections', 'listGroups');

const PAGE = 500;

export const paging: readonly Mutant[] = [
  mutant(
    'reads-one-page',
    'Reads one page, of the size that comes by itself.',
    { limit: undefined, nextCursor: () => undefined },
    [
      'paging/more-than-a-hundred',
      'paging/next-cursor-leads-to-the-end',
      'paging/groups-have-pages-too',
      'paging/filter-on-every-page',
      'wire/connection-closed-afterwards',
    ],
  ),
  mutant(
    'stops-on-short-page',
    'Takes a page with fewer rows than it asked for as the last.',
    { nextCursor: ({ data, items }) => (items.length < PAGE ? undefined : textIn(data, 'next_cursor')) },
    ['paging/one-short-page', 'paging/next-cursor-leads-to-the-end', 'rate-limits/in-the-middle-of-a-list'],
  ),
  mutant(
    'stops-on-empty-page',
    'Takes an empty page as the last.',
    { nextCursor: ({ data, items }) => (items.length === 0 ? undefined : textIn(data, 'next_cursor')) },
    ['paging/empty-page-is-not-the-last'],
  ),
  mutant(
    'works-out-cursors',
    'Makes cursors by itself, since they happen to be readable, and goes on until a page is empty.',
    { nextCursor: ({ items }, rows) => (items.length === 0 ? undefined : cursorAt(rows)) },
    ['paging/full-page-is-the-last', 'paging/row-vanishes-between-pages'],
  ),
  mutant(
    'forgets-filters',
    'Sends the filters with the first page only.',
    { filtersWithCursor: () => ({}) },
    ['paging/filter-on-every-page'],
  ),
  mutant('counts-rows-twice', 'Hands on every row it meets.', { distinct: (rows) => [...rows] }, [
    'paging/row-arrives-between-pages',
    'paging/a-row-twice',
  ]),
  mutant('asks-for-too-many', 'Asks for five thousand rows a page.', { limit: 5000 }, [
    'paging/more-than-a-hundred',
    'paging/nothing-there',
  ]),
  mutant(
    'takes-nothing-for-not-found',
    'Takes an empty list for "not found".',
    {
      distinct(rows) {
        if (rows.length === 0) throw new ClientFailure('not-found');
        return [...rows];
      },
    },
    ['paging/nothing-there'],
  ),
  mutant(
    'takes-a-part-for-the-whole',
    'Hands on the pages it has when another cannot be had.',
    { brokenOff: (_, rows) => rows, restarts: 0 },
    [
      'paging/page-that-never-comes',
      'paging/cursor-expires',
      'refusals/key-revoked-between-pages',
      'wire/never-whole',
      'outages/for-good',
    ],
  ),
  mutant(
    'shrugs-at-broken-pages',
    'Tries each page once, and hands on the pages it has when one breaks on its way.',
    { tries: 1, brokenOff: (_, rows) => rows },
    [
      'wire/body-cut-short',
      'wire/last-chunk-missing',
      'wire/reset-before-the-answer',
      'wire/reset-in-the-body',
      'wire/closed-without-an-answer',
      'wire/json-that-does-not-end',
      'wire/another-content-type',
      'wire/damaged-gzip',
    ],
  ),
];

function cursorAt(skip: number): string {
  return Buffer.from(JSON.stringify({ skip })).toString('base64url');
}
