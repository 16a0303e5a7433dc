/**
 * The armed faults of one world. What is armed and how often it happened is in the world's document; the index by
 * provider and operation, and what belongs to open sockets, is derived and lives here.
 */
import type { Socket } from 'node:net';
import { type Seed, sub } from '../../fixtures/ledger/seed.ts';
import { type Aimed, isAimedAt } from './aim.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { happens, isOpen, isSpent } from './counting.ts';
import { catalogue } from './generated/catalogue.ts';
import type { ArmedFault } from './order.ts';

/** Faults one world may have; the oldest spent ones make room first. */
export const MOST_FAULTS = 10_000;

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
}

/** What a fault remembers of sockets: nothing that a snapshot could hold. */
interface Recollection {
  readonly sockets: WeakSet<Socket>;
  last: Pick<Occasion, 'identity' | 'socket'> | undefined;
}

export class Armory {
  readonly #index = new Map<string, readonly ArmedFault[]>();
  readonly #recollections = new Map<string, Recollection>();
  readonly #faults: Record<string, ArmedFault>;
  readonly #seed: Seed;

  /** @param faults the document's own record, changed in place */
  constructor(faults: Record<string, ArmedFault>, seed: Seed) {
    this.#faults = faults;
    this.#seed = seed;
  }

  /** In the order of arming, spent ones too. */
  list(): ArmedFault[] {
    return Object.values(this.#faults).sort((a, b) => a.order - b.order);
  }

  get(id: string): ArmedFault | undefined {
    return Object.hasOwn(this.#faults, id) ? this.#faults[id] : undefined;
  }

  add(fault: ArmedFault): void {
    this.#faults[fault.id] = fault;
    this.#index.clear();
  }

  /** False if there was none. */
  remove(id: string): boolean {
    if (!Object.hasOwn(this.#faults, id)) return false;
    delete this.#faults[id];
    this.#recollections.delete(id);
    this.#index.clear();
    return true;
  }

  clear(): void {
    for (const id of Object.keys(this.#faults)) delete this.#faults[id];
    this.#recollections.clear();
    this.#index.clear();
  }

  /** True: no request of this operation can meet a fault. Cheap: asked for every request. */
  isQuiet(provider: string, operation: string): boolean {
    return this.#aimedAt(provider, operation).length === 0;
  }

  /**
   * The faults that happen on this occasion, in the order of arming. Lazy: a fault counts an occasion only when it is
   * drawn, so those behind the one that answers never see the request.
   */
  *draw(occasion: Occasion): Generator<Drawn> {
    for (const fault of this.#aimedAt(occasion.provider, occasion.operation)) {
      const entry = catalogue[fault.given.fault];
      if (entry === undefined || fault.spent) continue;
      if (!isAimedAt(fault.given, entry.family, occasion) || !occasion.applies(fault, entry)) continue;
      if (this.#isRepetition(fault, occasion)) {
        yield { fault, entry, seed: this.#seedOf(fault) };
        continue;
      }
      fault.spent = isSpent(fault, occasion.now);
      if (fault.spent || !isOpen(fault, occasion.now) || !this.#isNew(fault, occasion)) continue;
      fault.seen += 1;
      if (happens(fault, fault.seen, occasion.now, this.#seed)) {
        fault.fired += 1;
        if (fault.given.per === 'request') this.#recollection(fault.id).last = occasion;
        yield { fault, entry, seed: this.#seedOf(fault) };
      }
      // The repetition of a request may still be on its way: whether such a fault is spent shows with the next one.
      fault.spent = fault.given.per !== 'request' && isSpent(fault, occasion.now);
    }
  }

  #seedOf({ id, seen }: ArmedFault): Seed {
    return sub(this.#seed, 'fault', id, 'at', seen);
  }

  /** The silent second attempt of an HTTP stack: the same request, the first on a new connection; once. */
  #isRepetition(fault: ArmedFault, { identity, socket, isFirstOnSocket }: Occasion): boolean {
    if (fault.given.per !== 'request') return false;
    const recollection = this.#recollection(fault.id);
    const { last } = recollection;
    recollection.last = undefined;
    return last !== undefined && last.identity === identity && isFirstOnSocket && last.socket !== socket;
  }

  /** With `per: connection` a TCP connection counts once. */
  #isNew(fault: ArmedFault, { socket }: Occasion): boolean {
    if (fault.given.per !== 'connection' || socket === undefined) return true;
    const { sockets } = this.#recollection(fault.id);
    if (sockets.has(socket)) return false;
    sockets.add(socket);
    return true;
  }

  #recollection(id: string): Recollection {
    let recollection = this.#recollections.get(id);
    if (recollection === undefined) {
      recollection = { sockets: new WeakSet(), last: undefined };
      this.#recollections.set(id, recollection);
    }
    return recollection;
  }

  #aimedAt(provider: string, operation: string): readonly ArmedFault[] {
    const key = `${provider} ${operation}`;
    let aimed = this.#index.get(key);
    if (aimed === undefined) {
      aimed = this.list().filter(
        ({ given, spent }) =>
          !spent &&
          (given.provider === undefined || given.provider === provider) &&
          (given.operation === undefined || [given.operation].flat().includes(operation)),
      );
      this.#index.set(key, aimed);
    }
    return aimed;
  }
}
