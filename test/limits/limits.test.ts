import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedWindow, rollingWindow, tokenBucket } from '../../src/limits/index.ts';
import type { Meters } from '../../src/limits/reading.ts';

const gaps = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 400 });

/** Times at which a limiter let a request pass, for requests that come with the given gaps. */
function passes(gapsMs: readonly number[], allowed: (now: number) => boolean): number[] {
  let now = 0;
  return gapsMs.map((gap) => (now += gap)).filter((at) => allowed(at));
}

describe('rollingWindow', () => {
  it('never lets more than its limit pass in a window less one sixtieth', () => {
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        const meters: Meters = {};
        const times = passes(
          gapsMs,
          (now) => rollingWindow(meters, 'k', now, { limit: 10, windowMs: 60_000 }).allowed,
        );
        for (let i = 10; i < times.length; i++)
          expect((times[i] ?? 0) - (times[i - 10] ?? 0)).toBeGreaterThan(59_000 - 1);
      }),
    );
  });

  it('lets a request pass exactly when it said one would', () => {
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        const meters: Meters = {};
        const rule = { limit: 3, windowMs: 60_000 };
        let now = 0;
        for (const gap of gapsMs) {
          now += gap;
          const reading = rollingWindow(meters, 'k', now, rule);
          if (reading.allowed) continue;
          expect(rollingWindow(meters, 'k', now + reading.retryMs - 1, rule, false).allowed).toBe(false);
          expect(rollingWindow(meters, 'k', now + reading.retryMs, rule, false).allowed).toBe(true);
        }
      }),
    );
  });

  it('keeps books of a fixed size, as plain data', () => {
    const meters: Meters = {};
    for (let i = 0; i < 100_000; i++) rollingWindow(meters, 'k', i, { limit: 50_000, windowMs: 60_000 });
    expect(JSON.stringify(meters).length).toBeLessThan(1_000);
    expect(JSON.parse(JSON.stringify(meters))).toEqual(meters);
  });
});

describe('fixedWindow', () => {
  it('opens with the first request and counts down', () => {
    const meters: Meters = {};
    const rule = { limit: 2, windowMs: 60_000 };
    expect(fixedWindow(meters, 'k', 1_000, rule)).toEqual({
      allowed: true,
      limit: 2,
      remaining: 1,
      resetMs: 60_000,
      retryMs: 0,
    });
    expect(fixedWindow(meters, 'k', 2_000, rule)).toMatchObject({
      allowed: true,
      remaining: 0,
      retryMs: 59_000,
    });
    expect(fixedWindow(meters, 'k', 60_999, rule)).toMatchObject({ allowed: false, retryMs: 1 });
    expect(fixedWindow(meters, 'k', 61_000, rule)).toMatchObject({ allowed: true, remaining: 1 });
  });

  it('counts each key for itself', () => {
    const meters: Meters = {};
    const rule = { limit: 1, windowMs: 60_000 };
    expect(fixedWindow(meters, 'a', 0, rule).allowed).toBe(true);
    expect(fixedWindow(meters, 'b', 0, rule).allowed).toBe(true);
    expect(fixedWindow(meters, 'a', 0, rule).allowed).toBe(false);
  });
});

describe('tokenBucket', () => {
  it('allows a burst, then the rate', () => {
    const meters: Meters = {};
    const rule = { perMinute: 120, burst: 60 };
    const burst = passes(new Array(100).fill(0), (now) => tokenBucket(meters, 'k', now, rule).allowed);
    expect(burst).toHaveLength(60);
    expect(tokenBucket(meters, 'k', 499, rule).allowed).toBe(false);
    expect(tokenBucket(meters, 'k', 500, rule).allowed).toBe(true);
  });

  it('never exceeds burst plus rate over any stretch', () => {
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        const meters: Meters = {};
        const times = passes(
          gapsMs,
          (now) => tokenBucket(meters, 'k', now, { perMinute: 60, burst: 5 }).allowed,
        );
        const last = times.at(-1) ?? 0;
        expect(times.length).toBeLessThanOrEqual(5 + Math.floor((last - (times[0] ?? 0)) / 1000));
      }),
    );
  });
});

describe('a meter book', () => {
  it('stays bounded when keys are made up by a caller', () => {
    const meters: Meters = {};
    for (let i = 0; i < 20_000; i++) fixedWindow(meters, `ip ${i}`, i, { limit: 1, windowMs: 60_000 });
    expect(Object.keys(meters).length).toBeLessThanOrEqual(10_000);
  });
});
