/** 120 requests a minute per key, up to 60 at once: a bucket of 60 that gains two a second (BB-C23). */
import { type Headers, type Problem, tokenBucket } from '../../src/provider/index.ts';
import { LENS } from './directory.ts';
import { refusals } from './errors.ts';
import type { BreadboxExchange } from './state.ts';
import { reading } from './switches.ts';

const RULE = { perMinute: 120, burst: 60 };

/** What an answer says in whose place no limits are told. */
export const noLimits: Headers = {
  'X-RateLimit-Limit': null,
  'X-RateLimit-Remaining': null,
  'X-RateLimit-Reset': null,
};

/** The headers of a bucket that is empty for so many seconds yet. */
export function usedUp({ world, now }: BreadboxExchange, seconds: number): Headers {
  if (reading(world, 'rateLimitHeaders') !== 'shown') return {};
  return {
    'X-RateLimit-Limit': RULE.burst,
    'X-RateLimit-Remaining': 0,
    'X-RateLimit-Reset': Math.ceil(now / 1000) + seconds,
  };
}

/** Stands behind authentication: a wrong key is never throttled, and its answers carry no such headers. */
export function throttle(x: BreadboxExchange): Problem | undefined {
  const bucket = tokenBucket(x.world.meters, `${LENS}:${x.principal.key}`, x.now, RULE);
  if (reading(x.world, 'rateLimitHeaders') === 'shown') {
    x.setHeader('X-RateLimit-Limit', bucket.limit);
    x.setHeader('X-RateLimit-Remaining', bucket.remaining);
    x.setHeader('X-RateLimit-Reset', Math.ceil((x.now + bucket.resetMs) / 1000));
  }
  if (bucket.allowed || x.world.limits === 'off') return undefined;
  return refusals.rateLimited(Math.max(1, Math.ceil(bucket.retryMs / 1000)));
}
