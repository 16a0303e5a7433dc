/** Every decision of the client that people get wrong elsewhere, in its right form. */
import {
  type Answer,
  inFlightLimiter,
  type Limiter,
  type RetryPolicies,
  retryPolicies,
} from '../common/index.ts';
import { refusalOf } from './refusals.ts';
import type { Account, Connection, Page, Query, Row, Wanted } from './shapes.ts';
import { type Delivery, decimalOfCents, hasSignature } from './webhooks.ts';

export interface Policies extends RetryPolicies {
  /** Rows asked for with one request. */
  readonly pageSize: { readonly accounts: number; readonly rows: number };
  readonly headers: (apiKey: string) => Readonly<Record<string, string>>;
  /** The address as it is asked for. */
  readonly address: (url: string, apiKey: string) => string;
  /** What a refusal is to the caller. */
  readonly refusalOf: (answer: Answer, now: number) => Error;
  /** Whether a failed request ends the whole job. */
  readonly isTheEnd: (error: unknown) => boolean;
  readonly isLast: (page: Page) => boolean;
  readonly nextOffset: (page: Page) => number;
  /** Empty pages in a row that are followed, though more is said to come. */
  readonly mostEmptyPages: number;
  /** Whether pagination is what the documentation says. */
  readonly isPagination: (pagination: Readonly<Record<string, unknown>>) => boolean;
  /** What becomes of the rows so far when a page cannot be had. */
  readonly onLostPage: (error: unknown, rows: readonly Row[]) => readonly Row[];
  /** How one row is read. */
  readonly readRow: (row: Row) => Row;
  /** Rows that are passed on. */
  readonly keeps: (row: Row, path: string) => boolean;
  /** Rows of pages that may have moved while they were read. */
  readonly joinTransactions: (rows: readonly Row[]) => readonly Row[];
  readonly joinTrades: (rows: readonly Row[]) => readonly Row[];
  /** A `from` or `to`, as it is sent. */
  readonly bound: (text: string, which: 'from' | 'to') => string;
  /** The stretches of time one listing is asked for in. */
  readonly windows: (from: string | undefined, to: string | undefined) => readonly Window[];
  /** Which accounts of a bank are asked for one by one; undefined: one call for all of them. */
  readonly accountsOf: (accounts: readonly Account[], connectionId: string) => readonly string[] | undefined;
  /** Accounts that have balances. */
  readonly withBalance: (
    accounts: readonly Account[],
    connections: readonly Connection[],
  ) => readonly string[];
  readonly balancesAtOnce: number;
  /** Balances, as they came for the accounts asked for. */
  readonly balancesOf: (rows: readonly Row[], ids: readonly string[]) => readonly Row[];
  /** What of a broker is asked for. */
  readonly filters: (wanted: Wanted) => Query;
  /** Holdings, by however many requests. */
  readonly everyHolding: (read: (more: Query) => Promise<readonly Row[]>) => Promise<readonly Row[]>;
  readonly categoriesIn: (body: Readonly<Record<string, unknown>>) => unknown;
  readonly limiter: () => Limiter;
  /** What a connection that failed does to the whole export. */
  readonly onLostConnection: (error: unknown) => readonly Row[];
  /** The copy, brought up to date. */
  readonly update: (copy: readonly Row[], read: readonly Row[]) => readonly Row[];
  readonly isGenuine: (delivery: Delivery) => boolean;
  /** Whether a message is no replay of an old one. */
  readonly isFresh: (delivery: Delivery, now: number) => boolean;
  /** Which part of a run a message is, and of how many. */
  readonly chunkOf: (metadata: Row) => readonly [unknown, unknown];
  /** An amount of a webhook, which is in cents. */
  readonly amountOf: (cents: unknown) => string;
  /** Milliseconds between two looks at something that is cached for ten minutes. */
  readonly pollMs: number;
  /** Milliseconds after which nothing is waited for any more, where the job itself has more time. */
  readonly patienceMs: number;
}

/** As one window, as long as it was asked for. */
export interface Window {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export const policies: Policies = {
  ...retryPolicies,
  pageSize: { accounts: 200, rows: 500 },
  headers: (apiKey) => ({ authorization: `Bearer ${apiKey}`, accept: 'application/json' }),
  address: (url) => url,
  refusalOf,
  isTheEnd: () => true,
  isLast: ({ pagination }) => !pagination.hasMore,
  nextOffset: ({ pagination }) => pagination.offset + pagination.limit,
  mostEmptyPages: 3,
  // `total` is none of our business: it has been null, -1 and exact.
  isPagination: ({ hasMore, offset, limit }) =>
    typeof hasMore === 'boolean' && typeof offset === 'number' && typeof limit === 'number',
  onLostPage: (error) => {
    throw error;
  },
  // Amounts are text and stay text; what is null or unknown stays as it is.
  readRow: (row) => row,
  keeps: () => true,
  // A row that was pushed on to the next page while we read comes twice, to the letter.
  joinTransactions: (rows) => [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()],
  // Two equal trades have one id and are two trades all the same.
  joinTrades: (rows) => rows,
  bound: (text) => text,
  windows: (from, to) => [{ from, to }],
  // Calls without an account are on their way out.
  accountsOf: (accounts, connectionId) =>
    accounts.filter((account) => account.connectionId === connectionId).map(({ id }) => id),
  withBalance: (accounts, connections) => {
    const banks = new Set(connections.filter(({ category }) => category === 'banking').map(({ id }) => id));
    return accounts.filter(({ connectionId }) => banks.has(connectionId)).map(({ id }) => id);
  },
  balancesAtOnce: 100,
  // They come in the banks' order, and each says whose it is.
  balancesOf: (rows) => rows,
  filters: ({ connectionId, accountId, accountIds }) => ({
    connectionId,
    accountId,
    accountIds: accountIds?.join(','),
  }),
  everyHolding: (read) => read({}),
  categoriesIn: ({ categories }) => categories,
  limiter: () => inFlightLimiter(4),
  onLostConnection: (error) => {
    throw error;
  },
  // What is no longer listed is no longer there: ids change when holds settle and fees are filled in.
  update: (_, read) => read,
  isGenuine: ({ body, signature, timestamp, secret }) =>
    hasSignature(signature, secret, `${timestamp}.${body}`),
  // Clocks differ, in both directions.
  isFresh: ({ timestamp }, now) => Math.abs(now - Number(timestamp) * 1000) <= 5 * 60_000,
  chunkOf: ({ chunk, total_chunks }) => [chunk, total_chunks],
  amountOf: decimalOfCents,
  pollMs: 5 * 60_000,
  patienceMs: Number.POSITIVE_INFINITY,
};
