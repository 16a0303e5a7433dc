/** The faults that may be met, by provider and operation. Each stands in one place for every operation it names. */
import type { Aimed } from './aim.ts';
import { type Laid, Shelf } from './shelf.ts';

/** Stands for all of them. */
const ANY = '';

export class Shelves {
  /** By provider, then operation. */
  readonly #shelves = new Map<string, Map<string, Shelf>>();
  /** By provider, then operation: those that its requests have to look at. Found once, until a shelf comes or goes. */
  readonly #known = new Map<string, Map<string, readonly Shelf[]>>();

  put(fault: Laid): void {
    const provider = fault.given.provider ?? ANY;
    let shelves = this.#shelves.get(provider);
    if (shelves === undefined) {
      shelves = new Map();
      this.#shelves.set(provider, shelves);
    }
    for (const operation of operationsOf(fault)) {
      let shelf = shelves.get(operation);
      if (shelf === undefined) {
        shelf = new Shelf();
        shelves.set(operation, shelf);
        this.#known.clear();
      }
      shelf.put(fault);
    }
  }

  take(fault: Laid): void {
    const provider = fault.given.provider ?? ANY;
    const shelves = this.#shelves.get(provider);
    for (const operation of operationsOf(fault)) {
      const shelf = shelves?.get(operation);
      shelf?.take(fault);
      if (shelf?.isEmpty === true) {
        shelves?.delete(operation);
        this.#known.clear();
      }
    }
    if (shelves?.size === 0) this.#shelves.delete(provider);
  }

  clear(): void {
    this.#shelves.clear();
    this.#known.clear();
  }

  /** Whether requests of an operation have to be looked at. */
  hasAny(provider: string, operation: string): boolean {
    return this.#of(provider, operation).length > 0;
  }

  /**
   * Those aimed at a request, in the order of arming: a list of its own, since faults may come and go while it is read.
   */
  aimedAt(provider: string, operation: string, request: Aimed): Laid[] {
    const found: (readonly Laid[])[] = [];
    for (const shelf of this.#of(provider, operation)) shelf.collect(request, found);
    const [first] = found;
    if (first === undefined) return [];
    return found.length === 1 ? [...first] : found.flat().sort((a, b) => a.order - b.order);
  }

  #of(provider: string, operation: string): readonly Shelf[] {
    if (this.#shelves.size === 0) return NONE;
    let known = this.#known.get(provider);
    if (known === undefined) {
      known = new Map();
      this.#known.set(provider, known);
    }
    let shelves = known.get(operation);
    if (shelves === undefined) {
      shelves = this.#find(provider, operation);
      known.set(operation, shelves);
    }
    return shelves;
  }

  #find(provider: string, operation: string): readonly Shelf[] {
    const of: Shelf[] = [];
    for (const shelves of [this.#shelves.get(provider), this.#shelves.get(ANY)]) {
      const narrow = shelves?.get(operation);
      const wide = shelves?.get(ANY);
      if (narrow !== undefined) of.push(narrow);
      if (wide !== undefined) of.push(wide);
    }
    return of;
  }
}

const NONE: readonly Shelf[] = [];

function operationsOf({ given: { operation } }: Laid): readonly string[] {
  if (operation === undefined) return [ANY];
  return typeof operation === 'string' ? [operation] : [...new Set(operation)];
}
