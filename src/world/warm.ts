/**
 * The worlds that hold more than their state: a ledger, providers' views, a file over its template. Of these there are
 * so many at most; when others come, those that nobody used since they were last looked at go back to rest. No timer, and
 * no request looks at more than a few of them.
 */

/** More than any test run uses in turn: what was forgotten takes milliseconds to work out again. */
export const MOST_WARM = 1000;
/** As many stay where memory is short. One that was asked for much holds half a megabyte, or one. */
export const FEW_WARM = 128;
/** Bytes in use, garbage included, from which on memory is short: half of what Node has on a small machine. */
const MUCH_MEMORY = 768 * 1024 * 1024;

interface Restable {
  /** Somebody asked it for something; set by the world, taken back here. */
  used: boolean;
  /** Forgets what it can work out again. */
  rest(): void;
}

export class Warm<World extends Restable> {
  /** The one that was looked at longest ago first. */
  readonly #worlds = new Set<World>();
  readonly #isShort: () => boolean;

  /** @param isShort whether memory is; asked when a world comes that is one of more than a few */
  constructor(isShort: () => boolean = () => process.memoryUsage().heapUsed > MUCH_MEMORY) {
    this.#isShort = isShort;
  }

  add(world: World): void {
    world.used = true;
    const { size } = this.#worlds.add(world);
    if (size <= FEW_WARM) return;
    // Two go for one that comes, until there are few.
    if (this.#isShort()) for (let goes = 0; goes < 2; goes++) this.#restOne();
    else if (size > MOST_WARM) this.#restOne();
  }

  /** A second chance for each: what is in use stays, but after one round some world has to go. */
  #restOne(): void {
    for (const world of this.#worlds) {
      this.#worlds.delete(world);
      if (!world.used) {
        world.rest();
        return;
      }
      world.used = false;
      this.#worlds.add(world);
    }
  }

  forget(world: World): void {
    this.#worlds.delete(world);
  }
}
