/**
 * Three buckets of requests a minute for each key, and for the costly one a cap on requests in flight (RB-20, RB-21).
 * Refusals of earlier checks take nothing from a bucket; cached answers do (RB-C07, RB-C17).
 */
import { MINUTE } from '../../fixtures/ledger/time.ts';
import { digest, fixedWindow, type Problem, type Reading, Recent } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { operations } from './generated/types.ts';
import { bearerOf } from './keys.ts';
import type { Caller, RedbarkExchange } from './state.ts';

type Tier = 'cheap' | 'mid' | 'heavy';

/** Where the buckets of one key are counted, and its requests in flight. */
export type Books = Readonly<Record<Tier | 'inFlight', string>>;

interface Rule {
  readonly limit: number;
  readonly windowMs: number;
}

const BUCKETS: Readonly<Record<Tier, Rule>> = {
  cheap: { limit: 60, windowMs: MINUTE },
  mid: { limit: 30, windowMs: MINUTE },
  heavy: { limit: 30, windowMs: MINUTE },
};

const TIERS: Readonly<Record<keyof operations, Tier | undefined>> = {
  getHealth: undefined,
  listConnections: 'cheap',
  listAccounts: 'cheap',
  listCategories: 'cheap',
  listBalances: 'mid',
  listTransactions: 'heavy',
  listHoldings: 'heavy',
  listTrades: 'heavy',
};

/** Failed attempts a minute (RB-53). */
const FAILED_AUTH: Rule = { limit: 60, windowMs: MINUTE };

/** Heavy requests of one key at a time. */
const IN_FLIGHT = 4;
/** When to come back after {@link IN_FLIGHT}: no window tells, so the shortest wait there is (RB-C31). */
const IN_FLIGHT_WAIT_MS = 1000;

/**
 * Refuses an address that failed too often, before any key is looked up: a right key that starts like the wrong
 * ones is refused too.
 */
export function throttleFailedAuth(x: RedbarkExchange): Problem | undefined {
  if (tierOf(x) === undefined) return undefined;
  const book = failedAuth(x, false);
  if (book.allowed || x.world.limits === 'off') return undefined;
  return { ...refusals.rateLimited(), headers: waitHeaders(book, x.now) };
}

export function noteFailedAuth(x: RedbarkExchange): void {
  failedAuth(x, true);
}

/** The last check: takes one from the bucket of the operation. */
export function throttle(x: RedbarkExchange): Problem | undefined {
  const tier = tierOf(x);
  if (tier === undefined || x.principal === undefined) return undefined;
  const enforced = x.world.limits === 'documented';
  if (tier === 'heavy' && !x.enter(x.principal.books.inFlight, IN_FLIGHT) && enforced) {
    return tooManyInFlight(x);
  }
  const book = bucket(x, tier, x.principal, true);
  if (book.allowed || !enforced) return undefined;
  return { ...refusals.rateLimited(), headers: waitHeaders(book, x.now) };
}

/** The refusal of one heavy request too many at a time. */
export function tooManyInFlight({ now }: RedbarkExchange): Problem {
  const wait = { resetMs: IN_FLIGHT_WAIT_MS, retryMs: IN_FLIGHT_WAIT_MS };
  return { ...refusals.tooManyInFlight(), headers: waitHeaders(wait, now) };
}

/** Whether {@link throttle} would refuse for want of room in the bucket; takes nothing. */
export function isThrottled(x: RedbarkExchange): boolean {
  const tier = tierOf(x);
  if (tier === undefined || x.principal === undefined || x.world.limits === 'off') return false;
  return !bucket(x, tier, x.principal, false).allowed;
}

/** Sets the two headers that every answer has which belongs to a bucket; 401s belong to that of failed attempts. */
export function announceBucket(x: RedbarkExchange): void {
  const tier = tierOf(x);
  if (tier === undefined) return;
  const book = x.principal === undefined ? failedAuth(x, false) : bucket(x, tier, x.principal, false);
  x.setHeader('X-RateLimit-Limit', book.limit);
  x.setHeader('X-RateLimit-Remaining', book.remaining);
}

/** What only a 429 carries (RB-22): seconds to wait, and the second since 1970 at which the window ends (RB-C06). */
function waitHeaders(
  book: Pick<Reading, 'retryMs' | 'resetMs'>,
  now: number,
): Readonly<Record<string, number>> {
  return {
    'Retry-After': Math.max(1, Math.ceil(book.retryMs / 1000)),
    'X-RateLimit-Reset': Math.ceil((now + book.resetMs) / 1000),
  };
}

export function booksOf(keyId: string): Books {
  return {
    cheap: `redbark:cheap:${keyId}`,
    mid: `redbark:mid:${keyId}`,
    heavy: `redbark:heavy:${keyId}`,
    inFlight: `redbark:${keyId}`,
  };
}

function tierOf(x: RedbarkExchange): Tier | undefined {
  return Object.hasOwn(TIERS, x.operation.id) ? TIERS[x.operation.id as keyof operations] : undefined;
}

function bucket(x: RedbarkExchange, tier: Tier, caller: Caller, take: boolean): Reading {
  return fixedWindow(x.world.meters, caller.books[tier], x.now, BUCKETS[tier], take);
}

/**
 * One book for each address and first 16 characters of what was sent as key. Hashed, since seven of the sixteen belong
 * to the secret.
 */
function failedAuth(x: RedbarkExchange, take: boolean): Reading {
  const address = x.request.remoteAddress;
  const token = bearerOf(x.request) ?? '';
  let last = failedAuthBooks.get(token);
  if (last?.address !== address) {
    const who = `${address} ${token.slice(0, 16)}`;
    last = { address, book: `redbark:failed-auth:${digest(who).slice(0, 32)}` };
    if (token.length <= LONGEST_KEPT) failedAuthBooks.set(token, last);
  }
  return fixedWindow(x.world.meters, last.book, x.now, FAILED_AUTH, take);
}

/** By what was sent as key: from where it came last, and the name of that book. Every request looks into one. */
const failedAuthBooks = new Recent<{ readonly address: string; readonly book: string }>(1024);
const LONGEST_KEPT = 256;
