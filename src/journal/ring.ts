/**
 * The records of a journal, in columns. A record as such lives for as long as a thousand requests take: just long
 * enough for the garbage collector to move it twice and to find it dead among the old, which took some tenth of the
 * time of a short answer. So of each one only what it refers to is kept, in two lists that last as long as the journal;
 * most of that is shared with other requests anyway. Who reads gets a record like the one that was written.
 */
import type { JournalRecord, KeptHeaders, KeptMessage, KeptText, RequestRecord } from './record.ts';

/** Columns of numbers. */
const AT = 0;
const HOST_AT = 1;
const TOOK = 2;
const CONNECTION = 3;
const ATTEMPT = 4;
/** 0: there was no answer. */
const STATUS = 5;
const BYTES_IN = 6;
const BYTES_OUT = 7;
const SIZE = 8;
const NUMBERS = 9;

/** Columns of anything else. */
const PROVIDER = 0;
const FAULTS = 1;
const METHOD = 2;
const BASE_URL = 3;
const PATH = 4;
const RAW_QUERY = 5;
const HTTP_VERSION = 6;
const OPERATION = 7;
const BY = 8;
const OUTCOME = 9;
const CODE = 10;
const VIOLATIONS = 11;
const NEAR = 12;
const HEADERS_IN = 13;
const BODY_IN = 14;
const HEADERS_OUT = 15;
const BODY_OUT = 16;
/** The whole record, if it is none of a request: there are few of those. */
const RECORD = 17;
const REFERENCES = 18;

/** Room for so many to begin with: most worlds see few requests. */
const AT_FIRST = 16;
/** One for all: most worlds of a test run are never asked anything. */
const NONE = new Float64Array(0);

export class Ring {
  /** The most it may ever hold. */
  readonly #capacity: number;
  #numbers = NONE;
  #references: unknown[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * @param place below the capacity
   * @param size bytes that the record counts for
   * @returns the size of the record that stood there
   */
  put(place: number, record: JournalRecord, size: number): number {
    const n = place * NUMBERS;
    if (n >= this.#numbers.length) this.#grow(place);
    const numbers = this.#numbers;
    const references = this.#references;
    const r = place * REFERENCES;
    const before = numbers[n + SIZE] ?? 0;
    if (record.kind !== 'request') {
      this.drop(place);
      numbers[n + SIZE] = size;
      references[r + RECORD] = record;
      return before;
    }
    numbers[n + SIZE] = size;
    const { arrival, request, response } = record;
    numbers[n + AT] = record.at;
    numbers[n + HOST_AT] = record.hostAt;
    numbers[n + TOOK] = record.tookMs;
    numbers[n + CONNECTION] = arrival.connection;
    numbers[n + ATTEMPT] = arrival.attempt;
    numbers[n + STATUS] = response?.status ?? 0;
    numbers[n + BYTES_IN] = request.body.bytes;
    numbers[n + BYTES_OUT] = response?.body.bytes ?? 0;
    references[r + PROVIDER] = record.provider;
    references[r + FAULTS] = record.faults;
    references[r + METHOD] = record.method;
    references[r + BASE_URL] = record.baseUrl;
    references[r + PATH] = record.path;
    references[r + RAW_QUERY] = record.rawQuery;
    references[r + HTTP_VERSION] = record.httpVersion;
    references[r + OPERATION] = record.operation;
    references[r + BY] = record.by;
    references[r + OUTCOME] = record.outcome;
    references[r + CODE] = record.code;
    references[r + VIOLATIONS] = record.violations;
    references[r + NEAR] = record.near;
    references[r + HEADERS_IN] = this.#likeBefore(place, request.headers);
    references[r + BODY_IN] = request.body.kept;
    references[r + HEADERS_OUT] = response?.headers;
    references[r + BODY_OUT] = response?.body.kept;
    references[r + RECORD] = undefined;
    return before;
  }

  /** What was put there; undefined: nothing, or it was dropped. */
  at(place: number): JournalRecord | undefined {
    const references = this.#references;
    const r = place * REFERENCES;
    const other = references[r + RECORD];
    if (other !== undefined) return other as JournalRecord;
    if (references[r + PROVIDER] === undefined) return undefined;
    const numbers = this.#numbers;
    const n = place * NUMBERS;
    const number = (column: number): number => numbers[n + column] ?? 0;
    const message = (headers: number, body: number, bytes: number): KeptMessage => ({
      headers: references[r + headers] as KeptHeaders,
      body: { kept: references[r + body] as KeptText['kept'], bytes: number(bytes) },
    });
    const status = number(STATUS);
    return {
      kind: 'request',
      at: number(AT),
      hostAt: number(HOST_AT),
      tookMs: number(TOOK),
      provider: references[r + PROVIDER] as string,
      faults: references[r + FAULTS] as RequestRecord['faults'],
      arrival: { connection: number(CONNECTION), attempt: number(ATTEMPT) },
      method: references[r + METHOD] as string,
      baseUrl: references[r + BASE_URL] as string,
      path: references[r + PATH] as string,
      rawQuery: references[r + RAW_QUERY] as string,
      httpVersion: references[r + HTTP_VERSION] as string,
      operation: references[r + OPERATION] as string | undefined,
      by: references[r + BY] as string,
      outcome: references[r + OUTCOME] as RequestRecord['outcome'],
      code: references[r + CODE] as string | undefined,
      violations: references[r + VIOLATIONS] as RequestRecord['violations'],
      near: references[r + NEAR] as RequestRecord['near'],
      request: message(HEADERS_IN, BODY_IN, BYTES_IN),
      response: status === 0 ? undefined : { status, ...message(HEADERS_OUT, BODY_OUT, BYTES_OUT) },
    };
  }

  /** @returns the size of what was there */
  drop(place: number): number {
    const size = this.#numbers[place * NUMBERS + SIZE] ?? 0;
    this.#numbers[place * NUMBERS + SIZE] = 0;
    // All of it: a record refers to bodies and headers, and nothing else tells that there is none.
    this.#references.fill(undefined, place * REFERENCES, (place + 1) * REFERENCES);
    return size;
  }

  clear(): void {
    this.#numbers = NONE;
    this.#references = [];
  }

  #grow(place: number): void {
    const before = this.#numbers;
    const room = Math.min(this.#capacity, Math.max(AT_FIRST, 2 * place));
    this.#numbers = new Float64Array(room * NUMBERS);
    this.#numbers.set(before);
    for (let i = this.#references.length; i < room * REFERENCES; i++) this.#references.push(undefined);
  }

  /** A client sends the same headers again and again: those of the request before serve for this one too. */
  #likeBefore(place: number, headers: KeptHeaders): KeptHeaders {
    if (place === 0) return headers;
    const before = this.#references[(place - 1) * REFERENCES + HEADERS_IN];
    return isSame(before, headers) ? before : headers;
  }
}

function isSame(before: unknown, headers: KeptHeaders): before is readonly string[] {
  if (!Array.isArray(before) || !Array.isArray(headers) || before.length !== headers.length) return false;
  for (let i = 0; i < headers.length; i++) if (before[i] !== headers[i]) return false;
  return true;
}
