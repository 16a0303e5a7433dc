/** A world's clock as library users hold it. */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { ClockMode } from './clock.ts';
import type { ScheduledEvent } from './document.ts';
import { instantFrom, parseDuration } from './duration.ts';
import type { WorldClock } from './world-clock.ts';

export class HandleClock {
  readonly #clock: () => WorldClock;
  readonly #live: () => WorldClock;

  /** @param live as `clock`, but throws once the world has ended */
  constructor(clock: () => WorldClock, live: () => WorldClock) {
    this.#clock = clock;
    this.#live = live;
  }

  /** Milliseconds since 1970 UTC. */
  now(): Instant {
    return this.#clock().now();
  }

  mode(): ClockMode {
    return this.#clock().mode;
  }

  /** Milliseconds of the world in one of the machine's, while it runs: 1 is real time. */
  rate(): number {
    return this.#clock().rate;
  }

  /** Stops the clock where it is. */
  freeze(): void {
    this.#live().freeze();
  }

  /**
   * Lets it run on, in real time or at another rate: 60 is a minute in a second.
   *
   * @param rate left out: the one it had last, 1 at first
   * @throws RangeError unless it is 0.001 to 1,000,000
   */
  run(rate?: number): void {
    this.#live().run(rate);
  }

  /**
   * Moves it to a later instant; it never goes back.
   *
   * @param at RFC 3339 text or milliseconds since 1970 UTC
   * @throws RangeError for what is no instant, or is past, or lies beyond 2199
   */
  set(at: string | Instant): void {
    this.#live().set(instantFrom(at));
  }

  /**
   * Moves it on.
   *
   * @param by `'10m'`, `'1h30m'`, `'2d'` or milliseconds
   * @throws RangeError for what is no length of time, or leads beyond 2199
   */
  advance(by: string | number): void {
    this.#live().advance(parseDuration(by));
  }

  /** Moves it on to the next scheduled event and gives that; undefined, and no step, if none waits. */
  advanceToNext(): ScheduledEvent | undefined {
    return structuredClone(this.#live().advanceToNext());
  }

  /** What is scheduled, in order: the first so many. */
  events(limit = 100): ScheduledEvent[] {
    return structuredClone(this.#clock().upcoming(limit));
  }
}
