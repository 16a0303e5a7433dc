/** Requests in flight, by key. Not part of a world's document: an open socket cannot be saved. */
export class Flights {
  readonly #counts = new Map<string, number>();

  /** False, and nothing counted, if `max` are in flight already. */
  enter(key: string, max: number): boolean {
    const count = this.#counts.get(key) ?? 0;
    if (count >= max) return false;
    this.#counts.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    const count = (this.#counts.get(key) ?? 1) - 1;
    this.#counts.set(key, count);
    // The same keys come again and again, so a place is kept for them; not for very many.
    if (count === 0 && this.#counts.size > MOST_IDLE) this.#counts.delete(key);
  }
}

const MOST_IDLE = 100;
