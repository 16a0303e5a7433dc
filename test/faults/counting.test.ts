/** Which of the requests a fault is aimed at it happens to, held against a model that says so in the plainest way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Count, FaultOrder } from '../../src/faults/order.ts';
import { BIRTH, Range } from './occasions.ts';

const MINUTE = 60_000;

/** For each request, by the minute it comes at, whether the fault happens to it. */
function happenings(order: Omit<FaultOrder, 'fault'>, minutes: readonly number[]): boolean[] {
  const range = new Range();
  range.arm({ fault: 'server-error', ...order });
  return minutes.map((minute) => range.meet({ now: BIRTH + minute * MINUTE }).length === 1);
}

const times = (n: number): number[] => Array.from({ length: n }, () => 0);

describe('how often', () => {
  it.each([
    ['always, if nothing is said', {}, [1, 2, 3, 4, 5, 6]],
    ['the first so many', { times: 2 }, [1, 2]],
    ['after so many', { after: 4 }, [5, 6]],
    ['every so many', { every: 2 }, [2, 4, 6]],
    ['only one', { nth: 3 }, [3]],
    ['only some', { nth: [2, 5] }, [2, 5]],
    ['every so many, counted behind after', { after: 1, every: 2 }, [3, 5]],
    ['so many of every so many', { every: 2, times: 2 }, [2, 4]],
    ['one counted behind after', { after: 2, nth: 1 }, [3]],
    ['never, with no probability', { probability: 0 }, []],
    ['always, with all of it', { probability: 1 }, [1, 2, 3, 4, 5, 6]],
  ])('%s', (_, order, expected) => {
    const happened = happenings(order, times(6)).flatMap((did, index) => (did ? [index + 1] : []));
    expect(happened).toEqual(expected);
  });
});

describe('when', () => {
  it('only within its window, which begins and ends to the millisecond', () => {
    const range = new Range();
    range.arm({ fault: 'server-error', from: '10m', until: '20m' });
    const at = (ms: number): number => range.meet({ now: BIRTH + ms }).length;
    expect([599_999, 600_000, 1_199_999, 1_200_000].map(at)).toEqual([0, 1, 1, 0]);
  });

  it('does not count requests outside of its window', () => {
    expect(happenings({ from: '5m', nth: 2 }, [0, 1, 2, 5, 6, 7])).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('until its time to live is over, whatever else it says', () => {
    expect(happenings({ ttl: '2m', until: '10m' }, [0, 1, 2, 3])).toEqual([true, true, false, false]);
  });

  it('at instants of the calendar, too', () => {
    const order = { from: '2026-03-15T22:05:00Z', until: '2026-03-16T09:06:00+11:00' };
    expect(happenings(order, [4, 5, 6])).toEqual([false, true, false]);
  });

  it('more and more often on a ramp', () => {
    const range = new Range();
    range.arm({ fault: 'server-error', ramp: { over: '100m', to: 0.5 } });
    const shareAt = (minute: number): number => {
      const met = Array.from({ length: 2000 }, () => range.meet({ now: BIRTH + minute * MINUTE }).length);
      return met.reduce((sum, n) => sum + n, 0) / met.length;
    };
    expect(shareAt(0)).toBe(0);
    expect(shareAt(50)).toBeCloseTo(0.25, 1);
    expect(shareAt(100)).toBeCloseTo(0.5, 1);
    expect(shareAt(1000)).toBeCloseTo(0.5, 1);
  });
});

describe('by chance', () => {
  it('as often as it says, on average', () => {
    const met = happenings({ probability: 0.3 }, times(5000)).filter(Boolean);
    expect(met.length / 5000).toBeCloseTo(0.3, 1);
  });

  it('to the same requests on every run', () => {
    expect(happenings({ probability: 0.5 }, times(50))).toEqual(happenings({ probability: 0.5 }, times(50)));
  });

  it('to other requests for a fault of another name', () => {
    const named = (id: string): boolean[] => happenings({ probability: 0.5, id }, times(50));
    expect(named('a')).not.toEqual(named('b'));
  });
});

describe('the model', () => {
  const order = fc.record(
    {
      times: fc.integer({ min: 1, max: 6 }),
      after: fc.integer({ min: 0, max: 5 }),
      every: fc.integer({ min: 1, max: 4 }),
      nth: fc.oneof(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
      ),
      from: fc.integer({ min: 0, max: 20 }).map((m) => `${m}m`),
      until: fc.integer({ min: 1, max: 40 }).map((m) => `${m}m`),
      ttl: fc.integer({ min: 1, max: 40 }).map((m) => `${m}m`),
    },
    { requiredKeys: [] },
  );
  const requests = fc
    .array(fc.integer({ min: 0, max: 5 }), { maxLength: 25 })
    .map((steps) => steps.map((_, n) => steps.slice(0, n + 1).reduce((a, b) => a + b, 0)));

  /** Said from the request's side, in minutes, without remembering what is spent. */
  function modelled(given: Count & { ttl?: string }, minutes: readonly number[]): boolean[] {
    const { times: most = Infinity, after = 0, every = 1, nth } = given;
    const { from = '0m', until = '999m', ttl = '999m' } = given;
    const ends = Math.min(Number.parseInt(until, 10), Number.parseInt(ttl, 10));
    let seen = 0;
    let fired = 0;
    return minutes.map((minute) => {
      if (minute < Number.parseInt(from, 10) || minute >= ends) return false;
      seen += 1;
      const place = seen - after;
      const wanted = nth === undefined || [nth].flat().includes(place);
      if (place < 1 || place % every !== 0 || !wanted || fired >= most) return false;
      fired += 1;
      return true;
    });
  }

  it('agrees on every request', () => {
    fc.assert(
      fc.property(order, requests, (given, minutes) => {
        expect(happenings(given, minutes)).toEqual(modelled(given, minutes));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees after a snapshot in the middle', () => {
    fc.assert(
      fc.property(order, requests, fc.nat(25), (given, minutes, cut) => {
        const first = new Range();
        first.arm({ fault: 'server-error', ...given });
        const before = minutes.slice(0, cut).map((m) => first.meet({ now: BIRTH + m * MINUTE }).length === 1);
        const second = new Range(JSON.parse(JSON.stringify(first.record)));
        const after = minutes.slice(cut).map((m) => second.meet({ now: BIRTH + m * MINUTE }).length === 1);
        expect([...before, ...after]).toEqual(modelled(given, minutes));
      }),
    );
  });

  it('says spent exactly when no later request can meet it', () => {
    fc.assert(
      fc.property(order, requests, (given, minutes) => {
        const range = new Range();
        const fault = range.arm({ fault: 'server-error', ...given });
        for (const [n, minute] of minutes.entries()) {
          range.meet({ now: BIRTH + minute * MINUTE });
          if (!fault.spent) continue;
          const rest = modelled(given, [...minutes, ...times(30).map(() => 41)]);
          expect(rest.slice(n + 1)).not.toContain(true);
          return;
        }
      }),
    );
  });
});
