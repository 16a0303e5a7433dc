import { writeBook } from './book.ts';
import type { Meters, Reading } from './reading.ts';

/**
 * At most `limit` requests in each window; the first request opens the window.
 *
 * @param take false only reads the books
 */
export function fixedWindow(
  meters: Meters,
  key: string,
  now: number,
  rule: { readonly limit: number; readonly windowMs: number },
  take = true,
): Reading {
  const book = meters[key] as { opened: number; count: number } | undefined;
  const open = book !== undefined && now < book.opened + rule.windowMs && now >= book.opened;
  const opened = open ? book.opened : now;
  const count = open ? book.count : 0;
  const resetMs = opened + rule.windowMs - now;
  const allowed = count < rule.limit;
  const used = allowed && take ? count + 1 : count;
  if (allowed && take) writeBook(meters, key, { opened, count: used });
  const remaining = Math.max(0, rule.limit - used);
  return { allowed, limit: rule.limit, remaining, resetMs, retryMs: remaining > 0 ? 0 : resetMs };
}
