/**
 * The line to a client: waits that end when the client goes away, and the ways to end a connection.
 *
 * Node answers pipelined requests one after the other and lends each response the socket when it is its turn; only
 * then may a fault touch the socket.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onClose } from '../sockets.ts';

/** Between bytes and a reset: some systems throw away what a client has not read when the reset arrives. */
const GRACE_MS = 20;

export class Line {
  readonly #socket: Socket;
  readonly #res: ServerResponse;

  constructor(socket: Socket, res: ServerResponse) {
    this.#socket = socket;
    this.#res = res;
  }

  /** Waits on the machine's clock. @returns false if the client has gone */
  pause(ms: number): Promise<boolean> {
    if (ms <= 0) return Promise.resolve(!this.#socket.destroyed);
    return this.#until((done) => {
      const timer = setTimeout(done, ms);
      return () => clearTimeout(timer);
    });
  }

  /** Waits until every answer before this one has gone out. @returns false if the client has gone */
  turn(): Promise<boolean> {
    if (this.#res.socket !== null) return Promise.resolve(!this.#socket.destroyed);
    return this.#until((done) => {
      this.#res.once('socket', done);
      return () => this.#res.off('socket', done);
    });
  }

  /** Hands bytes of a body over to the system. @returns false if the client has gone */
  write(bytes: Buffer): Promise<boolean> {
    return this.#until((done) => {
      this.#res.write(bytes, done);
      return undefined;
    });
  }

  /** The same below HTTP, for status line and headers. */
  writeRaw(bytes: Buffer): Promise<boolean> {
    return this.#until((done) => {
      this.#socket.write(bytes, done);
      return undefined;
    });
  }

  /** What is written still goes out, then FIN. */
  close(): void {
    this.#socket.destroySoon();
  }

  /** RST. On what is no TCP socket (TLS, a test's double) the connection just breaks. */
  async reset(): Promise<void> {
    if (!(await this.pause(GRACE_MS))) return;
    try {
      this.#socket.resetAndDestroy();
    } catch {
      this.#socket.destroy();
    }
  }

  #until(start: (done: () => void) => (() => void) | undefined): Promise<boolean> {
    if (this.#socket.destroyed) return Promise.resolve(false);
    return new Promise((resolve) => {
      let stop: (() => void) | undefined;
      const finish = (): void => {
        stop?.();
        forget();
        resolve(!this.#socket.destroyed);
      };
      const forget = onClose(this.#socket, finish);
      stop = start(finish);
    });
  }
}
