/** Answers kept for a while on the world's clock: bounded in number and in bytes, oldest out first. */
import type { Headers } from '../provider/reply.ts';
import { lengthOf, type Text } from '../provider/text.ts';

export interface CachedAnswer {
  readonly status: number;
  readonly text: Text;
  readonly headers: Headers;
  readonly expires: number;
}

export const MOST_ANSWERS = 500;
export const MOST_BYTES = 8 * 1024 * 1024;
/** Of what is there, this much goes at once when room is needed: to find the oldest, all have to be named. */
const ROOM = 0.25;

/** Lives in the world's document, so it is plain data: keys in the order they were stored. */
export interface AnswerCache {
  entries: Record<string, CachedAnswer>;
  bytes: number;
}

/** How many answers a cache holds: derived, so it need not be part of the document. */
const counts = new WeakMap<AnswerCache, number>();

export function emptyCache(): AnswerCache {
  return { entries: {}, bytes: 0 };
}

export function readCache(cache: AnswerCache, key: string, now: number): CachedAnswer | undefined {
  const entry = Object.hasOwn(cache.entries, key) ? cache.entries[key] : undefined;
  if (entry === undefined || now < entry.expires) return entry;
  remove(cache, key);
  return undefined;
}

export function writeCache(cache: AnswerCache, key: string, entry: CachedAnswer): void {
  remove(cache, key);
  const length = lengthOf(entry.text);
  if (length > MOST_BYTES) return;
  cache.entries[key] = entry;
  cache.bytes += length;
  const count = countOf(cache, 1);
  if (count > MOST_ANSWERS || cache.bytes > MOST_BYTES) makeRoom(cache, count, key);
}

function makeRoom(cache: AnswerCache, count: number, latest: string): void {
  const fewer = Math.min(count, MOST_ANSWERS) * (1 - ROOM);
  const less = MOST_BYTES * (1 - ROOM);
  let left = count;
  for (const oldest of Object.keys(cache.entries)) {
    if (left <= fewer && cache.bytes <= less) return;
    if (oldest === latest) continue;
    remove(cache, oldest);
    left -= 1;
  }
}

function remove(cache: AnswerCache, key: string): void {
  const entry = Object.hasOwn(cache.entries, key) ? cache.entries[key] : undefined;
  if (entry === undefined) return;
  cache.bytes -= lengthOf(entry.text);
  delete cache.entries[key];
  countOf(cache, -1);
}

/** The count after a change by `change`; counted when first asked for, when the change has been made already. */
function countOf(cache: AnswerCache, change: 1 | -1): number {
  const before = counts.get(cache);
  const count = before === undefined ? Object.keys(cache.entries).length : before + change;
  counts.set(cache, count);
  return count;
}
