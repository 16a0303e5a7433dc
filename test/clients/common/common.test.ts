import { describe, expect, it } from 'vitest';
import { doubling, inFlightLimiter, parseExactly, retryAfterMs } from './index.ts';

const NOW = Date.parse('2026-03-16T09:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7000],
    [' 120 ', 120_000],
    ['Mon, 16 Mar 2026 09:00:30 GMT', 30_000],
    // A date that is over asks for no wait.
    ['Mon, 16 Mar 2026 08:59:00 GMT', 0],
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-3', undefined],
    ['1.5', undefined],
  ])('%s is %s ms', (text, wait) => {
    expect(retryAfterMs(text, NOW)).toBe(wait);
  });
});

describe('waits', () => {
  it('double, up to the longest', () => {
    expect([1, 2, 3, 4, 5].map(doubling(200, 1000))).toEqual([200, 400, 800, 1000, 1000]);
  });
});

describe('exact JSON', () => {
  it.each(['0.1', '-1.50', '1e21', '100000000000000000000', '0.30000000000000004', '-0'])(
    'leaves %s a number, which a double prints as the same',
    (text) => {
      expect(parseExactly(text)).toBe(Number(text));
    },
  );

  it.each([
    '90071992547409.931',
    '9007199254740993',
    '0.1234567890123456789',
    '1e400',
    '-12345678901234567890',
  ])('makes a text of %s, which a double would round', (text) => {
    expect(parseExactly(`{"a":[${text}]}`)).toEqual({ a: [text] });
  });

  it('leaves digits in texts alone', () => {
    const value = { '9007199254740993': 'say "9007199254740993.5" \\ and 1e400' };
    expect(parseExactly(JSON.stringify(value))).toEqual(value);
  });

  it.each(['', '{', '{"a":01}', '[1,]', '90071992547409.931.1'])('refuses %s', (text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });
});

describe('the limiter', () => {
  it('runs no more at once than it was told, in the order of asking, and goes on after failures', async () => {
    const limited = inFlightLimiter(2);
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((task) =>
        limited(async () => {
          begun.push(task);
          running += 1;
          most = Math.max(most, running);
          await Promise.resolve();
          running -= 1;
          if (task === 1) throw new Error('it failed');
          return task;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });
});
