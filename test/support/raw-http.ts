/** HTTP by hand, for what client libraries would hide or refuse to send. */
import { connect } from 'node:net';

/** Sends bytes as they are and gives everything that came back until the server closed or fell silent. */
export function exchange(port: number, bytes: string | Buffer, silenceMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    const done = (): void => {
      socket.destroy();
      resolve(Buffer.concat(parts).toString('utf8'));
    };
    socket.setTimeout(silenceMs, done);
    socket.on('data', (part) => parts.push(part));
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? done() : reject(error),
    );
    socket.write(bytes);
  });
}

/** A request head, lines joined as HTTP wants them; `Connection: close` is added. */
export function head(...lines: string[]): string {
  return `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;
}
