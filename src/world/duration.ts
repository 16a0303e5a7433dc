/** Lengths of time and instants as people write them. */
import { parseInstant } from '../../fixtures/ledger/entry.ts';
import type { Instant } from '../../fixtures/ledger/types.ts';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const PART = /(\d+)(ms|s|m|h|d|w)/gy;

/**
 * Milliseconds of `'10m'`, `'1h30m'`, `'2d'`, `'500ms'` or a plain number of milliseconds.
 *
 * @throws RangeError that says what was given and what is allowed
 */
export function parseDuration(given: string | number): number {
  if (typeof given === 'number') {
    if (Number.isSafeInteger(given) && given >= 0) return given;
  } else {
    let total = 0;
    let end = 0;
    for (const part of given.matchAll(PART)) {
      total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? 0);
      end = (part.index ?? 0) + part[0].length;
    }
    if (end > 0 && end === given.length && Number.isSafeInteger(total)) return total;
  }
  throw new RangeError(
    `Not a length of time: ${JSON.stringify(given)}. Give milliseconds as a whole number, or text such as "10m", "1h30m", "2d" (units: ms, s, m, h, d, w).`,
  );
}

/**
 * Milliseconds since 1970 UTC of `'2026-03-16T09:00:00+11:00'`, `'2026-03-16'` or such a number.
 *
 * @throws RangeError that says what was given and what is allowed
 */
export function instantFrom(given: string | number): Instant {
  const at = typeof given === 'number' ? given : parseInstant(given);
  if (at !== undefined && Number.isSafeInteger(at)) return at;
  throw new RangeError(
    `Not an instant: ${JSON.stringify(given)}. Give RFC 3339 text, such as "2026-03-16T09:00:00+11:00", or milliseconds since 1970 as a whole number.`,
  );
}
