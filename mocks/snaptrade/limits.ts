/** Limits on requests: 250 a minute for an application, over a rolling minute (ST-30). */
import { MINUTE } from '../../fixtures/ledger/time.ts';
import { type Problem, rollingWindow } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { SnapTradeExchange, SnapTradeWorld } from './state.ts';

/** Paying customers may have more; the default is 250. */
export const PER_MINUTE = { limit: 250, windowMs: MINUTE } as const;

const METER = 'snaptrade:requests';

/** A world has one application, so its requests are counted in one book. `GET /` names none and is not counted. */
export function throttle(x: SnapTradeExchange): Problem | undefined {
  if (x.principal.kind === 'anyone') return undefined;
  const book = bookRequest(x.world);
  if (book.allowed || x.world.limits === 'off') return undefined;
  return refusals.throttled(seconds(book.retryMs));
}

/** One more request of the application, now; refused ones are not counted. */
export function bookRequest(world: SnapTradeWorld): ReturnType<typeof rollingWindow> {
  return rollingWindow(world.meters, METER, world.now(), PER_MINUTE);
}

/** Every answer says how the books stand, refusals and `GET /` too (ST-31). */
export function announceLimits(x: SnapTradeExchange): void {
  const book = rollingWindow(x.world.meters, METER, x.now, PER_MINUTE, false);
  x.setHeader('X-RateLimit-Limit', book.limit);
  x.setHeader('X-RateLimit-Remaining', book.remaining);
  x.setHeader('X-RateLimit-Reset', seconds(book.resetMs));
}

/** Seconds to wait, never too few. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
