/**
 * A load generator that costs less than what it measures: bytes made ahead, answers counted and not parsed. One
 * request at a time on each of several kept-alive connections.
 */
import { connect, type Socket } from 'node:net';
import { quantile } from './stats.ts';

export interface Target {
  readonly name: string;
  readonly port: number;
  /** The whole request, by its number: some targets must be asked something new each time. */
  readonly request: (number: number) => string;
  /** Every answer has to be a 200 with a body of this many bytes. */
  readonly bytes: number;
  /** Throws if this is not the right body. Asked of the first answer of each run. */
  readonly check: (body: string) => void;
}

export interface Run {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

const CONNECTIONS = 16;
const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING: Buffer = Buffer.alloc(0);

/** Numbers go on from run to run, so that no request is repeated by the next one. */
let issued = 0;

export async function load(target: Target, durationMs: number): Promise<Run> {
  const took: number[] = [];
  const started = performance.now();
  const deadline = started + durationMs;
  const lines = Array.from(
    { length: CONNECTIONS },
    (_, i) => new Line(target, deadline, took, i === 0).finished,
  );
  await Promise.all(lines);
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: took.length / seconds, p99: quantile(took, 0.99) };
}

class Line {
  readonly finished: Promise<void>;
  readonly #socket: Socket;
  readonly #target: Target;
  readonly #took: number[];
  #sentAt = 0;
  #pending: Buffer = NOTHING;
  /** Bytes of the answer's body still to come; undefined while its head is. */
  #missing: number | undefined;
  #keep: Buffer[] | undefined;

  constructor(target: Target, deadline: number, took: number[], checks: boolean) {
    this.#target = target;
    this.#took = took;
    this.#keep = checks ? [] : undefined;
    this.#socket = connect(target.port, '127.0.0.1').setNoDelay(true);
    this.finished = new Promise((resolve, reject) => {
      this.#socket.once('error', reject).once('close', resolve);
      this.#socket.once('connect', () => this.#send());
      this.#socket.on('data', (chunk: Buffer) => {
        try {
          if (!this.#take(chunk)) return;
        } catch (error) {
          reject(error as Error);
          this.#socket.destroy();
          return;
        }
        if (performance.now() < deadline) this.#send();
        else this.#socket.end();
      });
    });
  }

  #send(): void {
    this.#sentAt = performance.now();
    this.#socket.write(this.#target.request(issued++), 'latin1');
  }

  /** True when an answer is complete. */
  #take(chunk: Buffer): boolean {
    let body = chunk;
    if (this.#missing === undefined) {
      const all = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
      const end = all.indexOf(HEAD_END);
      if (end === -1) {
        this.#pending = all;
        return false;
      }
      this.#missing = lengthIn(all.toString('latin1', 0, end), this.#target);
      body = all.subarray(end + HEAD_END.length);
      this.#pending = NOTHING;
    }
    this.#missing -= body.length;
    this.#keep?.push(body);
    if (this.#missing > 0) return false;
    this.#missing = undefined;
    this.#took.push(performance.now() - this.#sentAt);
    if (this.#keep !== undefined) this.#target.check(Buffer.concat(this.#keep).toString('utf8'));
    this.#keep = undefined;
    return true;
  }
}

function lengthIn(head: string, target: Target): number {
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
  if (head.startsWith('HTTP/1.1 200 ') && length === target.bytes) return length;
  throw new Error(`${target.name}: expected a 200 of ${target.bytes} bytes, got ${head.slice(0, 300)}`);
}
