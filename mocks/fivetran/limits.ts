/**
 * Rate limits of the account, in trailing windows (FT-20 to FT-24).
 *
 * Every answer to a known key tells the hourly limit of all requests. Updates that run setup tests have limits of their own
 * and count as interactions with the source too.
 */
import { HOUR, MINUTE } from '../../fixtures/ledger/time.ts';
import { type Headers, type Problem, type Reading, rollingWindow } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { FivetranExchange } from './state.ts';
import { reading } from './switches.ts';

interface Window {
  /** Name of its books. */
  readonly book: string;
  readonly limit: number;
  readonly windowMs: number;
  /** What may be done no more often than that, for the text of a 429. */
  readonly what: string;
}

interface Limits {
  readonly all: Window;
  readonly setupTests: readonly Window[];
}

const all = (limit: number): Window => ({
  book: 'fivetran:requests',
  limit,
  windowMs: HOUR,
  what: 'requests can be made',
});
const tests = (limit: number, windowMs: number): Window => ({
  book: `fivetran:setup-tests:${windowMs}`,
  limit,
  windowMs,
  what: 'setup tests can be run',
});
const sources = (limit: number, windowMs: number): Window => ({
  book: `fivetran:sources:${windowMs}`,
  limit,
  windowMs,
  what: 'source interactions can be made',
});

const LIMITS: Readonly<Record<'paid' | 'trial', Limits>> = {
  paid: {
    all: all(20_000),
    setupTests: [tests(250, MINUTE), tests(2500, HOUR), sources(500, MINUTE), sources(5000, HOUR)],
  },
  trial: {
    all: all(500),
    setupTests: [tests(50, HOUR), sources(25, MINUTE), sources(250, HOUR)],
  },
};

/** Counts a request of a known key, and refuses it if the hour's are used up. */
export function throttle(x: FivetranExchange): Problem | undefined {
  const window = LIMITS[reading(x.world, 'plan')].all;
  const read = look(x, window, true);
  x.setHeader('X-Rate-Limit', read.limit);
  x.setHeader('X-Rate-Limit-Remaining', read.remaining);
  return read.allowed || x.world.limits === 'off' ? undefined : refusal(x, window, read);
}

/** Counts an update that runs setup tests; a refused one is counted nowhere. */
export function throttleSetupTests(x: FivetranExchange): Problem | undefined {
  const windows = LIMITS[reading(x.world, 'plan')].setupTests;
  for (const window of windows) {
    const read = look(x, window, false);
    if (!read.allowed && x.world.limits !== 'off') return refusal(x, window, read);
  }
  for (const window of windows) look(x, window, true);
  return undefined;
}

function look(x: FivetranExchange, window: Window, take: boolean): Reading {
  return rollingWindow(x.world.meters, window.book, x.now, window, take);
}

/** What an answer says in whose place no limits are told. */
export const noLimits: Headers = { 'X-Rate-Limit': null, 'X-Rate-Limit-Remaining': null };

/** The refusal of an account whose hour is used up, and what its headers say. */
export function usedUp(x: FivetranExchange): { readonly said: Problem; readonly headers: Headers } {
  const { limit, what } = LIMITS[reading(x.world, 'plan')].all;
  return {
    said: refusals.tooMany(`No more than ${limit} ${what} hourly`, undefined),
    headers: { 'X-Rate-Limit': limit, 'X-Rate-Limit-Remaining': 0 },
  };
}

/** In the manner of "No more than 100 connectors can be created hourly" (FT-C10). */
function refusal(x: FivetranExchange, { limit, windowMs, what }: Window, read: Reading): Problem {
  const period = windowMs === HOUR ? 'hourly' : 'in one-minute time period';
  const seconds = Math.max(1, Math.ceil(read.retryMs / 1000));
  return refusals.tooMany(
    `No more than ${limit} ${what} ${period}`,
    reading(x.world, 'retryAfter') === 'sent' ? seconds : undefined,
  );
}
