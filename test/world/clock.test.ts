/** A world's clock by itself: what it shows, and where it may be moved. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toy } from '../engine/toy.ts';
import { simulate } from '../support/simulate.ts';

const NOON = '2026-03-16T12:00:00.000Z';

function clocked(file: object = {}) {
  let host = 1_000_000;
  const { world } = simulate(toy, { now: NOON, ...file }, { hostClock: () => host });
  const shows = () => new Date(world.clock.now()).toISOString();
  const pass = (ms: number) => {
    host += ms;
  };
  return { world, clock: world.clock, shows, pass };
}

describe('a clock', () => {
  it('runs at the rate its world file says', () => {
    const { clock, shows, pass } = clocked({ clock: 'running', rate: 60 });
    pass(1_000);
    expect(shows()).toBe('2026-03-16T12:01:00.000Z');
    expect([clock.mode(), clock.rate()]).toEqual(['running', 60]);
  });

  it('keeps what it shows when its rate changes, and its rate when it was frozen', () => {
    const { clock, shows, pass } = clocked();
    clock.run(3600);
    pass(1_000);
    expect(shows()).toBe('2026-03-16T13:00:00.000Z');
    clock.run(0.5);
    expect(shows()).toBe('2026-03-16T13:00:00.000Z');
    pass(4_000);
    expect(shows()).toBe('2026-03-16T13:00:02.000Z');
    clock.freeze();
    pass(4_000);
    clock.run();
    pass(2_000);
    expect(shows()).toBe('2026-03-16T13:00:03.000Z');
  });

  it('shows whole milliseconds that never fall, at any rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1_000_000, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 20 }),
        (rate, steps) => {
          const { clock, pass } = clocked({ clock: 'running', rate });
          let before = clock.now();
          for (const step of steps) {
            pass(step);
            const now = clock.now();
            expect(Number.isSafeInteger(now)).toBe(true);
            expect(now).toBeGreaterThanOrEqual(before);
            before = now;
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is set to a later instant, as text or milliseconds', () => {
    const { clock, shows } = clocked();
    clock.set('2026-04-01T00:00:00+11:00');
    expect(shows()).toBe('2026-03-31T13:00:00.000Z');
    clock.set(Date.UTC(2030, 0, 1));
    expect(shows()).toBe('2030-01-01T00:00:00.000Z');
    clock.set('2030-01-02');
    expect(shows()).toBe('2030-01-02T00:00:00.000Z');
  });

  it('stands still at the last instant a world can have', () => {
    const { shows, pass } = clocked({ now: '2199-12-30T23:59:59Z', clock: 'running', rate: 1_000_000 });
    pass(10_000);
    expect(shows()).toBe('2199-12-31T00:00:00.000Z');
  });

  it.each<[string, (clock: ReturnType<typeof clocked>['clock']) => void, RegExp]>([
    [
      'back',
      (clock) => clock.set('2026-03-16T11:59:59Z'),
      /stands at 2026-03-16T12:00:00.000Z and cannot go back .* Reset the world/,
    ],
    ['to what is no instant', (clock) => clock.set('tomorrow'), /Not an instant: "tomorrow". Give RFC 3339/],
    ['to a day that there is not', (clock) => clock.set('2026-02-30'), /Not an instant/],
    ['beyond the end', (clock) => clock.set('2200-01-01'), /Allowed: 1970-01-01 to 2199-12-31/],
    ['on beyond the end', (clock) => clock.advance('10000w'), /Allowed: 1970-01-01 to 2199-12-31/],
    ['on by less than nothing', (clock) => clock.advance(-1), /Not a length of time/],
    ['at no rate', (clock) => clock.run(0), /Not a rate of a clock: 0. Allowed: 0.001 to 1,000,000/],
    ['at too high a rate', (clock) => clock.run(1_000_001), /Not a rate/],
    ['at a rate that is no number', (clock) => clock.run(Number.NaN), /Not a rate/],
  ])('is not moved %s', (_, move, words) => {
    const { clock, shows } = clocked();
    expect(() => move(clock)).toThrow(words);
    expect([shows(), clock.mode()]).toEqual([NOON, 'frozen']);
  });

  it.each([0, 1_000_001, '60'])('has no rate %j in a world file', (rate) => {
    expect(() => clocked({ rate })).toThrow(/^This is no world's description.\nrate: /);
  });
});
