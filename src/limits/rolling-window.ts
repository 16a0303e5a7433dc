import { writeBook } from './book.ts';
import type { Meters, Reading } from './reading.ts';

/** Slots a window is cut into: the books stay this small whatever the limit. */
const SLOTS = 60;

interface Book {
  /** Number of the slot that `counts[0]` stands for, newest first. */
  newest: number;
  counts: number[];
}

/**
 * At most `limit` requests in any trailing window, counted in sixtieths of it: a request leaves the books up to
 * one sixtieth early (one second of a minute), never late.
 *
 * @param take false only reads the books
 */
export function rollingWindow(
  meters: Meters,
  key: string,
  now: number,
  rule: { readonly limit: number; readonly windowMs: number },
  take = true,
): Reading {
  const slotMs = rule.windowMs / SLOTS;
  const slot = Math.floor(now / slotMs);
  const book = meters[key] as unknown as Book | undefined;
  const isOpen = book !== undefined && book.newest === slot;
  const counts = isOpen ? book.counts : shifted(book, slot);
  let used = 0;
  for (const count of counts) used += count;
  const allowed = used < rule.limit;
  if (allowed && take) {
    counts[0] = (counts[0] ?? 0) + 1;
    used += 1;
    // One of this slot is in the meters already.
    if (!isOpen) writeBook(meters, key, { newest: slot, counts });
  }
  // The oldest request still counted leaves when its slot does.
  let oldest = counts.length - 1;
  while (oldest > 0 && counts[oldest] === 0) oldest -= 1;
  const leavesMs = (slot - oldest + SLOTS) * slotMs - now;
  const remaining = Math.max(0, rule.limit - used);
  return {
    allowed,
    limit: rule.limit,
    remaining,
    resetMs: used === 0 ? 0 : leavesMs,
    retryMs: remaining > 0 ? 0 : leavesMs,
  };
}

/** The counts as seen from `slot`: newest first, at most {@link SLOTS} of them. */
function shifted(book: Book | undefined, slot: number): number[] {
  if (book === undefined || slot - book.newest >= SLOTS || slot < book.newest) return [0];
  const gap = new Array<number>(slot - book.newest).fill(0);
  return [...gap, ...book.counts].slice(0, SLOTS);
}
