/** Writes an answer: headers first, body once, length known. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeaderValue, Reply } from '../provider/reply.ts';

/**
 * @param worldNow becomes the `Date` header: a client that computes waits from it sees the world's clock
 */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  stageHeaders: Readonly<Record<string, HeaderValue>>,
  reply: Reply,
  text: string | undefined,
  worldNow: number,
): void {
  const headers: Record<string, HeaderValue> = { Date: httpDate(worldNow) };
  if (text !== undefined) {
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = Buffer.byteLength(text);
  } else if (reply.status !== 204 && reply.status !== 304) headers['Content-Length'] = 0;
  Object.assign(headers, stageHeaders, reply.headers);
  // What was not read of the request cannot be skipped safely on a kept-alive connection.
  if (!req.complete && reply.status === 413) headers.Connection = 'close';
  res.sendDate = false;
  res.writeHead(reply.status, headers as Record<string, string | number>);
  if (text === undefined || req.method === 'HEAD') res.end();
  else res.end(text);
}

let lastSecond = -1;
let lastDate = '';

function httpDate(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastDate = new Date(ms).toUTCString();
  }
  return lastDate;
}
