/** Everything the client decides on, in its good form. A mutant is this with one decision changed for the worse. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import {
  type Answer,
  parseExactly,
  type RetryPolicies,
  retryAfterMs,
  retryPolicies,
} from '../common/index.ts';
import type { ConnectionStatus, ErrorBody, Page, SyncLog, Transaction } from './wire.ts';

export interface Policies extends RetryPolicies {
  readonly headers: (apiKey: string) => Readonly<Record<string, string>>;
  /** The target of a request, the way it goes over the wire. */
  readonly address: (url: URL, apiKey: string) => string;
  /** @throws ClientFailure for anything but a success */
  readonly accept: (answer: Answer, context: ClientContext) => unknown;
  /** Milliseconds to rest after an answer. */
  readonly paceMs: (answer: Answer) => number;
  /** What a reading comes to that failed for good. @throws ClientFailure unless it is taken for something else */
  readonly onFailure: (error: unknown) => unknown;
  /** A sync of all goes before every list. */
  readonly syncsFirst: boolean;
  /** Rows of a list's answer. */
  readonly rows: (body: unknown) => readonly unknown[];
  /** Last look at a row before it is handed on. */
  readonly keep: (row: unknown) => unknown;

  readonly pageSize: number;
  /** The cursor of the page after this one; undefined: this was the last. */
  readonly next: (page: Page, asked: number) => string | undefined;
  /** The cursor as it goes into a URL. */
  readonly sendCursor: (cursor: string) => string;
  /** Filters go with every page, not with the first alone. */
  readonly filtersOn: 'every-page' | 'first-page';
  /** What a cursor that is refused leads to. */
  readonly onExpired: 'start-over' | 'take-what-there-is' | 'start-over-and-keep';
  readonly restarts: number;
  /** Rows of all pages as one list. */
  readonly merge: (rows: readonly Transaction[]) => readonly Transaction[];
  /** `end_date` for the last day wanted. */
  readonly endDate: (lastDay: string) => string;
  /** `sort_by` to ask for, whatever order is wanted in the end. */
  readonly sortBy: (wanted: string | undefined) => string | undefined;
  /** All accounts in one walk, or each by itself. */
  readonly reading: 'all-at-once' | 'account-by-account';
  /** Order to ask the newest rows in, and whether one page is taken for all of them. */
  readonly newest: { readonly order: 'desc' | 'asc'; readonly onePage: boolean };

  /** Whose accounts are listed. */
  readonly accountsOf: 'all-connections' | 'active-connections';
  readonly isDebt: (type: string) => boolean;
  /** What a positive amount of a transaction is. */
  readonly positiveIs: 'money-out' | 'money-in';
  readonly sumsBy: 'currency' | 'nothing';
  /** How an account names its connection. */
  readonly belongs: (
    account: { readonly connection_id: string },
    connection: { readonly id: string },
  ) => boolean;

  /** Where a connection's status is found. */
  readonly statusFrom: 'its-id' | 'the-list-first';
  /** Whether the trigger may be sent at all, by how the connection stands. */
  readonly maySync: (connection: ConnectionStatus) => boolean;
  /** What a 409 on the trigger means. */
  readonly onConflict: 'wait-for-it' | 'ask-again' | 'done';
  /** What a trigger without an answer means. */
  readonly onLostAnswer: 'look' | 'ask-again';
  /** Whether the sync that was asked for is over. `before`: the log when it was asked for. */
  readonly isOver: (status: ConnectionStatus, before: SyncLog | null, joined: boolean) => boolean;
  /** Whether a sync that is over went well. */
  readonly wentWell: (status: ConnectionStatus) => boolean;
  /** Whether only a person can mend what is wrong. */
  readonly needsPerson: (status: ConnectionStatus) => boolean;
  /** What to do after a sync failed. */
  readonly onFailed: 'tell' | 'ask-again';
  /** What a sync comes to that did not end in time. */
  readonly onTimeUp: 'tell' | 'take-the-last-look';
  /** Milliseconds between two looks; n from 1. */
  readonly pollMs: (look: number) => number;
  /** How long a sync whose trigger got no answer may take to show. */
  readonly graceMs: number;
  /** What is waited for before fresh rows are read. */
  readonly freshAfter: 'the-end' | 'the-trigger';
  /** Which connections a sync of all is waited for at. */
  readonly takesPart: (connection: ConnectionStatus) => boolean;
  /** How long a sync of all is waited for. */
  readonly waitsForAll: 'each' | 'the-first' | 'the-trigger';
}

export const goodPolicies: Policies = {
  ...retryPolicies,
  parse: parseExactly,
  headers: (apiKey) => ({ 'X-API-Key': apiKey, Accept: 'application/json' }),
  address: (url) => url.href,
  accept,
  paceMs: () => 0,
  onFailure: (error) => {
    throw error;
  },
  syncsFirst: false,
  rows,
  keep: (row) => row,

  pageSize: 500,
  next,
  sendCursor: (cursor) => cursor,
  filtersOn: 'every-page',
  onExpired: 'start-over',
  restarts: 3,
  merge: withoutCopies,
  endDate: dayAfter,
  // Other orders have no cursor, so they stop at one page.
  sortBy: () => undefined,
  reading: 'all-at-once',
  newest: { order: 'desc', onePage: false },

  accountsOf: 'all-connections',
  isDebt: (type) => type === 'credit' || type === 'loan',
  positiveIs: 'money-out',
  sumsBy: 'currency',
  belongs: (account, { id }) => account.connection_id === id,

  statusFrom: 'its-id',
  maySync: () => true,
  onConflict: 'wait-for-it',
  onLostAnswer: 'look',
  isOver,
  wentWell: ({ recent_sync: log }) => log?.status === 'success',
  needsPerson: ({ status }) => status === 'pending_reauth',
  onFailed: 'tell',
  onTimeUp: 'tell',
  pollMs: (look) => Math.min(10_000, 400 * 1.3 ** (look - 1)),
  graceMs: 30_000,
  freshAfter: 'the-end',
  takesPart: ({ status }) => status === 'active',
  waitsForAll: 'each',
};

const KINDS: Readonly<Record<number, FailureKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  429: 'rate-limited',
};

/** By status: codes are an open list, and other versions of the server have others. */
function accept({ status, json, headers }: Answer, context: ClientContext): unknown {
  if (status >= 200 && status < 300) return json;
  const code = (json as ErrorBody | undefined)?.error?.code;
  const wait = retryAfterMs(headers.get('retry-after'), context.now());
  throw new ClientFailure(KINDS[status] ?? (status >= 500 ? 'unavailable' : 'invalid-request'), {
    status,
    ...(typeof code === 'string' && { code }),
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}

function rows(body: unknown): readonly unknown[] {
  const data = (body as { readonly data?: unknown } | undefined)?.data;
  if (!Array.isArray(data)) throw new ClientFailure('broken-answer', { message: 'The answer has no list' });
  return data;
}

function next({ has_more: more, next_cursor: cursor }: Page): string | undefined {
  if (typeof cursor === 'string' && cursor !== '') return cursor;
  if (more === true) throw new ClientFailure('incomplete', { message: 'More rows, and no cursor to them' });
  return undefined;
}

/** Copies of one row are one row; two rows that share an id and nothing else are two. */
function withoutCopies(all: readonly Transaction[]): readonly Transaction[] {
  const seen = new Set<string>();
  return all.filter((row) => {
    const text = JSON.stringify(row);
    return !seen.has(text) && seen.add(text);
  });
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Its row comes some time after the 202, so an older one says nothing; one that was joined is followed by its id. */
function isOver(
  { status, recent_sync: log }: ConnectionStatus,
  before: SyncLog | null,
  joined: boolean,
): boolean {
  if (status === 'disconnected') return true;
  if (log === null || log.status === 'in_progress') return false;
  return log.id !== before?.id || (joined && before.status === 'in_progress');
}
