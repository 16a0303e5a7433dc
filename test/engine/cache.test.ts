import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerCache,
  type CachedAnswer,
  emptyCache,
  MOST_ANSWERS,
  MOST_BYTES,
  readCache,
  writeCache,
} from '../../src/engine/cache.ts';

const answer = (text: string, expires = 1000): CachedAnswer => ({ status: 200, text, headers: {}, expires });
const keysOf = (cache: AnswerCache): string[] => Object.keys(cache.entries);
const bytesIn = (cache: AnswerCache): number =>
  Object.values(cache.entries).reduce((sum, { text }) => sum + text.length, 0);

describe('the cache of answers', () => {
  it('gives an answer until it expires, and then forgets it', () => {
    const cache = emptyCache();
    writeCache(cache, 'a', answer('one'));
    expect(readCache(cache, 'a', 999)?.text).toBe('one');
    expect(readCache(cache, 'a', 1000)).toBeUndefined();
    expect(cache).toEqual(emptyCache());
  });

  it('keeps the latest of very many, and never more than it may', () => {
    const cache = emptyCache();
    for (let i = 0; i < 5 * MOST_ANSWERS; i++) {
      writeCache(cache, `k${i}`, answer(String(i)));
      expect(keysOf(cache).length).toBeLessThanOrEqual(MOST_ANSWERS);
      expect(keysOf(cache).at(-1)).toBe(`k${i}`);
    }
    expect(keysOf(cache).length).toBeGreaterThanOrEqual(MOST_ANSWERS / 2);
  });

  it('keeps nothing that is larger than all it may keep', () => {
    const cache = emptyCache();
    writeCache(cache, 'small', answer('x'));
    writeCache(cache, 'vast', answer('x'.repeat(MOST_BYTES + 1)));
    expect(keysOf(cache)).toEqual(['small']);
  });

  it('goes on counting in a copy of a world', () => {
    const cache = structuredClone(emptyCache());
    for (let i = 0; i < MOST_ANSWERS; i++) writeCache(cache, `k${i}`, answer('x'));
    const copy = structuredClone(cache);
    writeCache(copy, 'one more', answer('x'));
    expect(keysOf(copy).length).toBeLessThanOrEqual(MOST_ANSWERS);
    expect(keysOf(copy)).toContain('one more');
  });

  it('knows its bytes and stays within them, whatever comes in which order', () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 40 }).map(String),
      size: fc.constantFrom(1, 1000, MOST_BYTES / 20, MOST_BYTES / 3),
      now: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cache = emptyCache();
        for (const { key, size, now } of steps) {
          readCache(cache, key, now);
          writeCache(cache, key, answer('x'.repeat(size), now + 5));
          expect(cache.bytes).toBe(bytesIn(cache));
          expect(cache.bytes).toBeLessThanOrEqual(MOST_BYTES);
          expect(keysOf(cache)).toContain(key);
        }
      }),
      { numRuns: 50 },
    );
  });
});
