/** Writes an answer: headers first, body once, length known. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deliver } from '../faults/wire/deliver.ts';
import type { WirePlan } from '../faults/wire/plan.ts';
import type { HeaderValue, Reply } from '../provider/reply.ts';

/**
 * @param worldNow becomes the `Date` header: a client that computes waits from it sees the world's clock
 * @param plan what faults do to the bytes on their way
 * @returns when the answer was handed over, or given up
 */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  stageHeaders: Readonly<Record<string, HeaderValue>>,
  reply: Reply,
  text: string | undefined,
  worldNow: number,
  plan: WirePlan | undefined,
): Promise<void> | undefined {
  const headers: Record<string, HeaderValue> = { Date: httpDate(worldNow) };
  if (text !== undefined) {
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = Buffer.byteLength(text);
  } else if (reply.status !== 204 && reply.status !== 304) headers['Content-Length'] = 0;
  Object.assign(headers, stageHeaders);
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  // What was not read of the request cannot be skipped safely on a kept-alive connection.
  if (!req.complete && reply.status === 413) headers.Connection = 'close';
  res.sendDate = false;
  const body = text === undefined || req.method === 'HEAD' ? '' : text;
  if (plan !== undefined) return deliver(res, { status: reply.status, headers, body }, plan);
  res.writeHead(reply.status, headers as Record<string, string | number>);
  if (body === '') res.end();
  else res.end(body);
  return undefined;
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
