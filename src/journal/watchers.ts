/** Who waits for entries, and who listens to all of them. Bounded; nothing of it is part of a world's document. */
import type { JournalEntry } from './entry.ts';

export type Listener = (entry: JournalEntry) => void;

/** Waiters, and listeners, that one world may have at a time. */
export const MOST_WATCHERS = 200;

export interface Waiter<Item> {
  readonly wants: (item: Item) => boolean;
  /** Matching ones still to come. */
  missing: number;
  /** Called once, at once when it is over. */
  readonly done: () => void;
}

/** Waits that end when enough has come, or when their time is over. */
export class Waiters<Item> {
  readonly #timers = new Map<Waiter<Item>, NodeJS.Timeout>();

  get any(): boolean {
    return this.#timers.size > 0;
  }

  /**
   * @returns ends the wait before its time
   * @throws RangeError if too many wait already
   */
  add(waiter: Waiter<Item>, timeoutMs: number): () => void {
    checkRoom(this.#timers.size, 'waiting for entries of');
    this.#timers.set(
      waiter,
      setTimeout(() => this.#end(waiter), timeoutMs),
    );
    return () => this.#end(waiter);
  }

  #end(waiter: Waiter<Item>): void {
    if (!this.#timers.has(waiter)) return;
    clearTimeout(this.#timers.get(waiter));
    this.#timers.delete(waiter);
    waiter.done();
  }

  tell(item: Item): void {
    for (const waiter of [...this.#timers.keys()]) {
      if (!waiter.wants(item)) continue;
      waiter.missing -= 1;
      if (waiter.missing <= 0) this.#end(waiter);
    }
  }

  free(): void {
    for (const waiter of [...this.#timers.keys()]) this.#end(waiter);
  }
}

export interface Subscription<Item> {
  readonly wants: (item: Item) => boolean;
  readonly listener: Listener;
  readonly ended: (() => void) | undefined;
}

export class Subscriptions<Item> {
  readonly #all = new Set<Subscription<Item>>();

  get any(): boolean {
    return this.#all.size > 0;
  }

  /** @throws RangeError if too many listen already */
  add(subscription: Subscription<Item>): () => void {
    checkRoom(this.#all.size, 'listening to');
    this.#all.add(subscription);
    return () => {
      this.#all.delete(subscription);
    };
  }

  /** One that throws hears no more: it is not the request's business. */
  tell(item: Item, entry: () => JournalEntry): void {
    for (const subscription of [...this.#all]) {
      if (!subscription.wants(item)) continue;
      try {
        subscription.listener(entry());
      } catch {
        this.#all.delete(subscription);
      }
    }
  }

  end(): void {
    const all = [...this.#all];
    this.#all.clear();
    for (const { ended } of all) ended?.();
  }
}

function checkRoom(there: number, what: string): void {
  if (there < MOST_WATCHERS) return;
  throw new RangeError(
    `${there} are ${what} this world's journal already. Allowed: ${MOST_WATCHERS}. End some first.`,
  );
}
