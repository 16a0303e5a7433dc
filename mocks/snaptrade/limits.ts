/**
 * Limits on requests: 250 a minute for a client id, over a rolling minute (ST-30), and for a personal key also 10 a
 * minute for each account, whichever of nine operations ask for it (ST-454).
 */
import { MINUTE } from '../../fixtures/ledger/time.ts';
import { type Problem, rollingWindow } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import { findAccount } from './lens.ts';
import type { Mode, SnapTradeExchange, SnapTradeWorld } from './state.ts';

type Reading = ReturnType<typeof rollingWindow>;

/** Paying customers may have more; the default is 250. */
export const PER_MINUTE = { limit: 250, windowMs: MINUTE } as const;

const PER_ACCOUNT = { limit: 10, windowMs: MINUTE } as const;

/** By what the provider's own documents call them: operations join when they are served. */
const OF_AN_ACCOUNT: ReadonlySet<string> = new Set([
  'GET /accounts/{accountId}',
  'GET /accounts/{accountId}/holdings',
  'GET /accounts/{accountId}/balances',
  'GET /accounts/{accountId}/positions/all',
  'GET /accounts/{accountId}/orders',
  'GET /accounts/{accountId}/recentOrders',
  'GET /accounts/{accountId}/activities',
  'POST /accounts/{accountId}/orders/details',
  'GET /accounts/{accountId}/quotes',
]);

/** A world has one client id of each mode, so a mode's requests are counted in one book. */
const METERS: Readonly<Record<Mode, string>> = {
  commercial: 'snaptrade:requests',
  personal: 'snaptrade:requests:personal',
  oauth: 'snaptrade:requests:oauth',
};

/** Both limits must let a request pass; one that is refused counts in neither (ST-455). `GET /` names no client. */
export function throttle(x: SnapTradeExchange): Problem | undefined {
  if (x.principal.kind === 'anyone') return undefined;
  const { mode } = x.principal;
  const account = limitedAccount(x);
  const enforced = x.world.limits !== 'off';
  if (account === undefined) {
    const book = bookRequest(x.world, mode);
    return book.allowed || !enforced ? undefined : refusals.throttled(seconds(book.retryMs));
  }
  const books = [bookOf(x, mode), accountBook(x, account)];
  const wait = Math.max(...books.map(({ retryMs }) => retryMs));
  if (wait > 0 && enforced) return refusals.throttled(seconds(wait));
  bookRequest(x.world, mode);
  accountBook(x, account, true);
  return undefined;
}

/** One more request of a client id, now; refused ones are not counted. */
export function bookRequest(world: SnapTradeWorld, mode: Mode = 'commercial'): Reading {
  return rollingWindow(world.meters, METERS[mode], world.now(), PER_MINUTE);
}

/** Every answer says how the books stand, refusals and `GET /` too (ST-31). */
export function announceLimits(x: SnapTradeExchange): void {
  const principal = x.principal as SnapTradeExchange['principal'] | undefined;
  const mode = principal === undefined || principal.kind === 'anyone' ? 'commercial' : principal.mode;
  announce(x, 'X-RateLimit', bookOf(x, mode));
  const account = principal === undefined ? undefined : limitedAccount(x);
  if (account !== undefined) announce(x, 'X-RateLimit-Account', accountBook(x, account));
}

function announce(x: SnapTradeExchange, prefix: string, book: Reading): void {
  x.setHeader(`${prefix}-Limit`, book.limit);
  x.setHeader(`${prefix}-Remaining`, book.remaining);
  x.setHeader(`${prefix}-Reset`, seconds(book.resetMs));
}

/** Key of the account that a personal key's request counts for; ids that name none of its accounts keep no book. */
function limitedAccount({ world, principal, operation, path }: SnapTradeExchange): string | undefined {
  if (principal.kind !== 'user' || principal.mode !== 'personal' || path.accountId === undefined)
    return undefined;
  if (!OF_AN_ACCOUNT.has(`${operation.method} ${operation.path}`)) return undefined;
  return findAccount(world, principal.user, path.accountId)?.account.key;
}

function bookOf(x: SnapTradeExchange, mode: Mode): Reading {
  return rollingWindow(x.world.meters, METERS[mode], x.now, PER_MINUTE, false);
}

function accountBook(x: SnapTradeExchange, account: string, take = false): Reading {
  return rollingWindow(x.world.meters, `snaptrade:account:${account}`, x.now, PER_ACCOUNT, take);
}

/** Seconds to wait, never too few. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
