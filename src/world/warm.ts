/**
 * The worlds that hold more than their state: a ledger, providers' views, a file over its template. Of these there are
 * so many at most; when others come, those that nobody used since they were last looked at go back to rest. No timer, and
 * no request looks at more than one of them.
 */

/** Enough for any test run in parallel. One that was asked for much holds a megabyte or two. */
export const MOST_WARM = 128;

interface Restable {
  /** Somebody asked it for something; set by the world, taken back here. */
  used: boolean;
  /** Forgets what it can work out again. */
  rest(): void;
}

export class Warm<World extends Restable> {
  /** The one that was looked at longest ago first. */
  readonly #worlds = new Set<World>();
  readonly #most: number;

  constructor(most: number = MOST_WARM) {
    this.#most = most;
  }

  add(world: World): void {
    world.used = true;
    this.#worlds.add(world);
    while (this.#worlds.size > this.#most) this.#lookAtNext();
  }

  /** A second chance for each: what is in use stays, and after one round some world has to go. */
  #lookAtNext(): void {
    const [world] = this.#worlds;
    if (world === undefined) return;
    this.#worlds.delete(world);
    if (world.used) {
      world.used = false;
      this.#worlds.add(world);
    } else world.rest();
  }

  forget(world: World): void {
    this.#worlds.delete(world);
  }
}
