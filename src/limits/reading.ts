import type { Json } from '../provider/world.ts';

/** Where limiters keep their books: a part of a world's state document. */
export type Meters = Record<string, Json>;

/** What a limiter says about one request. */
export interface Reading {
  /** False: over the limit; nothing was counted. */
  readonly allowed: boolean;
  readonly limit: number;
  /** Requests left after this one. */
  readonly remaining: number;
  /** Milliseconds until the books are clean (window over, bucket full). */
  readonly resetMs: number;
  /** Milliseconds until one more request would pass; 0 if it would now. */
  readonly retryMs: number;
}
