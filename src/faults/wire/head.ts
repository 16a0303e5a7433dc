/** Status line and headers as Node would write them, kept back so that they can be sent otherwise. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** The response has the socket (see `Line.turn`); from here on Node takes its head for sent. */
export function headOf(res: ServerResponse, status: number, headers: OutgoingHttpHeaders): Buffer {
  const parts: Buffer[] = [];
  const { socket } = res;
  if (socket === null) throw new Error('This response does not have its socket yet.');
  const write = socket.write;
  // Node writes the head within these two calls, and nothing else can come between them.
  socket.write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    const encoding = typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'latin1';
    parts.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
    return true;
  };
  try {
    res.writeHead(status, headers);
    res.flushHeaders();
  } finally {
    socket.write = write;
  }
  return Buffer.concat(parts);
}
