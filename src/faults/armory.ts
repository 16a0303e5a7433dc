/**
 * The armed faults of one world. What is armed and how often it happened is in the world's document; the index by
 * whom they are aimed at, and what belongs to open sockets, is derived and lives here.
 */
import type { Socket } from 'node:net';
import { type Seed, sub } from '../../fixtures/ledger/seed.ts';
import { type Aimed, isAimedAt } from './aim.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { earliest, happens, hasBegun, isSpent } from './counting.ts';
import { catalogue } from './generated/catalogue.ts';
import { Instants } from './instants.ts';
import type { ArmedFault } from './order.ts';
import { Queue, Queues } from './queue.ts';
import { Repetitions } from './repetitions.ts';
import type { Laid } from './shelf.ts';
import { Shelves } from './shelves.ts';

/** Faults one world may have; the oldest spent ones make room for others. */
export const MOST_FAULTS = 10_000;
/** Spent ones that go at once, so that room is not looked for with every order. */
const ROOM = 1000;
/** With so many at most, each is counted by itself. */
const FEW_FAULTS = 64;

/** A request, or a delivery, that faults may happen to. */
export interface Occasion extends Aimed {
  readonly provider: string;
  /** operationId; for deliveries the type of the event. */
  readonly operation: string;
  readonly now: number;
  /** Tells identical requests: method, target, body and credential. */
  readonly identity: string;
  readonly socket: Socket | undefined;
  /** It is the first request on its TCP connection. */
  readonly isFirstOnSocket: boolean;
  /** Whether the fault can happen here at all; what can't is not counted. */
  applies(fault: ArmedFault, entry: CatalogueEntry): boolean;
}

/** A fault that happens, with the seed for whatever it draws. */
export interface Drawn {
  readonly fault: ArmedFault;
  readonly entry: CatalogueEntry;
  readonly seed: Seed;
  /** It happened to this very request before, and the client has not heard of it. */
  readonly repeated: boolean;
}

export class Armory {
  /** Those that requests can meet by now. */
  readonly #shelves = new Shelves();
  /** Those of them that wait for a later request. */
  readonly #queues = new Queues();
  /** Those whose time is still to come, by when it does. */
  readonly #beginning = new Instants();
  /** Those whose time will be over, by when it is. */
  readonly #ending = new Instants();
  /** For `per: connection`: where each fault was counted already. No snapshot could hold a socket. */
  readonly #met = new Map<string, WeakSet<Socket>>();
  readonly #repetitions: Repetitions;
  readonly #faults: Record<string, ArmedFault>;
  readonly #seed: Seed;
  #count: number;
  /** Armed and not spent. */
  #live: number;

  /** @param faults the document's own record, changed in place */
  constructor(faults: Record<string, ArmedFault>, seed: Seed) {
    this.#faults = faults;
    this.#seed = seed;
    this.#repetitions = new Repetitions(seed);
    const all = this.list();
    this.#count = all.length;
    this.#live = 0;
    for (const fault of all) if (!fault.spent) this.#lay(fault);
  }

  /** Nothing is lost if it is made anew. */
  get isEmpty(): boolean {
    return this.#count === 0 && this.#repetitions.isEmpty;
  }

  /** In the order of arming, spent ones too. */
  list(): ArmedFault[] {
    this.#queues.tally();
    return Object.values(this.#faults).sort((a, b) => a.order - b.order);
  }

  get(id: string): ArmedFault | undefined {
    this.#queues.tally();
    return this.#find(id);
  }

  #find(id: string): ArmedFault | undefined {
    return Object.hasOwn(this.#faults, id) ? this.#faults[id] : undefined;
  }

  /** Brings the counts in the document up to date. */
  tally(): void {
    this.#queues.tally();
  }

  /** There are {@link MOST_FAULTS} that may still happen. */
  isFull(now: number): boolean {
    if (this.#live < MOST_FAULTS) return false;
    this.sweep(now);
    return this.#live >= MOST_FAULTS;
  }

  /**
   * One of the same id gives way, and spent ones do, the oldest first, where room is needed.
   *
   * @throws RangeError if {@link Armory.isFull}
   */
  add(fault: ArmedFault): void {
    this.remove(fault.id);
    if (this.#count >= MOST_FAULTS) {
      const spent = this.list().filter((one) => one.spent);
      if (spent.length === 0) throw new RangeError(`There are ${MOST_FAULTS} faults armed; no more can be.`);
      for (const { id } of spent.slice(0, ROOM)) this.remove(id);
    }
    this.#faults[fault.id] = fault;
    this.#count += 1;
    if (!fault.spent) this.#lay(fault);
  }

  /** Puts it where requests meet it once its time has come. */
  #lay(fault: ArmedFault): void {
    const { from, until, armedAt } = fault;
    this.#live += 1;
    if (until !== null) this.#ending.put(until, fault);
    if (from !== null && from > armedAt) this.#beginning.put(from, fault);
    else this.#place(fault);
  }

  /** It waits in a queue if there are many, and none of the next requests can be the one. */
  #place(fault: ArmedFault): void {
    if (!this.#mayWait(fault)) {
      this.#shelves.put(fault);
      return;
    }
    const queue = this.#queues.join(fault);
    if (queue !== undefined) this.#shelves.put(queue);
  }

  #mayWait(fault: ArmedFault): boolean {
    if (this.#live <= FEW_FAULTS || (fault.given.per ?? 'attempt') !== 'attempt') return false;
    return earliest(fault) > fault.seen + 1;
  }

  /** It stands by itself again, with its own count, and is nowhere. */
  #lift(fault: ArmedFault): void {
    if (!this.#queues.has(fault)) this.#shelves.take(fault);
    const gone = this.#queues.leave(fault);
    if (gone !== undefined) this.#shelves.take(gone);
  }

  /** False if there was none. */
  remove(id: string): boolean {
    const fault = this.#find(id);
    if (fault === undefined) return false;
    if (!fault.spent) this.#retire(fault);
    this.#repetitions.forget(fault);
    delete this.#faults[id];
    this.#count -= 1;
    return true;
  }

  clear(): void {
    for (const id of Object.keys(this.#faults)) delete this.#faults[id];
    this.#shelves.clear();
    this.#queues.clear();
    this.#beginning.clear();
    this.#ending.clear();
    this.#met.clear();
    this.#repetitions.clear();
    this.#count = 0;
    this.#live = 0;
  }

  /** Spends what the clock has passed: a fault that no request meets does not notice. */
  sweep(now: number): void {
    this.#queues.tally();
    for (const fault of Object.values(this.#faults)) if (!fault.spent) this.#spendIfDone(fault, now);
  }

  /** True: no request of this operation can meet a fault. Asked for every request. */
  isQuiet(provider: string, operation: string, now: number): boolean {
    if (this.#live > 0) {
      this.#pass(now);
      if (this.#shelves.hasAny(provider, operation)) return false;
    }
    return this.#repetitions.isEmpty;
  }

  /** What the clock has passed begins, and ends. Costs nothing while it passed nothing. */
  #pass(now: number): void {
    for (let one = this.#beginning.due(now); one !== undefined; one = this.#beginning.due(now)) {
      this.#place(one);
    }
    for (let one = this.#ending.due(now); one !== undefined; one = this.#ending.due(now)) {
      this.#spendIfDone(one, now);
    }
  }

  /**
   * The faults that happen on this occasion, in the order of arming. Lazy: a fault counts an occasion only when it is
   * drawn, so those behind the one that answers never see the request.
   */
  *draw(occasion: Occasion): Generator<Drawn> {
    const repeated = occasion.isFirstOnSocket ? this.#repetitions.take(occasion) : undefined;
    const ahead = this.#candidates(occasion, repeated);
    const passed: Passed[] = [];
    for (let place = 0; place < ahead.length; place++) {
      const fault = ahead[place];
      if (fault === undefined) continue;
      if (fault instanceof Queue) {
        insert(ahead, place + 1, this.#countTogether(fault, occasion, passed));
        continue;
      }
      const drawn = this.#meet(fault, occasion, repeated?.get(fault));
      if (drawn === undefined) continue;
      yield drawn;
      if (passed.length > 0) insert(ahead, place + 1, this.#reconsider(passed, fault.order, occasion));
    }
  }

  /** Counts the request, and says whether it is one the fault happens to. */
  #meet(fault: ArmedFault, occasion: Occasion, before: number | undefined): Drawn | undefined {
    const entry = catalogue[fault.given.fault];
    if (entry === undefined) return undefined;
    if (before !== undefined) {
      if (!occasion.applies(fault, entry)) return undefined;
      return { fault, entry, seed: this.#seedOf(fault, before), repeated: true };
    }
    const { now } = occasion;
    // Others may have drawn between two steps of a draw.
    if (fault.spent || this.#spendIfDone(fault, now) || !hasBegun(fault, now)) return undefined;
    if (!isAimedAt(fault.given, entry.family, occasion) || !occasion.applies(fault, entry)) return undefined;
    if (!this.#isNew(fault, occasion)) return undefined;
    const waited = this.#queues.has(fault);
    if (waited) this.#lift(fault);
    fault.seen += 1;
    const { seen } = fault;
    const met = happens(fault, seen, now, this.#seed);
    if (met) fault.fired += 1;
    if (!this.#spendIfDone(fault, now)) this.#placeAnew(fault, waited);
    return met ? { fault, entry, seed: this.#seedOf(fault, seen), repeated: false } : undefined;
  }

  /** @param lifted it stands nowhere; else on its shelves, and stays there if it does not have to wait */
  #placeAnew(fault: ArmedFault, lifted: boolean): void {
    if (this.#find(fault.id) !== fault || (!lifted && !this.#mayWait(fault))) return;
    if (!lifted) this.#shelves.take(fault);
    this.#place(fault);
  }

  /** @returns those of a queue that may happen to the request: they are asked one by one */
  #countTogether(queue: Queue, occasion: Occasion, passed: Passed[]): ArmedFault[] {
    const entry = catalogue[queue.given.fault];
    const { any } = queue;
    if (any === undefined || entry === undefined || !isAimedAt(queue.given, entry.family, occasion))
      return [];
    const applies = occasion.applies(any, entry);
    passed.push({ queue, entry, applies });
    if (!applies) return [];
    const woken = queue.wake();
    this.#haveLeft(queue, woken);
    for (const fault of woken) this.#shelves.put(fault);
    queue.count();
    return woken;
  }

  /**
   * A fault has happened. What stands behind it in the order of arming may see the request now where it did not before,
   * or not any more: a queue that this goes through is parted there.
   *
   * @returns those that are to be asked yet
   */
  #reconsider(passed: Passed[], order: number, occasion: Occasion): ArmedFault[] {
    const asked: ArmedFault[] = [];
    for (const one of [...passed]) {
      const { queue, entry, applies } = one;
      if (queue.any === undefined || occasion.applies(queue.any, entry) === applies) continue;
      passed.splice(passed.indexOf(one), 1);
      const behind = queue.leaveAfter(order);
      this.#haveLeft(queue, behind);
      if (!applies) {
        for (const fault of behind) this.#shelves.put(fault);
        asked.push(...behind);
        continue;
      }
      for (const fault of behind) fault.seen -= 1;
      const part = this.#queues.part(behind);
      if (part === undefined) continue;
      this.#shelves.put(part);
      passed.push({ queue: part, entry, applies: false });
    }
    return asked;
  }

  #haveLeft(queue: Queue, faults: readonly ArmedFault[]): void {
    const gone = this.#queues.left(queue, faults);
    if (gone !== undefined) this.#shelves.take(gone);
  }

  /**
   * The client gets no byte of an answer, and its HTTP stack may repeat the request in silence: for faults that count
   * whole requests that will be the same one.
   */
  expectRepetition(occasion: Occasion, met: readonly Drawn[]): void {
    const counted = met.filter(({ fault, repeated }) => fault.given.per === 'request' && !repeated);
    if (counted.length === 0) return;
    this.#repetitions.expect(
      occasion,
      counted.map(({ fault }) => fault),
    );
  }

  #candidates(occasion: Occasion, repeated: ReadonlyMap<ArmedFault, number> | undefined): Laid[] {
    this.#pass(occasion.now);
    const found = this.#shelves.aimedAt(occasion.provider, occasion.operation, occasion);
    if (repeated === undefined) return found;
    return [...new Set([...repeated.keys(), ...found])].sort((a, b) => a.order - b.order);
  }

  #seedOf({ id }: ArmedFault, seen: number): Seed {
    return sub(this.#seed, 'fault', id, 'at', seen);
  }

  /** With `per: connection` a TCP connection counts once. */
  #isNew(fault: ArmedFault, { socket }: Occasion): boolean {
    if (fault.given.per !== 'connection' || socket === undefined) return true;
    let met = this.#met.get(fault.id);
    if (met === undefined) {
      met = new WeakSet();
      this.#met.set(fault.id, met);
    }
    if (met.has(socket)) return false;
    met.add(socket);
    return true;
  }

  #spendIfDone(fault: ArmedFault, now: number): boolean {
    if (!isSpent(fault, now)) return false;
    fault.spent = true;
    this.#retire(fault);
    return true;
  }

  /** Takes what has happened for the last time out of every request's way. */
  #retire(fault: ArmedFault): void {
    const { from, until } = fault;
    this.#live -= 1;
    this.#met.delete(fault.id);
    if (until !== null) this.#ending.take(until, fault);
    if (from === null || !this.#beginning.take(from, fault)) this.#lift(fault);
  }
}

/** A queue that a request went by, and whether it was counted there. */
interface Passed {
  readonly queue: Queue;
  readonly entry: CatalogueEntry;
  readonly applies: boolean;
}

/** Puts more where they belong in what is still ahead. */
function insert(ahead: Laid[], from: number, more: readonly ArmedFault[]): void {
  if (more.length === 0) return;
  const rest = [...ahead.splice(from), ...more].sort((a, b) => a.order - b.order);
  for (const one of rest) ahead.push(one);
}
