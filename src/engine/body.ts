/** Reads a request's body: bounded in bytes, in depth and to valid UTF-8. */
import type { IncomingMessage } from 'node:http';
import { type KeptText, keptBytes, keptText, MARGIN, NO_TEXT, SHOWN_BODY } from '../journal/record.ts';

export type Body =
  | {
      readonly read: 'ok';
      readonly text: string;
      readonly value: unknown;
      readonly error: string | undefined;
      readonly kept: KeptText;
    }
  /** `kept`: what there was, for the journal. */
  | { readonly read: 'too-large'; readonly kept: KeptText }
  /** The client went away before it had sent it all. */
  | { readonly read: 'aborted'; readonly kept: KeptText };

export const NO_BODY: Body = { read: 'ok', text: '', value: undefined, error: undefined, kept: NO_TEXT };
/** Deeper JSON than this is no API's request; walking it could exhaust the stack. */
const MAX_DEPTH = 100;
/** How much of a refused body is read and thrown away, so that a client still sending can read the refusal. */
const DRAIN = 16 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether the head of the request announces a body. */
export function announcesBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length'];
  return req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Only for requests that announce one. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Body> {
  const before = readBefore(req);
  if (before !== undefined) {
    return before.length > maxBytes
      ? { read: 'too-large', kept: keptBytes(before, before.length) }
      : parse(before);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      // Of what is too large, enough is kept for the journal.
      if (size + chunk.length <= maxBytes || size < SHOWN_BODY + MARGIN) chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes + DRAIN) break;
    }
  } catch {
    return { read: 'aborted', kept: headOf(chunks, size) };
  }
  if (size > maxBytes) return { read: 'too-large', kept: headOf(chunks, size) };
  return parse(Buffer.concat(chunks, size));
}

function headOf(chunks: readonly Buffer[], size: number): KeptText {
  return keptBytes(Buffer.concat(chunks).subarray(0, SHOWN_BODY + MARGIN), size);
}

/** The body, where a body parser of the Express application around us has taken it from the socket. */
function readBefore(req: IncomingMessage & { readonly body?: unknown }): Buffer | undefined {
  const { body } = req;
  if (!req.readableEnded || body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function parse(bytes: Buffer): Body {
  if (bytes.length === 0) return NO_BODY;
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return unread('', 'it is not valid UTF-8', keptBytes(bytes, bytes.length));
  }
  const kept = keptText(text, bytes.length);
  if (tooDeep(text)) return unread(text, `it is nested deeper than ${MAX_DEPTH} levels`, kept);
  try {
    return { read: 'ok', text, value: JSON.parse(text), error: undefined, kept };
  } catch (error) {
    return unread(text, `it is not valid JSON (${(error as Error).message})`, kept);
  }
}

function unread(text: string, error: string, kept: KeptText): Body {
  return { read: 'ok', text, value: undefined, error, kept };
}

/** Counts brackets outside strings; cheap, and no recursion. */
function tooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (quoted) {
      if (unit === 92) i++;
      else if (unit === 34) quoted = false;
    } else if (unit === 34) quoted = true;
    else if (unit === 91 || unit === 123) {
      if (++depth > MAX_DEPTH) return true;
    } else if (unit === 93 || unit === 125) depth--;
  }
  return false;
}
