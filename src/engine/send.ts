/** Makes an answer ready and writes it: headers first, body once, length known. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deliver } from '../faults/wire/deliver.ts';
import type { WirePlan } from '../faults/wire/plan.ts';
import type { HeaderValue, Reply } from '../provider/reply.ts';

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  /** '' for none. */
  readonly body: string;
  /** Bytes of the body. */
  readonly bytes: number;
}

/** @param worldNow becomes the `Date` header: a client that computes waits from it sees the world's clock */
export function answerOf(
  req: IncomingMessage,
  stageHeaders: Readonly<Record<string, HeaderValue>>,
  reply: Reply,
  text: string | undefined,
  worldNow: number,
): Answer {
  const { status } = reply;
  const headers: Record<string, HeaderValue> = { Date: httpDate(worldNow) };
  const length = text === undefined ? 0 : Buffer.byteLength(text);
  if (text !== undefined) headers['Content-Type'] = 'application/json';
  if (text !== undefined || (status !== 204 && status !== 304)) headers['Content-Length'] = length;
  Object.assign(headers, stageHeaders);
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  // What was not read of the request cannot be skipped safely on a kept-alive connection.
  if (!req.complete && status === 413) headers.Connection = 'close';
  const sends = text !== undefined && hasBody(req, reply, text);
  return {
    status,
    headers,
    body: sends ? text : '',
    bytes: sends ? length : 0,
  };
}

/**
 * @param plan what faults do to the bytes on their way
 * @returns when the answer was handed over, or given up; undefined: it was, at once
 */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  plan: WirePlan | undefined,
): Promise<void> | undefined {
  res.sendDate = false;
  if (plan !== undefined) return deliver(req, res, answer, plan);
  res.writeHead(answer.status, answer.headers);
  const { body, bytes } = answer;
  if (body === '') res.end();
  // Text of as many bytes as letters is the same in both encodings, and Latin-1 is copied and not converted.
  else if (bytes === body.length) res.end(body, 'latin1');
  else res.end(body);
  return undefined;
}

/** Whether any byte follows the headers. */
export function hasBody(req: IncomingMessage, { status }: Reply, text: string | undefined): boolean {
  return text !== undefined && text !== '' && req.method !== 'HEAD' && status !== 204 && status !== 304;
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
