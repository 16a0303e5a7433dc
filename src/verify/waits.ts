/**
 * A client's waits on the world's clock. A wait becomes a message; once nothing else is under way the clock moves on to
 * the earliest instant somebody waits for, so that hours pass in milliseconds and in the right order.
 */

/** What a wait is called: the client may have several in one case. */
export type WaitId = string | number | undefined;

interface Waiting {
  readonly id: WaitId;
  readonly until: number;
}

export interface WaitsOptions {
  /** The world's clock. */
  readonly now: () => number;
  readonly advance: (ms: number) => void;
  /** Requests that are under way. */
  readonly open: () => number;
  /** Told when a wait is over. */
  readonly over: (id: WaitId, now: number) => void;
}

/** How long it has to be quiet, on the machine's clock, until the client is taken to be waiting with all it has. */
const QUIET_MS = 4;
/**
 * A request that hangs does not end before its client gives up; if the client gives up by a wait on this clock, neither
 * would ever move. Nobody who waits on the machine's clock takes this long.
 */
const STUCK_MS = 1500;

export class Waits {
  readonly #options: WaitsOptions;
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #quietSince = performance.now();
  #ended = false;

  constructor(options: WaitsOptions) {
    this.#options = options;
  }

  /** A wait begins; the clock counts whole milliseconds, and no wait ends early. */
  add(id: WaitId, ms: number): void {
    if (this.#ended) return;
    this.#waiting.push({ id, until: this.#options.now() + Math.ceil(ms) });
    this.stirred();
  }

  /** Something happened: a message, a request, an answer. */
  stirred(): void {
    this.#quietSince = performance.now();
    // What was waited for may be over: then there is less to be patient for.
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#look();
  }

  /** No more; what waits is left waiting. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (this.#ended || this.#timer !== undefined || this.#waiting.length === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        // Timers may ring a little early.
        if (this.#patienceLeft() <= 1) this.#move();
        else this.#look();
      },
      Math.max(1, this.#patienceLeft()),
    );
  }

  #patienceLeft(): number {
    const patience = this.#options.open() === 0 ? QUIET_MS : STUCK_MS;
    return this.#quietSince + patience - performance.now();
  }

  #move(): void {
    const until = Math.min(...this.#waiting.map((one) => one.until));
    const { now, advance, over } = this.#options;
    if (until > now()) advance(until - now());
    const due = this.#waiting.filter((one) => one.until <= until);
    for (const one of due) this.#waiting.splice(this.#waiting.indexOf(one), 1);
    for (const { id } of due) over(id, now());
    this.stirred();
  }
}
