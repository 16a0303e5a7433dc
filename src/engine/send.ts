/** Makes an answer ready and writes it: headers first, body once, length known. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deliver } from '../faults/wire/deliver.ts';
import type { WirePlan } from '../faults/wire/plan.ts';
import type { HeaderValue, Reply } from '../provider/reply.ts';
import { type Text, whole } from '../provider/text.ts';
import { sendInOnePiece } from './one-piece.ts';

/** An answer as it goes out. */
export class Answer {
  /** What stands in {@link text}, as bytes; undefined: it was not kept as such. */
  readonly buffer: Buffer | undefined;
  /** Bytes of the body. */
  readonly bytes: number;
  #body: string | undefined;

  /** @param text of the body, in parts if it came in parts; '' for none */
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, HeaderValue>>,
    readonly text: Text,
    { buffer, piece, bytes }: Measured,
  ) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.#body = piece;
  }

  /** '' for none. */
  get body(): string {
    this.#body ??= whole(this.text);
    return this.#body;
  }
}

/** A body and its size: as bytes where they are kept, else as text in one piece. */
interface Measured {
  readonly buffer: Buffer | undefined;
  readonly piece: string | undefined;
  readonly bytes: number;
}

const NO_BODY: Measured = { buffer: undefined, piece: '', bytes: 0 };

function measured(text: Text): Measured {
  if (typeof text === 'string') return inOnePiece(text);
  const known = kept.get(text);
  if (known !== undefined && known !== 'sent') return known;
  const sent = inOnePiece(whole(text));
  // Sent a second time: from now on it goes out as it is, without another copy.
  kept.set(text, known === undefined ? 'sent' : readyToSend(sent));
  return sent;
}

function inOnePiece(piece: string): Measured {
  return { buffer: undefined, piece, bytes: Buffer.byteLength(piece) };
}

/** Up to here a text that needs no conversion is sent faster with its head, in one piece, than as bytes after it. */
const SHORT = 8 * 1024;

function readyToSend(sent: Measured): Measured {
  const { piece = '', bytes } = sent;
  if (bytes <= SHORT && bytes === piece.length) return sent;
  return { buffer: Buffer.from(piece), piece: undefined, bytes };
}

/** Texts in parts that were sent before, and how they go out if that was more than once. */
const kept = new WeakMap<readonly string[], Measured | 'sent'>();

/** @param worldNow becomes the `Date` header: a client that computes waits from it sees the world's clock */
export function answerOf(
  req: IncomingMessage,
  stageHeaders: Readonly<Record<string, HeaderValue>>,
  reply: Reply,
  text: Text | undefined,
  worldNow: number,
): Answer {
  const { status } = reply;
  const headers: Record<string, HeaderValue> = { Date: httpDate(worldNow) };
  const body = text === undefined ? NO_BODY : measured(text);
  if (text !== undefined) headers['Content-Type'] = 'application/json';
  if (text !== undefined || (status !== 204 && status !== 304)) headers['Content-Length'] = body.bytes;
  Object.assign(headers, stageHeaders);
  if (reply.headers !== undefined) {
    for (const [name, value] of Object.entries(reply.headers)) {
      if (value === null) delete headers[name];
      else headers[name] = value;
    }
  }
  // What was not read of the request cannot be skipped safely on a kept-alive connection.
  if (!req.complete && status === 413) headers.Connection = 'close';
  const sends = text !== undefined && hasBody(req, reply, text);
  return sends ? new Answer(status, headers, text, body) : new Answer(status, headers, '', NO_BODY);
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
  const { status, headers, buffer, bytes } = answer;
  // Text of as many bytes as letters is the same in both encodings, and Latin-1 is copied and not converted.
  const simple = buffer === undefined && bytes === answer.body.length;
  if (simple && sendInOnePiece(res, status, headers, answer.body)) return undefined;
  res.writeHead(status, headers);
  if (bytes === 0) res.end();
  else if (buffer !== undefined) res.end(buffer);
  else if (simple) res.end(answer.body, 'latin1');
  else res.end(answer.body);
  return undefined;
}

/** Whether any byte follows the headers. */
export function hasBody(req: IncomingMessage, { status }: Reply, text: Text | undefined): boolean {
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
