/** How times and days are written: RFC 3339 in UTC, whole seconds. */
import type { Instant } from '../../../fixtures/ledger/types.ts';

/** @example '2026-03-15T22:00:00Z' */
export function timestamp(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, -5)}Z`;
}

export function optionalTimestamp(at: Instant | undefined): string | null {
  return at === undefined ? null : timestamp(at);
}

/** The day in UTC (BB-C20): then rows in order of time are in order of date too, whatever their institution's zone. */
export function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Midnight UTC of a `YYYY-MM-DD` that the contract has checked. */
export function midnight(date: string): Instant {
  return Date.parse(`${date}T00:00:00Z`);
}
