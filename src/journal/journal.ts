/**
 * What reached a world and what it answered: the last entries, in a ring. Bounded, and without secrets: header
 * values and bodies are not kept, and secret query parameters are masked before they get here.
 */

export interface JournalEntry {
  /** 1, 2, 3, ... since the world was made or reset. */
  readonly number: number;
  /** World's time, milliseconds since 1970 UTC. */
  readonly at: number;
  readonly provider: string;
  readonly method: string;
  /** Path and masked query below the provider's address. */
  readonly target: string;
  /** operationId of the contract; undefined if nothing matched. */
  readonly operation: string | undefined;
  readonly status: number;
  /** What answered: `operation`, `cache`, `route`, `body`, `check`, or the check's own word (`rate-limit`, ...). */
  readonly by: string;
  /** Milliseconds on the machine's clock from the request's head to the answer's end. */
  readonly tookMs: number;
}

export interface JournalFilter {
  readonly provider?: string;
  readonly operation?: string;
  readonly status?: number;
}

/** Entries a world keeps unless told otherwise. */
export const JOURNAL_SIZE = 1000;

export class Journal {
  readonly #ring: JournalEntry[] = [];
  #written = 0;

  constructor(private readonly size: number = JOURNAL_SIZE) {}

  write(entry: Omit<JournalEntry, 'number'>): void {
    this.#ring[this.#written % this.size] = { number: this.#written + 1, ...entry };
    this.#written += 1;
  }

  /** Oldest first. */
  entries(filter: JournalFilter = {}): JournalEntry[] {
    const start = this.#written > this.size ? this.#written % this.size : 0;
    return [...this.#ring.slice(start), ...this.#ring.slice(0, start)].filter(
      (entry) =>
        (filter.provider === undefined || entry.provider === filter.provider) &&
        (filter.operation === undefined || entry.operation === filter.operation) &&
        (filter.status === undefined || entry.status === filter.status),
    );
  }

  clear(): void {
    this.#ring.length = 0;
    this.#written = 0;
  }
}

/** `a=1&userSecret=x` -> `a=1&userSecret=***`. */
export function maskQuery(rawQuery: string, secret: readonly string[]): string {
  if (rawQuery === '' || secret.length === 0) return rawQuery;
  return rawQuery
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals !== -1 && secret.includes(pair.slice(0, equals)) ? `${pair.slice(0, equals)}=***` : pair;
    })
    .join('&');
}
