/**
 * Head and body of an answer as one piece of text: what Node does with them takes longer than all stages before.
 *
 * `writeHead` looks at each header for itself, for what it may mean to the connection and for letters it may not
 * have, and `end` hands head and body to the socket as two pieces of two encodings. Here Node makes the head of an
 * answer that has nothing but a length: the status line, and what becomes of the connection. The other headers,
 * checked as a whole, and the body are put into that head before it goes out. Measured on `node:http` alone: a sixth
 * of the time that an answer with seven headers takes.
 *
 * Where the head stands is not documented, though it is the same in Node 20, 22 and 24: so Node is tried once, and does
 * everything by itself if it does not do as it did.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { HeaderValue } from '../provider/reply.ts';

/** What of a response is not in its types. */
interface Outgoing {
  /** Lines and the empty one after them, from `writeHead` on. */
  _header: string | null;
  readonly _headerSent: boolean;
}

const { writeHead, write, end } = ServerResponse.prototype;

/**
 * @param body of single-byte letters only; its length is what `Content-Length` says, or it is '' if no body goes out
 * @returns false: this answer can't go out that way, and nothing was written
 */
export function sendInOnePiece(
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, HeaderValue>>,
  body: string,
): boolean {
  const length = headers['Content-Length'];
  if (length === undefined || !isNodesOwn(res)) return false;
  const lines = linesOf(headers);
  if (lines === undefined) return false;
  res.writeHead(status, { 'Content-Length': length });
  const outgoing = res as unknown as Outgoing;
  const head = outgoing._header ?? '';
  // The length stands right after the status line; among the lines it is where the answer has it.
  const afterStatus = head.indexOf('\r\n') + 2;
  const afterLength = head.indexOf('\r\n', afterStatus) + 2;
  outgoing._header = head.slice(0, afterStatus) + lines + head.slice(afterLength) + body;
  res.end();
  return true;
}

/** Nobody who wants to see what is written, a compressor say, stands between, and no header was set before. */
function isNodesOwn(res: ServerResponse): boolean {
  return (
    MADE_SO &&
    res.writeHead === writeHead &&
    res.write === write &&
    res.end === end &&
    res.getHeaderNames().length === 0
  );
}

/** Whether this Node makes heads as expected. */
const MADE_SO = (() => {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  res.sendDate = false;
  res.writeHead(200, { 'Content-Length': 2 });
  const { _header, _headerSent } = res as unknown as Outgoing;
  return (
    /^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\n(?:[\w-]+: .*\r\n)*\r\n$/.test(_header ?? '') && !_headerSent
  );
})();

/** Undefined: one of them is a matter for Node. */
function linesOf(headers: Readonly<Record<string, HeaderValue>>): string | undefined {
  let lines = '';
  for (const name in headers) {
    const value = headers[name];
    if ((!isPlain(name) && name !== 'Content-Length') || (typeof value === 'string' && UNSAFE.test(value)))
      return undefined;
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** What may not stand in a value, or takes more than a byte (RFC 9110, 5.5). */
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** What these say changes how the message is framed, or what becomes of the connection (RFC 9112, 6 and 9). */
const FRAMING = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Header names met, and whether nothing hangs on them: there are few. */
const known = new Map<string, boolean>();
const MOST_KNOWN = 500;

function isPlain(name: string): boolean {
  let plain = known.get(name);
  if (plain === undefined) {
    plain = TOKEN.test(name) && !FRAMING.has(name.toLowerCase());
    if (known.size < MOST_KNOWN) known.set(name, plain);
  }
  return plain;
}
