/** How long to wait before a request is sent again. */

const DIGITS = /^\d+$/;

/**
 * Reads `Retry-After` in both forms of the HTTP standard: seconds, or a date.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds, never below zero; undefined if there is no header, or one that says nothing
 */
export function retryAfterMs(text: string | null, now: number): number | undefined {
  const told = text?.trim() ?? '';
  if (DIGITS.test(told)) return Number(told) * 1000;
  // Only a date has letters in it; `Date.parse` would read a number such as "1.5" as a month.
  const at = /[a-z]/i.test(told) ? Date.parse(told) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * Waits that double. Without jitter: one client at a time is judged here, and nobody else comes back at the same moment.
 *
 * @returns the wait before the n-th repetition, n from 1
 */
export function doubling(firstMs: number, mostMs: number): (repetition: number) => number {
  return (repetition) => Math.min(mostMs, firstMs * 2 ** (repetition - 1));
}
