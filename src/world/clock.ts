/**
 * A world's clock. Its state is data (part of the world's document); the machine's clock comes in from outside,
 * so that nothing else in the project ever reads it.
 */
import { CLOCK_FROM, CLOCK_TO } from '../../fixtures/ledger/time.ts';
import type { Instant } from '../../fixtures/ledger/types.ts';

/** Milliseconds since 1970 UTC on the machine. */
export type HostClock = () => Instant;

export interface ClockState {
  mode: 'frozen' | 'running';
  /** The world's time at the host's time `since`. */
  at: Instant;
  since: Instant;
}

export class Clock {
  constructor(
    private readonly state: ClockState,
    private readonly host: HostClock,
  ) {}

  now(): Instant {
    if (this.state.mode === 'frozen') return this.state.at;
    // The machine's clock may be set back; the world's never goes back by itself.
    return this.state.at + Math.max(0, this.host() - this.state.since);
  }

  get mode(): 'frozen' | 'running' {
    return this.state.mode;
  }

  freeze(): void {
    this.#anchor(this.now());
    this.state.mode = 'frozen';
  }

  run(): void {
    this.#anchor(this.now());
    this.state.mode = 'running';
  }

  /** Moves to a later (or, before anything happened, any) instant. */
  set(at: Instant): void {
    if (!Number.isSafeInteger(at) || at > CLOCK_TO || at < CLOCK_FROM) {
      throw new RangeError(`Not an instant a world can have: ${at}. Allowed: 1970-01-01 to 2199-12-31.`);
    }
    this.#anchor(at);
  }

  #anchor(at: Instant): void {
    this.state.at = at;
    this.state.since = this.host();
  }
}
