/**
 * What was worked out lately, by what it follows from: bounded, and as cheap to miss as to meet. Two generations: when
 * the young one is full it becomes the old one, and the old one goes. What is met there is young again.
 */
export class Recent<Value extends NonNullable<unknown>> {
  readonly #most: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param most how many values there are at once, at most; half of them are sure to be the latest */
  constructor(most: number) {
    this.#most = Math.ceil(most / 2);
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  /** Values kept now; one that was met lately may count twice. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
