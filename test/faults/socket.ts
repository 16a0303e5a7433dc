/** A client that sees what HTTP libraries hide: every byte, when it came, and how the connection ended. */
import { connect, type Socket } from 'node:net';

/** `open`: it did not. */
export type End = 'fin' | 'reset' | 'open';

export interface Seen {
  readonly text: string;
  readonly bytes: Buffer;
  /** How many pieces it came in. */
  readonly pieces: number;
  readonly end: End;
  /** From the request to the first byte, and to the end or the last byte. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export class RawClient {
  readonly #socket: Socket;
  #parts: Buffer[] = [];
  #size = 0;
  #end: End = 'open';
  #sentAt = 0;
  #firstAt = 0;
  #lastAt = 0;
  #changed: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (part) => {
      this.#lastAt = performance.now();
      if (this.#parts.length === 0) this.#firstAt = this.#lastAt;
      this.#parts.push(part);
      this.#size += part.length;
      this.#changed();
    });
    socket.on('end', () => this.#over('fin'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#over(error.code === 'ECONNRESET' ? 'reset' : 'fin'),
    );
    socket.on('close', () => this.#over('fin'));
  }

  static async to(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket);
  }

  send(text: string): void {
    this.#parts = [];
    this.#size = 0;
    this.#sentAt = performance.now();
    this.#socket.write(text);
  }

  /** Waits until what came satisfies, or the connection ended. */
  async until(satisfied: (text: () => string) => boolean, patienceMs = 5_000): Promise<Seen> {
    const deadline = performance.now() + patienceMs;
    while (this.#end === 'open' && !satisfied(() => this.#text())) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return {
      text: this.#text(),
      bytes: Buffer.concat(this.#parts),
      pieces: this.#parts.length,
      end: this.#end,
      firstMs: this.#firstAt - this.#sentAt,
      lastMs: this.#lastAt - this.#sentAt,
    };
  }

  /** Until an answer with a Content-Length is whole, or the connection ended. */
  answer(): Promise<Seen> {
    // Of an answer of megabytes only the first piece is looked at; the rest is counted.
    return this.until(() => {
      const first = this.#parts[0]?.toString('latin1') ?? '';
      const ends = first.indexOf('\r\n\r\n');
      const head = ends === -1 ? this.#text() : first;
      const at = ends === -1 ? head.indexOf('\r\n\r\n') : ends;
      const length = /^HTTP\/1\.1 (?:204|304)/.test(head)
        ? '0'
        : /content-length: (\d+)/i.exec(head.slice(0, at))?.[1];
      return at !== -1 && length !== undefined && this.#size >= at + 4 + Number(length);
    });
  }

  ended(): Promise<Seen> {
    return this.until(() => false);
  }

  close(): void {
    this.#socket.destroy();
  }

  #text(): string {
    return Buffer.concat(this.#parts).toString('latin1');
  }

  #over(end: End): void {
    if (this.#end === 'open') {
      this.#end = end;
      this.#lastAt = performance.now();
    }
    this.#changed();
  }
}

/** A request on a connection that stays open. */
export function get(path: string, method = 'GET', ...headers: string[]): string {
  return [`${method} ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
}

/** Head and body of one answer. */
export function parted({ bytes }: Seen): { head: string; body: Buffer } {
  const at = bytes.indexOf('\r\n\r\n');
  return { head: bytes.subarray(0, at).toString('latin1'), body: bytes.subarray(at + 4) };
}
