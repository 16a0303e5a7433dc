/** 120 requests a minute per key, up to 60 at once: a bucket of 60 that gains two a second (BB-C23). */
import { type Problem, tokenBucket } from '../../src/provider/index.ts';
import { LENS } from './directory.ts';
import { refusals } from './errors.ts';
import type { BreadboxExchange } from './state.ts';
import { reading } from './switches.ts';

const RULE = { perMinute: 120, burst: 60 };

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
