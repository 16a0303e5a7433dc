/** Counts of what one process did: plain numbers on a request's way, made into metrics when somebody asks. */
import type { JournalRecord } from '../journal/record.ts';

/** Upper bounds of the histogram of durations, seconds. */
export const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Between the parts of a key: no provider, operation or fault has it in its name. */
export const BETWEEN = '\0';

export interface Durations {
  /** Requests of at most the bound of that place that no earlier one has counted; the last place has no bound. */
  readonly counts: number[];
  sum: number;
}

/** Kinds of things are few: operations of contracts, statuses, faults of the catalogue. Worlds are never a label. */
export class Tally {
  /** By provider, operation ('' if none matched) and status (0 if there was no answer): counted for every request. */
  readonly #requests = new Map<string, Map<string, Map<number, number>>>();
  /** By provider. */
  readonly durations = new Map<string, Durations>();
  /** By the fault's id in the catalogue. */
  readonly faults = new Map<string, number>();
  /** By provider and outcome: the status, or `failed`. */
  readonly deliveries = new Map<string, number>();

  readonly count = (record: JournalRecord): void => {
    const { provider, faults, response } = record;
    for (const { fault } of faults) add(this.faults, fault);
    if (record.kind === 'delivery') {
      add(this.deliveries, provider + BETWEEN + (response === undefined ? 'failed' : response.status));
      return;
    }
    const operations = within(this.#requests, provider);
    add(within(operations, record.operation ?? ''), response?.status ?? 0);
    this.#time(provider, record.tookMs / 1000);
  };

  /** By provider, operation and status. */
  get requests(): ReadonlyMap<string, number> {
    const all = new Map<string, number>();
    for (const [provider, operations] of this.#requests) {
      for (const [operation, statuses] of operations) {
        for (const [status, count] of statuses) all.set([provider, operation, status].join(BETWEEN), count);
      }
    }
    return all;
  }

  #time(provider: string, seconds: number): void {
    let durations = this.durations.get(provider);
    if (durations === undefined) {
      durations = { counts: new Array<number>(BUCKETS.length + 1).fill(0), sum: 0 };
      this.durations.set(provider, durations);
    }
    let place = 0;
    while (place < BUCKETS.length && seconds > (BUCKETS[place] ?? 0)) place += 1;
    durations.counts[place] = (durations.counts[place] ?? 0) + 1;
    durations.sum += seconds;
  }
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** What stands at a key, made when there is nothing yet: to put keys together for each request takes longer. */
function within<Key, Value>(all: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> {
  let found = all.get(key);
  if (found === undefined) {
    found = new Map();
    all.set(key, found);
  }
  return found;
}
