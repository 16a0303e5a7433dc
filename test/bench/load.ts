/**
 * A load generator that costs less than what it measures: requests made ahead, answers counted and not parsed. One
 * request at a time on each of several kept-alive connections.
 */
import { connect, type Socket } from 'node:net';
import { quantile } from './stats.ts';

/** One server under one kind of request. */
export interface Target {
  readonly name: string;
  readonly port: number;
  /** The whole next request. */
  readonly next: () => string;
  /** Called before each run: what is costly to make is made then, enough for so long. */
  readonly prepare?: (durationMs: number) => void;
  /** Throws if this is not the right body. Asked of the first answer of each run and of every thousandth. */
  readonly check: (body: string) => void;
  /** Answers differ in length. Otherwise every answer has to be as long as the first. */
  readonly varies?: boolean;
}

export interface Run {
  readonly answers: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Load {
  readonly connections?: number;
  readonly durationMs: number;
}

export const CONNECTIONS = 16;
const CHECK_EVERY = 1000;
const BUFFER_BYTES = 128 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * @throws Error if one answer is not a 200, or has another length than the first, or is one of those looked at and
 *   not right; or if a connection is cut
 */
export async function load(target: Target, { durationMs, connections = CONNECTIONS }: Load): Promise<Run> {
  const tally: Tally = { target, took: [], seen: 0, last: 0, bytes: undefined, deadline: 0 };
  const started = performance.now();
  tally.deadline = started + durationMs;
  const lines = Array.from({ length: connections }, () => new Line(tally));
  try {
    await Promise.all(lines.map(({ finished }) => finished));
  } finally {
    for (const line of lines) line.cut();
  }
  const { took } = tally;
  return {
    answers: took.length,
    perSecond: took.length / ((tally.last - started) / 1000),
    p50: quantile(took, 0.5),
    p99: quantile(took, 0.99),
  };
}

/** What the connections of one run share. */
interface Tally {
  readonly target: Target;
  /** Of every answer, milliseconds. */
  readonly took: number[];
  /** Answers that began. */
  seen: number;
  /** When the last answer was complete. */
  last: number;
  /** Length of the first answer. */
  bytes: number | undefined;
  deadline: number;
}

class Line {
  readonly finished: Promise<void>;
  readonly #socket: Socket;
  readonly #tally: Tally;
  #sentAt = 0;
  /** For an answer. */
  #waits = true;
  #pending: Buffer = NOTHING;
  /** Bytes of the answer's body still to come; undefined while its head is. */
  #missing: number | undefined;
  /** Of an answer that is looked at. */
  #kept: Buffer[] | undefined;

  constructor(tally: Tally) {
    this.#tally = tally;
    let fail: (error: Error) => void = () => {};
    const callback = (size: number, buffer: Uint8Array): boolean => {
      try {
        this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, size));
      } catch (error) {
        fail(error as Error);
        this.#socket.destroy();
      }
      return true;
    };
    // One buffer for good: nothing is allocated for bytes that are only counted.
    const onread = { buffer: Buffer.allocUnsafe(BUFFER_BYTES), callback };
    this.#socket = connect({ port: tally.target.port, host: '127.0.0.1', noDelay: true, onread });
    this.finished = new Promise((resolve, reject) => {
      fail = reject;
      this.#socket.once('error', reject).once('connect', () => this.#send());
      this.#socket.once('close', () => {
        if (this.#waits) reject(new Error(`${tally.target.name}: the connection was cut`));
        else resolve();
      });
    });
  }

  cut(): void {
    this.#socket.destroy();
  }

  #send(): void {
    const request = this.#tally.target.next();
    this.#sentAt = performance.now();
    this.#socket.write(request, 'latin1');
  }

  #read(chunk: Buffer): void {
    if (!this.#take(chunk)) return;
    const tally = this.#tally;
    const now = performance.now();
    tally.took.push(now - this.#sentAt);
    tally.last = now;
    if (this.#kept !== undefined) tally.target.check(Buffer.concat(this.#kept).toString('utf8'));
    this.#kept = undefined;
    if (now < tally.deadline) this.#send();
    else {
      this.#waits = false;
      this.#socket.end();
    }
  }

  /** True when an answer is complete. */
  #take(chunk: Buffer): boolean {
    let body = chunk;
    if (this.#missing === undefined) {
      const all = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
      const end = all.indexOf(HEAD_END);
      if (end === -1) {
        // The buffer is read into again.
        this.#pending = Buffer.from(all);
        return false;
      }
      this.#missing = this.#begin(all.toString('latin1', 0, end));
      body = all.subarray(end + HEAD_END.length);
      this.#pending = NOTHING;
    }
    this.#missing -= body.length;
    this.#kept?.push(Buffer.from(body));
    if (this.#missing > 0) return false;
    this.#missing = undefined;
    return true;
  }

  /** Length of the answer whose head this is. */
  #begin(head: string): number {
    const { target, bytes } = this.#tally;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    const fits = bytes === undefined || target.varies === true || length === bytes;
    if (!head.startsWith('HTTP/1.1 200') || !(length > 0) || !fits) {
      const wanted = bytes === undefined ? '' : ` of ${bytes} bytes`;
      throw new Error(`${target.name}: expected a 200${wanted}, got ${head.slice(0, 300)}`);
    }
    this.#tally.bytes ??= length;
    if (this.#tally.seen++ % CHECK_EVERY === 0) this.#kept = [];
    return length;
  }
}
