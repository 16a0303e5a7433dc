/** What went over the wire in the worlds of a run: whole, unmasked, in the order the requests arrived. */
import type { Tap } from '../engine/tap.ts';
import { type KeptHeaders, type RequestRecord, textKept } from '../journal/record.ts';
import type { WireAnswer, WireExchange } from '../provider/suite.ts';
import { parseExactly } from './exact-json.ts';

/** An exchange, and its number in the world's journal, where its masked form stands. */
export interface Recorded extends WireExchange {
  readonly provider: string;
  readonly entry: number;
}

export class Recording {
  readonly #exchanges: Recorded[] = [];
  /** By number: when it arrived, in the sequence of all arrivals and ends. */
  readonly #began = new Map<number, number>();
  #arrived = 0;
  #happened = 0;
  readonly #now: () => number;
  readonly #changed: () => void;

  /**
   * @param now the world's clock
   * @param changed told when a request arrives and when one is over
   */
  constructor(now: () => number, changed: () => void) {
    this.#now = now;
    this.#changed = changed;
  }

  /** Requests that have not been answered yet. */
  get open(): number {
    return this.#began.size;
  }

  /** Requests so far, those under way included. */
  get arrived(): number {
    return this.#arrived;
  }

  get exchanges(): readonly Recorded[] {
    return [...this.#exchanges].sort((a, b) => a.number - b.number);
  }

  opened(): number {
    this.#arrived += 1;
    this.#happened += 1;
    this.#began.set(this.#arrived, this.#happened);
    this.#changed();
    return this.#arrived;
  }

  closed(number: number, record: RequestRecord, entry: number, text: string): void {
    this.#happened += 1;
    const began = this.#began.get(number) ?? 0;
    this.#began.delete(number);
    this.#exchanges.push({
      ...exchangeOf(record, text),
      number,
      entry,
      began,
      ended: this.#happened,
      endedAt: this.#now(),
    });
    this.#changed();
  }
}

export class Recorder implements Tap {
  readonly #recordings = new Map<string, Recording>();

  begin(world: string, recording: Recording): void {
    this.#recordings.set(world, recording);
  }

  end(world: string): void {
    this.#recordings.delete(world);
  }

  opened(world: string): number {
    return this.#recordings.get(world)?.opened() ?? 0;
  }

  closed(world: string, opened: number, record: RequestRecord, entry: number, text: string): void {
    this.#recordings.get(world)?.closed(opened, record, entry, text);
  }
}

function exchangeOf(
  record: RequestRecord,
  text: string,
): Omit<Recorded, 'number' | 'entry' | 'began' | 'ended' | 'endedAt'> {
  return {
    provider: record.provider,
    operation: record.operation,
    method: record.method,
    path: record.path,
    rawQuery: record.rawQuery,
    query: Object.fromEntries(new URLSearchParams(record.rawQuery)),
    headers: headersOf(record.request.headers),
    body: textKept(record.request.body),
    answer: answerOf(record, text),
    outcome: record.outcome,
    faults: record.faults.map(({ fault }) => fault),
    violations: record.violations.map(({ in: where, name, message }) => ({ in: where, name, message })),
    at: record.at,
    hostAt: record.hostAt,
    hostEndedAt: record.hostAt + record.tookMs,
    connection: record.arrival.connection,
  };
}

function answerOf(record: RequestRecord, text: string): WireAnswer | undefined {
  const { response, by, code } = record;
  if (response === undefined) return undefined;
  let read: { readonly value: unknown } | undefined;
  return {
    status: response.status,
    headers: headersOf(response.headers),
    text,
    // Most answers of a case are never looked into.
    get json() {
      if (read === undefined) {
        const parsed = parseExactly(text);
        read = { value: parsed.ok ? parsed.value : undefined };
      }
      return read.value;
    },
    by,
    code,
  };
}

/** Lower-case names; of a repeated header the last. */
function headersOf(headers: KeptHeaders): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  if (Array.isArray(headers)) {
    const raw = headers as readonly string[];
    for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([(raw[i] ?? '').toLowerCase(), raw[i + 1] ?? '']);
  } else {
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) pairs.push([name.toLowerCase(), String(value)]);
    }
  }
  return Object.fromEntries(pairs);
}
