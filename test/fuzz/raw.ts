/** Bytes to a server and back, with no HTTP client in between to put them right. */
import { connect } from 'node:net';

export interface Reception {
  readonly text: string;
  /** The server cut the connection off instead of closing it. */
  readonly reset: boolean;
}

/**
 * Sends bytes, says that there are no more, and waits for the server to close.
 *
 * @throws if that takes longer than `patienceMs`: the server hangs
 */
export function exchange(port: number, bytes: Uint8Array, patienceMs: number): Promise<Reception> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const text = (): string => Buffer.concat(chunks).toString('latin1');
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(`The connection is still open after ${patienceMs} ms, with ${JSON.stringify(text())}`),
      );
    }, patienceMs);
    const end = (reset: boolean): void => {
      clearTimeout(timer);
      resolve({ text: text(), reset });
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => end(true));
    socket.on('close', () => end(false));
    socket.end(bytes);
  });
}

/** Status codes of all answers in a stream. */
export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}
