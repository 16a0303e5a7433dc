/** How the client decides where clients go wrong. The defaults are the reference; a mutant changes one of them. */

import type { Failure } from '../../../src/verify/protocol.ts';
import {
  type Answer,
  doubling,
  parseExactly,
  type RetryPolicies,
  retryAfterMs,
  retryPolicies,
} from '../common/index.ts';
import { type AccessPolicies, accessPolicies } from './access-policies.ts';
import type { ActivityFilter } from './accounts.ts';
import { type OrderPolicies, orderPolicies } from './order-policies.ts';
import { distinct, type Page, type Row } from './pages.ts';
import { type Refusal, refused } from './refusals.ts';
import { isSigned, type Signed, signatureOf } from './signing.ts';
import type { PortalOptions } from './users.ts';

export interface Policies extends RetryPolicies, AccessPolicies, OrderPolicies {
  /** Seconds since 1970, as text. */
  readonly timestamp: (now: number) => string;
  readonly sign: (consumerKey: string, signed: Signed) => string;
  /** What is signed for a body. */
  readonly contentOf: (body: object | undefined) => unknown;
  /** Whether a request that is sent again is signed anew. */
  readonly signsAgain: boolean;
  /** Whether calls about a user name it in the query. */
  readonly userIn: 'query' | 'headers';
  /** The failure that a refusal means. */
  readonly refused: (refusal: Refusal, url: string) => Error;
  /** What is made of a failure; undefined: it is one. */
  readonly insteadOf: (failure: Failure, path: string) => unknown;
  /** A value in a query as it is sent. */
  readonly encoded: (value: string) => string;
  /** Whether calls of the application itself name the user too. */
  readonly alwaysNamesUser: boolean;
  /** Whether every answer has to have a body. */
  readonly expectsBodies: boolean;

  /** Rows that are asked for at a time. */
  readonly pageRows: number;
  /** Where the next page begins. */
  readonly nextOffset: (page: Page, asked: number) => number;
  readonly isLast: (page: Page, asked: number) => boolean;
  /** What becomes of the rows of all pages. */
  readonly together: (rows: readonly Row[]) => readonly Row[];
  /** Whether a total that is another one than before means to begin again. */
  readonly noticesMoves: boolean;
  /** Pages in a row that may bring nothing. */
  readonly emptyPages: number;
  /** Filters of the page at an offset. */
  readonly filtersAt: (offset: number, filter: ActivityFilter) => ActivityFilter;
  /** What an account without activities means: it is asked if its first sync has ended, or taken for one or the other. */
  readonly noRowsMean: 'ask' | 'nothing-happened' | 'not-ready';
  /** Which rows of a list are reported. */
  readonly listed: (rows: readonly Row[]) => readonly Row[];
  /** What is reported of a row, a connection, a balance, ... */
  readonly shown: (row: Row) => Row;
  /** Whether an account that cannot be read is left out of a portfolio. */
  readonly skipsAccounts: boolean;
  /** Whether an account belongs into a portfolio, by what is in it. */
  readonly isListed: (contents: readonly Row[]) => boolean;
  readonly rangeOf: (
    startDate: string | undefined,
    endDate: string | undefined,
  ) => readonly (string | undefined)[];

  /** Milliseconds between the n-th look at something that takes its time and the next. */
  readonly pollMs: (look: number) => number;
  /** Whether it is waited until what was queued is done. */
  readonly waitsForQueue: boolean;
  /** Whether a connection is looked at while its refresh is waited for. */
  readonly watchesConnection: boolean;
  /** What happens after registering a user was refused because the id is taken. */
  readonly onTaken: 'fail' | 'replace';
  /** What of the options of the portal is sent. */
  readonly portalOptions: (options: PortalOptions) => PortalOptions;
  /** Whether a new secret is used from then on. */
  readonly takesNewSecret: boolean;
  /** Whether a webhook is what its signature says. */
  readonly isSigned: (consumerKey: string, body: string, signature: string) => boolean;
  /** Whether a webhook may still be taken: milliseconds since what it tells of. */
  readonly isFresh: (age: number) => boolean;
}

export const policies: Policies = {
  ...retryPolicies,
  ...accessPolicies,
  ...orderPolicies,
  parse: parseExactly,
  waitOf: toldWait,
  // Deleting is queued, and queueing it twice is one deletion: it may be sent again like a read.
  mayRepeat: (outcome, request) =>
    retryPolicies.mayRepeat(outcome, request.method === 'DELETE' ? { ...request, method: 'GET' } : request) &&
    !isRefreshedTooSoon(outcome) &&
    !isNotImplemented(outcome),
  timestamp: (now) => String(Math.floor(now / 1000)),
  sign: signatureOf,
  contentOf: (body) => (body === undefined || Object.keys(body).length === 0 ? null : body),
  signsAgain: true,
  userIn: 'query',
  refused,
  insteadOf: () => undefined,
  encoded: encodeURIComponent,
  alwaysNamesUser: false,
  expectsBodies: false,

  pageRows: 1000,
  // What the page says it gives at most, which may be less than was asked for.
  nextOffset: ({ offset, limit }) => offset + limit,
  isLast: ({ offset, data, total }) => offset + data.length >= total,
  together: distinct,
  noticesMoves: true,
  emptyPages: 5,
  filtersAt: (_, filter) => filter,
  noRowsMean: 'ask',
  listed: (rows) => rows,
  shown: (row) => row,
  skipsAccounts: false,
  // Nothing in it may mean that the brokerage does not tell.
  isListed: () => true,
  rangeOf: (startDate, endDate) => [startDate, endDate],

  pollMs: doubling(2_000, 30_000),
  waitsForQueue: true,
  watchesConnection: true,
  onTaken: 'fail',
  portalOptions: (options) => options,
  takesNewSecret: true,
  isSigned,
  // The first retry comes after half an hour, and keeps the time of what it tells.
  isFresh: () => true,
};

const EXPECTED = /available in (\d+) second/;

/** Either may be used up with a personal key, and both have to let a request pass. */
const LIMITS = ['x-ratelimit', 'x-ratelimit-account'];

/** By `Retry-After`, should a proxy give one; else by the headers of the limits that are used up; else the text. */
export function toldWait({ status, headers, json }: Answer, now: number): number | undefined {
  const told = retryAfterMs(headers.get('retry-after'), now);
  if (told !== undefined || status !== 429) return told;
  const resets = LIMITS.filter((limit) => headers.get(`${limit}-remaining`) === '0').flatMap(
    (limit) => headers.get(`${limit}-reset`) ?? [],
  );
  if (resets.length > 0) return Math.max(...resets.map(Number)) * 1000;
  const { detail } = (json ?? {}) as { readonly detail?: unknown };
  const seconds = typeof detail === 'string' ? EXPECTED.exec(detail)?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** 429 too, but the connection's: it was refreshed a moment ago, and nobody says when it may be again. */
function isRefreshedTooSoon(outcome: Parameters<RetryPolicies['mayRepeat']>[0]): boolean {
  if (!('answer' in outcome)) return false;
  const { json } = outcome.answer;
  return typeof json === 'object' && json !== null && 'code' in json && json.code === 'throttled';
}

/** 501 is about the brokerage, and not about the moment. */
function isNotImplemented(outcome: Parameters<RetryPolicies['mayRepeat']>[0]): boolean {
  return 'answer' in outcome && outcome.answer.status === 501;
}
