import type { Json } from '../provider/world.ts';
import type { Meters } from './reading.ts';

/** Books one world keeps. Keys can be made up by callers (an address, the head of a wrong key). */
const MAX_BOOKS = 10_000;

/** How many books a record holds: derived, so it need not be part of the document. */
const counts = new WeakMap<Meters, number>();

/** Writes a limiter's book; past {@link MAX_BOOKS} the older half is forgotten. */
export function writeBook(meters: Meters, key: string, book: Json): void {
  if (!Object.hasOwn(meters, key)) {
    let count = (counts.get(meters) ?? Object.keys(meters).length) + 1;
    if (count > MAX_BOOKS) {
      for (const oldest of Object.keys(meters).slice(0, MAX_BOOKS / 2)) delete meters[oldest];
      count -= MAX_BOOKS / 2;
    }
    counts.set(meters, count);
  }
  meters[key] = book;
}
