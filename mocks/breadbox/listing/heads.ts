/** The next row of each of many listings, the very first of them at hand: a heap. */
import type { StoredRow } from './stored-rows.ts';

/** A listing as far as it was read. */
export interface Head {
  row: StoredRow;
  readonly rest: Iterator<StoredRow>;
}

export class Heads {
  readonly #heap: Head[] = [];
  readonly #isBefore: (a: Head, b: Head) => boolean;

  constructor(isBefore: (a: Head, b: Head) => boolean) {
    this.#isBefore = isBefore;
  }

  get first(): Head | undefined {
    return this.#heap[0];
  }

  add(head: Head): void {
    let place = this.#heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !this.#isBefore(head, parent)) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = head;
  }

  /** The first has another row now. */
  sinkFirst(): void {
    const head = this.first;
    if (head === undefined) return;
    let place = 0;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      if (left === undefined) break;
      const onRight = right !== undefined && this.#isBefore(right, left);
      const below = onRight ? right : left;
      if (!this.#isBefore(below, head)) break;
      this.#heap[place] = below;
      place = 2 * place + (onRight ? 2 : 1);
    }
    this.#heap[place] = head;
  }

  dropFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.sinkFirst();
  }
}
