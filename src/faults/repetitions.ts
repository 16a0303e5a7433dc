/**
 * Silent repetitions: many HTTP stacks send a request once more, on a new connection, when the one they reused closed
 * under them without a byte of an answer. The client never hears of it, so a fault that is to be met once by the
 * *client* (`per: request`) has to happen to both.
 *
 * Such a repetition is the same request (method, target, body, credential) and the first on its connection, and is
 * recognised once. A stack that gives up by itself (after a hang) and asks again is a client that repeats knowingly.
 */
import { type Seed, sub } from '../../fixtures/ledger/seed.ts';
import type { ArmedFault } from './order.ts';

/** Requests one world waits for; the oldest are given up first. */
const MOST = 1000;

interface Request {
  readonly provider: string;
  readonly operation: string;
  readonly identity: string;
}

/** Faults that were at work on a request, each with its number among those the fault was aimed at. */
export type Before = ReadonlyMap<ArmedFault, number>;

export class Repetitions {
  readonly #expected = new Map<string, Map<ArmedFault, number>>();
  readonly #seed: Seed;

  constructor(seed: Seed) {
    this.#seed = seed;
  }

  get isEmpty(): boolean {
    return this.#expected.size === 0;
  }

  expect(request: Request, faults: readonly ArmedFault[]): void {
    const key = this.#keyOf(request);
    this.#expected.delete(key);
    this.#expected.set(key, new Map(faults.map((fault) => [fault, fault.seen])));
    const [oldest] = this.#expected.keys();
    if (this.#expected.size > MOST && oldest !== undefined) this.#expected.delete(oldest);
  }

  /** What was at work on the request that this one repeats; undefined: it repeats none. */
  take(request: Request): Before | undefined {
    if (this.isEmpty) return undefined;
    const key = this.#keyOf(request);
    const before = this.#expected.get(key);
    this.#expected.delete(key);
    return before;
  }

  clear(): void {
    this.#expected.clear();
  }

  forget(fault: ArmedFault): void {
    for (const [key, faults] of this.#expected) {
      faults.delete(fault);
      if (faults.size === 0) this.#expected.delete(key);
    }
  }

  /** 64 bits in the place of the whole request: bodies may be long, and the credential is a secret. */
  #keyOf({ provider, operation, identity }: Request): string {
    const { hi, lo } = sub(this.#seed, 'request', provider, operation, identity);
    return `${hi}:${lo}`;
  }
}
