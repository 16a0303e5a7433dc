/** Ends what was given a time to live, on the machine's clock. One timer for all, which keeps no process alive. */
import type { HostClock } from './clock.ts';

/** Longest wait of one timer: some 24 days are the most Node can; long before, it is set anew. */
const LONGEST_WAIT_MS = 3_600_000;

export class Sweeper {
  /** When each ends, milliseconds since 1970 on the machine's clock. */
  readonly #ends = new Map<string, number>();
  readonly #host: HostClock;
  readonly #end: (id: string) => void;
  #next = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(host: HostClock, end: (id: string) => void) {
    this.#host = host;
    this.#end = end;
  }

  keep(id: string, ms: number): void {
    const at = this.#host() + ms;
    this.#ends.set(id, at);
    if (at < this.#next) this.#wait();
  }

  forget(id: string): void {
    const at = this.#ends.get(id);
    this.#ends.delete(id);
    if (at === this.#next) this.#wait();
  }

  endsAt(id: string): number | undefined {
    return this.#ends.get(id);
  }

  /** Ends what is over. Cheap while nothing is: asked at every look-up, so that no request finds a world too late. */
  sweep(): void {
    if (this.#next === Number.POSITIVE_INFINITY) return;
    const now = this.#host();
    if (now < this.#next) return;
    const over = [...this.#ends].filter(([, at]) => at <= now);
    for (const [id] of over) this.#ends.delete(id);
    this.#wait();
    for (const [id] of over) this.#end(id);
  }

  close(): void {
    this.#ends.clear();
    this.#wait();
  }

  #wait(): void {
    this.#next = Number.POSITIVE_INFINITY;
    for (const at of this.#ends.values()) this.#next = Math.min(this.#next, at);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#next === Number.POSITIVE_INFINITY) return;
    const ms = Math.min(LONGEST_WAIT_MS, Math.max(1, this.#next - this.#host()));
    this.#timer = setTimeout(() => {
      this.sweep();
      if (this.#timer !== undefined) this.#wait();
    }, ms);
    this.#timer.unref();
  }
}
