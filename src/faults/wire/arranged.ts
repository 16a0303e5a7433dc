/** An answer's headers and bytes as a plan changes them. Pure. */
import type { HeaderValue } from '../../provider/reply.ts';
import type { WirePlan } from './plan.ts';

interface Arranged {
  readonly headers: Record<string, HeaderValue>;
  /** What is sent of the body. */
  readonly sent: Buffer;
  /** False: headers promise more than is sent. */
  readonly isWhole: boolean;
}

/** @param answer body '' has none to change */
export function arranged(
  answer: { readonly headers: Readonly<Record<string, HeaderValue>>; readonly body: string },
  { bytes, contentType, ending }: WirePlan,
): Arranged {
  let headers = { ...answer.headers };
  let body = Buffer.from(answer.body);
  if (answer.body === '') return { headers, sent: body, isWhole: true };
  if (contentType !== undefined) headers = changed(headers, 'Content-Type', contentType);
  if (bytes === 'malformed-json') body = Buffer.from(firstHalf(answer.body));
  if (bytes === 'corrupt-gzip') {
    // Loaded here: nothing else compresses.
    body = damaged(process.getBuiltinModule('node:zlib').gzipSync(body));
    headers['Content-Encoding'] = 'gzip';
  }
  // Without a length Node sends chunks; the last one is left to whoever ends the response, which nobody does.
  headers = changed(headers, 'Content-Length', ending?.how === 'unfinished' ? null : body.length);
  switch (ending?.how) {
    case 'cut':
      return {
        headers,
        sent: body.subarray(0, Math.min(body.length - 1, part(body, ending.keep))),
        isWhole: false,
      };
    case 'unfinished':
      return { headers, sent: body.subarray(0, part(body, ending.keep)), isWhole: false };
    case 'reset':
      return { headers, sent: body.subarray(0, part(body, 0.5)), isWhole: false };
    case 'hang':
    case 'empty':
    case 'drop':
    case undefined:
      return { headers, sent: body, isWhole: true };
  }
}

function part(body: Buffer, keep: number): number {
  return Math.floor(body.length * keep);
}

/** A beginning of the text that is no JSON: no beginning of an object or list is, but `12` is one of `123`. */
function firstHalf(text: string): string {
  const half = text.slice(0, Math.ceil(text.length / 2)).replace(/[\ud800-\udbff]$/, '');
  try {
    JSON.parse(half);
    return '{';
  } catch {
    return half;
  }
}

/** Bytes of the compressed data are turned over, and of the checksum behind them: no decoder takes them for good. */
function damaged(gzipped: Buffer): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(gzipped);
  // Ten bytes of header come first, four of checksum and four of length come last (RFC 1952).
  for (const place of [Math.floor((bytes.length + 2) / 2), bytes.length - 8]) {
    bytes[place] = (bytes[place] ?? 0) ^ 0xff;
  }
  return bytes;
}

/** With another value in the same place; null: without it. */
function changed(
  headers: Readonly<Record<string, HeaderValue>>,
  name: string,
  value: HeaderValue | null,
): Record<string, HeaderValue> {
  const entries = Object.entries(headers).flatMap(([one, given]): [string, HeaderValue][] => {
    if (one.toLowerCase() !== name.toLowerCase()) return [[one, given]];
    return value === null ? [] : [[one, value]];
  });
  return Object.fromEntries(entries);
}
