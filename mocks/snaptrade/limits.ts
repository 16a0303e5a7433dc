/** Limits on requests: 250 a minute for an application, over a rolling minute (ST-30). */
import { type AnyExchange, type Check, type Reading, rollingWindow } from '../../src/provider/index.ts';
import type { Principal } from './auth.ts';
import { refusals } from './errors.ts';
import type { SnapTradeState } from './state.ts';

/** Paying customers may have more; the default is 250. */
export const PER_MINUTE = { limit: 250, windowMs: 60_000 } as const;

const METER = 'snaptrade:requests';

/** A world has one application, so its requests are counted in one book. `GET /` names none and is not counted. */
export const throttle: Check<SnapTradeState, Principal> = (x) => {
  if (x.principal.kind === 'anyone') return undefined;
  const reading = rollingWindow(x.world.meters, METER, x.now, PER_MINUTE);
  if (reading.allowed || x.world.limits === 'off') return undefined;
  return refusals.throttled(seconds(reading.retryMs));
};

/** Every answer says how the books stand, refusals and `GET /` too (ST-31). */
export function announceLimits(x: AnyExchange<SnapTradeState, Principal>): void {
  const reading: Reading = rollingWindow(x.world.meters, METER, x.now, PER_MINUTE, false);
  x.setHeader('X-RateLimit-Limit', reading.limit);
  x.setHeader('X-RateLimit-Remaining', reading.remaining);
  x.setHeader('X-RateLimit-Reset', seconds(reading.resetMs));
}

/** Seconds to wait, never too few. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
