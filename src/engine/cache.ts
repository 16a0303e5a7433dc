/** Answers kept for a while on the world's clock: bounded in number and in bytes, oldest out first. */
import type { Headers } from '../provider/reply.ts';

export interface CachedAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly expires: number;
}

const MAX_ENTRIES = 500;
const MAX_BYTES = 8 * 1024 * 1024;

/** Lives in the world's document, so it is plain data: keys in the order they were stored. */
export interface AnswerCache {
  entries: Record<string, CachedAnswer>;
  bytes: number;
}

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
  if (entry.text.length > MAX_BYTES) return;
  cache.entries[key] = entry;
  cache.bytes += entry.text.length;
  const keys = Object.keys(cache.entries);
  for (const [gone, oldest] of keys.entries()) {
    if (cache.bytes <= MAX_BYTES && keys.length - gone <= MAX_ENTRIES) return;
    remove(cache, oldest);
  }
}

function remove(cache: AnswerCache, key: string): void {
  const entry = Object.hasOwn(cache.entries, key) ? cache.entries[key] : undefined;
  if (entry === undefined) return;
  cache.bytes -= entry.text.length;
  delete cache.entries[key];
}
