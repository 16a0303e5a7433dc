/** Wakes a world whose clock runs when something is due, though no request comes. One timer, outside of the document. */
import type { WorldClock } from '../world/world-clock.ts';

/** The longest a timer can be set to; then it is looked again. */
const LONGEST_MS = 2_147_483_647;

export class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** @param at on the world's clock; undefined: nothing is to come */
  set(at: number | undefined, clock: WorldClock): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (at === undefined || clock.mode === 'frozen') return;
    const delay = Math.ceil(Math.max(0, at - clock.now()) / clock.rate);
    // It keeps no process alive.
    this.#timer = setTimeout(this.#ring, Math.min(delay, LONGEST_MS)).unref();
  }
}
