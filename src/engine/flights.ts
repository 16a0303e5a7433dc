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
    const count = this.#counts.get(key) ?? 0;
    if (count <= 1) this.#counts.delete(key);
    else this.#counts.set(key, count - 1);
  }
}
