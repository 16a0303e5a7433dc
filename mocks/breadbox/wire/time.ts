/** How times and days are written: RFC 3339 in UTC, whole seconds. */
import { DAY, isoDay, isoSeconds } from '../../../fixtures/ledger/time.ts';
import type { Instant } from '../../../fixtures/ledger/types.ts';

/** @example '2026-03-15T22:00:00Z' */
export function timestamp(at: Instant): string {
  return isoSeconds(at);
}

export function timestampOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : timestamp(at);
}

/** The day in UTC (BB-C20): then rows in order of time are in order of date too, whatever their institution's zone. */
export function dateOf(at: Instant): string {
  return isoDay(Math.floor(at / DAY));
}
