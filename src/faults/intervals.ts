/** Ranges of numbers, found by a number they hold in a few steps, however many others there are. */

interface Interval<Item> {
  readonly low: number;
  readonly high: number;
  /** Undefined: it was taken out, and its place is not closed yet. */
  item: Item | undefined;
}

export class Intervals<Item> {
  /** By their lower ends. */
  #sorted: Interval<Item>[] = [];
  /** Over the balanced tree that the list stands for: the highest end at and below each place. */
  #highest: number[] | undefined;
  #gaps = 0;

  get isEmpty(): boolean {
    return this.#sorted.length === this.#gaps;
  }

  /** The item of exactly these ends. */
  get(low: number, high: number): Item | undefined {
    return this.#find(low, high)?.item;
  }

  put(low: number, high: number, item: Item): void {
    const there = this.#find(low, high);
    if (there !== undefined) {
      if (there.item === undefined) this.#gaps -= 1;
      there.item = item;
      return;
    }
    this.#sorted.splice(this.#placeOf(low, high), 0, { low, high, item });
    this.#highest = undefined;
  }

  take(low: number, high: number): void {
    const there = this.#find(low, high);
    if (there?.item === undefined) return;
    there.item = undefined;
    this.#gaps += 1;
    // A gap is passed by; the list is closed up when it would be worth it.
    if (this.#gaps * 2 <= this.#sorted.length) return;
    this.#sorted = this.#sorted.filter(({ item }) => item !== undefined);
    this.#highest = undefined;
    this.#gaps = 0;
  }

  /** Items of the ranges that hold a number, both ends included, are added to `found`. */
  at(value: number, found: Set<Item>): void {
    // What is no number is in no range, and every comparison with it would fail on the wrong side.
    if (Number.isNaN(value)) return;
    this.#highest ??= this.#overview();
    this.#search(0, this.#sorted.length, value, this.#highest, found);
  }

  #search(from: number, to: number, value: number, highest: readonly number[], found: Set<Item>): void {
    if (from >= to) return;
    const middle = (from + to) >>> 1;
    const top = highest[middle];
    const interval = this.#sorted[middle];
    if (interval === undefined || top === undefined || top < value) return;
    this.#search(from, middle, value, highest, found);
    if (interval.low > value) return;
    if (interval.item !== undefined && value <= interval.high) found.add(interval.item);
    this.#search(middle + 1, to, value, highest, found);
  }

  #overview(): number[] {
    const highest: number[] = new Array(this.#sorted.length).fill(Number.NEGATIVE_INFINITY);
    const fill = (from: number, to: number): number => {
      if (from >= to) return Number.NEGATIVE_INFINITY;
      const middle = (from + to) >>> 1;
      const own = this.#sorted[middle]?.high ?? Number.NEGATIVE_INFINITY;
      const top = Math.max(own, fill(from, middle), fill(middle + 1, to));
      highest[middle] = top;
      return top;
    };
    fill(0, this.#sorted.length);
    return highest;
  }

  #find(low: number, high: number): Interval<Item> | undefined {
    const there = this.#sorted[this.#placeOf(low, high)];
    return there?.low === low && there.high === high ? there : undefined;
  }

  /** Of the first that does not come before these ends. */
  #placeOf(low: number, high: number): number {
    let from = 0;
    let to = this.#sorted.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const there = this.#sorted[middle] as Interval<Item>;
      if (there.low < low || (there.low === low && there.high < high)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
