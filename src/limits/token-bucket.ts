import { writeBook } from './book.ts';
import type { Meters, Reading } from './reading.ts';

/** A bucket of `burst` tokens that refills at `perMinute`; each request takes one. */
export function tokenBucket(
  meters: Meters,
  key: string,
  now: number,
  rule: { readonly perMinute: number; readonly burst: number },
  take = true,
): Reading {
  const book = meters[key] as { at: number; milliTokens: number } | undefined;
  // Thousandths of a token, as integers, so that no fraction of a token is lost to rounding.
  const full = rule.burst * 1000;
  const perMs = rule.perMinute / 60;
  const before =
    book === undefined ? full : Math.min(full, book.milliTokens + Math.max(0, now - book.at) * perMs);
  const allowed = before >= 1000;
  const after = allowed && take ? before - 1000 : before;
  if (allowed && take) writeBook(meters, key, { at: now, milliTokens: after });
  const wait = (tokens: number): number => Math.ceil(Math.max(0, tokens - after) / perMs);
  return {
    allowed,
    limit: rule.burst,
    remaining: Math.floor(after / 1000),
    resetMs: wait(full),
    retryMs: wait(1000),
  };
}
