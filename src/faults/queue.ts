/**
 * Faults that ask the same of requests and happen to none of the next ones: they wait for the hundredth, say. As long as
 * none of them is about to happen they are counted together, so a thousand cost a request what one does. While it is in
 * a queue a fault's own count stands still: {@link Queue.tally} brings it up to date.
 */
import { earliest } from './counting.ts';
import { Instants } from './instants.ts';
import type { ArmedFault, FaultOrder } from './order.ts';

interface Place {
  /** What the queue had counted when the fault had counted nothing. */
  readonly base: number;
  /** The queue's count with which it may happen. */
  readonly wakes: number;
}

export class Queue {
  /** What they ask: that of the first; the others differ in what they wait for. */
  readonly given: FaultOrder;
  /** Of the first, in the order of arming. None that comes later is before it. */
  readonly order: number;
  readonly #places = new Map<ArmedFault, Place>();
  readonly #wakes = new Instants();
  #counted = 0;
  #last: number;

  constructor({ given, order }: ArmedFault) {
    this.given = given;
    this.order = order;
    this.#last = order;
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** One that stands for all. */
  get any(): ArmedFault | undefined {
    return this.#places.keys().next().value;
  }

  join(fault: ArmedFault): void {
    const base = this.#counted - fault.seen;
    const wakes = base + earliest(fault);
    this.#places.set(fault, { base, wakes });
    this.#wakes.put(wakes, fault);
    this.#last = Math.max(this.#last, fault.order);
  }

  /** Its own count is right again. */
  leave(fault: ArmedFault): void {
    const place = this.#places.get(fault);
    if (place === undefined) return;
    fault.seen = this.#counted - place.base;
    this.#places.delete(fault);
    this.#wakes.take(place.wakes, fault);
  }

  /** Those that may happen to the request that is counted next leave, in the order of what they wait for. */
  wake(): ArmedFault[] {
    const woken: ArmedFault[] = [];
    const next = this.#counted + 1;
    for (let one = this.#wakes.due(next); one !== undefined; one = this.#wakes.due(next)) {
      this.leave(one);
      woken.push(one);
    }
    return woken;
  }

  /** All meet a request that none of them happens to. */
  count(): void {
    this.#counted += 1;
  }

  /** Those armed after some other one leave. */
  leaveAfter(order: number): ArmedFault[] {
    if (this.#last <= order) return [];
    const left = [...this.#places.keys()].filter((fault) => fault.order > order);
    for (const fault of left) this.leave(fault);
    return left;
  }

  tally(): void {
    for (const [fault, { base }] of this.#places) fault.seen = this.#counted - base;
  }
}

const COUNTS: ReadonlySet<string> = new Set(['id', 'times', 'after', 'every', 'nth', 'from', 'until', 'ttl']);

/** The queues of one world. */
export class Queues {
  /** By what they ask, as text; in the order of arming. */
  readonly #queues = new Map<string, Queue[]>();
  readonly #queueOf = new Map<ArmedFault, Queue>();

  has(fault: ArmedFault): boolean {
    return this.#queueOf.has(fault);
  }

  /** @returns the queue, if it is a new one */
  join(fault: ArmedFault): Queue | undefined {
    const key = keyOf(fault);
    const queues = this.#queues.get(key) ?? [];
    let queue = queues.findLast(({ order }) => order <= fault.order);
    const isNew = queue === undefined;
    if (queue === undefined) {
      queue = new Queue(fault);
      this.#queues.set(key, [queue, ...queues]);
    }
    queue.join(fault);
    this.#queueOf.set(fault, queue);
    return isNew ? queue : undefined;
  }

  /** A queue of its own for those that have to be asked apart from the others from now on. */
  part(faults: readonly ArmedFault[]): Queue | undefined {
    const [first] = faults;
    if (first === undefined) return undefined;
    const queue = new Queue(faults.reduce((a, b) => (b.order < a.order ? b : a), first));
    for (const fault of faults) {
      queue.join(fault);
      this.#queueOf.set(fault, queue);
    }
    const key = keyOf(first);
    this.#queues.set(
      key,
      [...(this.#queues.get(key) ?? []), queue].sort((a, b) => a.order - b.order),
    );
    return queue;
  }

  /** @returns the queue, if it is left empty and gone */
  leave(fault: ArmedFault): Queue | undefined {
    const queue = this.#queueOf.get(fault);
    queue?.leave(fault);
    return queue && this.left(queue, [fault]);
  }

  /** Some have left a queue by themselves. */
  left(queue: Queue, faults: readonly ArmedFault[]): Queue | undefined {
    for (const fault of faults) this.#queueOf.delete(fault);
    if (!queue.isEmpty || faults[0] === undefined) return undefined;
    const key = keyOf(faults[0]);
    const others = (this.#queues.get(key) ?? []).filter((one) => one !== queue);
    if (others.length > 0) this.#queues.set(key, others);
    else this.#queues.delete(key);
    return queue;
  }

  tally(): void {
    for (const queues of this.#queues.values()) for (const queue of queues) queue.tally();
  }

  clear(): void {
    this.tally();
    this.#queues.clear();
    this.#queueOf.clear();
  }
}

/** All but what it waits for, and its name. */
function keyOf({ given }: ArmedFault): string {
  return JSON.stringify(Object.entries(given).filter(([name]) => !COUNTS.has(name)));
}
