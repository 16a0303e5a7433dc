/**
 * A world's clock. Its state is data (part of the world's document); the machine's clock comes in from outside,
 * so that nothing else in the project ever reads it.
 */
import { CLOCK_FROM, CLOCK_TO } from '../../fixtures/ledger/time.ts';
import type { Instant } from '../../fixtures/ledger/types.ts';

/** Milliseconds since 1970 UTC on the machine. */
export type HostClock = () => Instant;

export type ClockMode = 'frozen' | 'running';

/** Milliseconds of the world in one of the machine's. */
export const SLOWEST = 0.001;
export const FASTEST = 1_000_000;

export interface ClockState {
  mode: ClockMode;
  /** The world's time when the clock was last touched. */
  at: Instant;
  /** While it runs: milliseconds of the world in one of the machine's. */
  rate: number;
}

export class Clock {
  readonly #state: ClockState;
  readonly #host: HostClock;
  /** The machine's time at the world's time `state.at`. No part of the document: it means nothing elsewhere. */
  #since: Instant;

  constructor(state: ClockState, host: HostClock) {
    this.#state = state;
    this.#host = host;
    this.#since = host();
  }

  /** Whole milliseconds; stands still at the last instant a world can have. */
  now(): Instant {
    const { mode, at, rate } = this.#state;
    if (mode === 'frozen') return at;
    // The machine's clock may be set back; the world's never goes back by itself.
    const passed = Math.max(0, this.#host() - this.#since);
    return Math.min(Math.max(at, CLOCK_TO), at + Math.floor(passed * rate));
  }

  get mode(): ClockMode {
    return this.#state.mode;
  }

  get rate(): number {
    return this.#state.rate;
  }

  freeze(): void {
    this.#anchor(this.now());
    this.#state.mode = 'frozen';
  }

  /** @throws RangeError for a rate that no clock can have */
  run(rate: number = this.#state.rate): void {
    if (!(rate >= SLOWEST && rate <= FASTEST)) {
      throw new RangeError(
        `Not a rate of a clock: ${rate}. Allowed: ${SLOWEST} to 1,000,000; 1 is real time, 60 is a minute in a second.`,
      );
    }
    this.#anchor(this.now());
    this.#state.mode = 'running';
    this.#state.rate = rate;
  }

  /** Moves to an instant, which was checked. */
  set(at: Instant): void {
    this.#anchor(at);
  }

  #anchor(at: Instant): void {
    this.#state.at = at;
    this.#since = this.#host();
  }
}

/** @throws RangeError for an instant that no world can have */
export function checkInstant(at: Instant): void {
  if (Number.isSafeInteger(at) && at <= CLOCK_TO && at >= CLOCK_FROM) return;
  throw new RangeError(`Not an instant a world can have: ${at}. Allowed: 1970-01-01 to 2199-12-31.`);
}
