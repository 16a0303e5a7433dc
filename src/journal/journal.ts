/**
 * What reached a world and what it answered, and the webhooks it sent: the last entries, bounded in number and in
 * bytes, oldest out first. No part of a world's document.
 */
import type { JournalEntry } from './entry.ts';
import { checkFilter, type EntryFor, type JournalFilter, matches } from './filter.ts';
import { type JournalRecord, sizeOf } from './record.ts';
import { Redaction } from './redaction.ts';
import { Ring } from './ring.ts';
import { shown, shownTarget } from './shown.ts';
import { type Listener, Subscriptions, Waiters } from './watchers.ts';

export interface JournalBounds {
  /** Entries kept. Default 1,000. */
  readonly entries?: number;
  /** Bytes of text kept. Default 4 MiB. The newest entry stays, however large. */
  readonly bytes?: number;
}

export const DEFAULT_BOUNDS: Required<JournalBounds> = { entries: 1000, bytes: 4 * 1024 * 1024 };

export interface JournalStats {
  /** Kept now. */
  readonly entries: number;
  readonly bytes: number;
  /** Gone because newer ones needed their place. */
  readonly dropped: number;
  /** Number of the newest entry; 0 before the first. */
  readonly last: number;
}

/** Ten minutes: longer than any client's patience, and no timer is kept for ever. */
export const LONGEST_WAIT_MS = 600_000;

const NOTHING = new Redaction(() => undefined);

export class Journal {
  readonly #bounds: Required<JournalBounds>;
  readonly #redaction: Redaction;
  readonly #told: (record: JournalRecord) => void;
  /** Filled from its beginning, then round and round: see {@link Journal.#placeOf}. */
  readonly #ring: Ring;
  /** Number of the entry that came first into the ring. */
  #first = 1;
  #oldest = 1;
  #last = 0;
  #bytes = 0;
  #dropped = 0;
  #era = 1;
  #ended = false;
  /** Made for the first: most journals are only read. */
  #waiters: Waiters<JournalRecord> | undefined;
  #subscriptions: Subscriptions<JournalRecord> | undefined;

  /** @param told of every record, kept or not: for counts over all worlds */
  constructor(
    bounds: JournalBounds = {},
    redaction: Redaction = NOTHING,
    told: (record: JournalRecord) => void = () => {},
  ) {
    this.#told = told;
    this.#bounds = { ...DEFAULT_BOUNDS, ...bounds };
    this.#ring = new Ring(this.#bounds.entries);
    this.#redaction = redaction;
  }

  /** Changes with every reset. What began in an earlier era is nothing for this one's journal. */
  get era(): number {
    return this.#era;
  }

  /** @param era in which it began; left out: now */
  write(record: JournalRecord, era: number = this.#era): void {
    this.#told(record);
    if (era !== this.#era) return;
    this.#last += 1;
    const size = sizeOf(record);
    const { entries, bytes } = this.#bounds;
    this.#bytes += size - this.#ring.put(this.#placeOf(this.#last), record, size);
    // What stood there was the oldest.
    if (this.#last - this.#oldest >= entries) this.#passOldest();
    while (this.#bytes > bytes && this.#oldest < this.#last) {
      this.#bytes -= this.#ring.drop(this.#placeOf(this.#oldest));
      this.#passOldest();
    }
    if (this.#subscriptions?.any === true) this.#tell(this.#last, record, this.#subscriptions);
    if (this.#waiters?.any === true) this.#waiters.tell(record);
  }

  /** Without a gap before the first entry after a `clear()`, so that there is no room for what is gone. */
  #placeOf(number: number): number {
    return (number - this.#first) % this.#bounds.entries;
  }

  #passOldest(): void {
    this.#oldest += 1;
    this.#dropped += 1;
  }

  #tell(number: number, record: JournalRecord, subscriptions: Subscriptions<JournalRecord>): void {
    let entry: JournalEntry | undefined;
    subscriptions.tell(record, () => {
      entry ??= shown(number, record, this.#redaction);
      return entry;
    });
  }

  /**
   * Oldest first, without secrets. Each call makes its own copies.
   *
   * @throws RangeError for a filter with a number that cannot be
   * @example journal.entries({ operation: 'listTrades', status: 429 })
   */
  entries<const Filter extends JournalFilter>(filter?: Filter): EntryFor<Filter>[] {
    return this.#read(filter ?? {}) as EntryFor<Filter>[];
  }

  #read(filter: JournalFilter): JournalEntry[] {
    checkFilter(filter);
    const { limit = Number.POSITIVE_INFINITY } = filter;
    const found: JournalEntry[] = [];
    for (const [number, record] of this.#matching(filter)) {
      if (found.length >= limit) break;
      found.push(shown(number, record, this.#redaction));
    }
    return found;
  }

  /** Numbers and records, oldest first. */
  *#matching(filter: JournalFilter): Generator<readonly [number, JournalRecord]> {
    const wanted = this.#wanted(filter);
    for (let number = Math.max(this.#oldest, (filter.since ?? 0) + 1); number <= this.#last; number++) {
      const record = this.#ring.at(this.#placeOf(number));
      if (record !== undefined && wanted(record)) yield [number, record];
    }
  }

  #wanted(filter: JournalFilter): (record: JournalRecord) => boolean {
    return (record) => matches(filter, record, () => shownTarget(record, this.#redaction));
  }

  #count(filter: JournalFilter): number {
    let count = 0;
    for (const _ of this.#matching(filter)) count += 1;
    return count;
  }

  /**
   * Resolves as soon as `count` entries match, those that are there already included; or with what there is when the
   * time is over, or the world is reset or dropped.
   *
   * @param timeoutMs on the machine's clock
   * @param signal for when nobody wants to know any more
   * @throws RangeError (by rejection) for a count below 1, a time that is none, or too many waiting already
   * @example const [refresh] = await journal.wait({ operation: 'refreshConnection' }, 1, 5_000)
   */
  async wait<const Filter extends JournalFilter>(
    filter: Filter,
    count = 1,
    timeoutMs = 10_000,
    signal?: AbortSignal,
  ): Promise<EntryFor<Filter>[]> {
    checkFilter(filter);
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`Not a number of entries to wait for: ${count}. Allowed: whole numbers from 1.`);
    }
    if (!(timeoutMs >= 0 && timeoutMs <= LONGEST_WAIT_MS)) {
      throw new RangeError(
        `Not a time to wait: ${timeoutMs}. Allowed: 0 to ${LONGEST_WAIT_MS} milliseconds.`,
      );
    }
    const missing = count - this.#count(filter);
    if (missing <= 0 || timeoutMs === 0 || this.#ended) return this.entries(filter);
    return new Promise((resolve) => {
      const done = (): void => resolve(this.entries(filter));
      this.#waiters ??= new Waiters();
      const end = this.#waiters.add({ wants: this.#wanted(filter), missing, done }, timeoutMs);
      signal?.addEventListener('abort', end, { once: true });
    });
  }

  /**
   * Tells every entry as it is written, until the function this gives is called.
   *
   * @param listener one that throws is told no more
   * @param more only entries that fit `filter`; `ended` is called when the world is dropped
   * @throws RangeError if too many listen already
   */
  subscribe(listener: Listener, more: { filter?: JournalFilter; ended?: () => void } = {}): () => void {
    const { filter = {}, ended } = more;
    if (this.#ended) {
      ended?.();
      return () => {};
    }
    this.#subscriptions ??= new Subscriptions();
    return this.#subscriptions.add({ wants: this.#wanted(filter), listener, ended });
  }

  stats(): JournalStats {
    return {
      entries: this.#last - this.#oldest + 1,
      bytes: this.#bytes,
      dropped: this.#dropped,
      last: this.#last,
    };
  }

  /** Forgets all entries. Numbers go on, so that `since` keeps its meaning. */
  clear(): void {
    this.#ring.clear();
    this.#oldest = this.#last + 1;
    this.#first = this.#oldest;
    this.#bytes = 0;
    this.#dropped = 0;
  }

  /** The world begins anew: numbers too, and nobody waits for entries of the old one. Listeners stay. */
  reset(): void {
    this.#waiters?.free();
    this.clear();
    this.#oldest = 1;
    this.#first = 1;
    this.#last = 0;
    this.#era += 1;
  }

  /** The world is gone: waiters get what there is, listeners are told. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#waiters?.free();
    this.#subscriptions?.end();
  }
}
