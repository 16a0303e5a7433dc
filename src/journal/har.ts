/**
 * HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), the format browsers' network panels and proxies read.
 *
 * Real time is the machine's; the world's, with all that HAR has no field for, stands in `_understudy`.
 */
import { STATUS_CODES } from 'node:http';
import { decode } from '../engine/target.ts';
import type { AnswerMessage, JournalEntry, Message } from './entry.ts';

interface Pair {
  readonly name: string;
  readonly value: string;
}

export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly httpVersion: string;
    readonly cookies: readonly [];
    readonly headers: readonly Pair[];
    readonly queryString: readonly Pair[];
    readonly postData?: { readonly mimeType: string; readonly text: string; readonly comment?: string };
    readonly headersSize: -1;
    readonly bodySize: number;
  };
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    readonly cookies: readonly [];
    readonly headers: readonly Pair[];
    readonly content: {
      readonly size: number;
      readonly mimeType: string;
      readonly text?: string;
      readonly comment?: string;
    };
    readonly redirectURL: string;
    readonly headersSize: -1;
    readonly bodySize: number;
    readonly _error?: string;
  };
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: { readonly send: 0; readonly wait: number; readonly receive: 0 };
  readonly connection?: string;
  readonly _understudy: Readonly<Record<string, unknown>>;
}

export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

/**
 * @param entries as a journal shows them, oldest first
 * @param version of this program
 * @example await writeFile('run.har', JSON.stringify(harOf(world.journal.entries(), version)))
 */
export function harOf(entries: readonly JournalEntry[], version: string): Har {
  return {
    log: { version: '1.2', creator: { name: 'understudy', version }, entries: entries.map(entryOf) },
  };
}

function entryOf(entry: JournalEntry): HarEntry {
  const url = urlOf(entry);
  const httpVersion = entry.kind === 'request' ? `HTTP/${entry.httpVersion}` : 'HTTP/1.1';
  const time = Math.max(0, entry.tookMs);
  return {
    startedDateTime: new Date(entry.hostAt).toISOString(),
    time,
    request: {
      method: entry.kind === 'request' ? entry.method : 'POST',
      url,
      httpVersion,
      cookies: [],
      headers: pairsOf(entry.request),
      queryString: queryOf(url),
      ...postDataOf(entry.request),
      headersSize: -1,
      bodySize: entry.request.bytes,
    },
    response: responseOf(entry, httpVersion),
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    ...(entry.kind === 'request' && { connection: String(entry.connection) }),
    _understudy: ownOf(entry),
  };
}

/** A request line may hold what no address can, and a Host header too. */
function urlOf(entry: JournalEntry): string {
  const [origin = ''] = /^\w+:\/\/[^/?]*/.exec(entry.url) ?? [];
  if (URL.canParse(origin)) return origin + escaped(entry.url.slice(origin.length));
  return `http://localhost/${entry.provider}${entry.kind === 'request' ? escaped(entry.target) : ''}`;
}

/** Percent-encodes what has to be, and leaves alone what is. */
function escaped(text: string): string {
  return encodeURI(Buffer.from(text).toString()).replace(/%25(?=[0-9a-f]{2})/gi, '%');
}

function queryOf(url: string): Pair[] {
  const mark = url.indexOf('?');
  if (mark === -1) return [];
  return url
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return { name: decode(name) ?? name, value: decode(value.replaceAll('+', ' ')) ?? value };
    });
}

function pairsOf({ headers }: Message): Pair[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function postDataOf(request: Message): Pick<HarEntry['request'], 'postData'> {
  if (request.bytes === 0) return {};
  const mimeType = request.headers['content-type'] ?? '';
  return { postData: { mimeType, text: request.body, ...cutOf(request) } };
}

function responseOf(entry: JournalEntry, httpVersion: string): HarEntry['response'] {
  const { response } = entry;
  const error = entry.kind === 'delivery' ? entry.error : unanswered(entry.outcome);
  return {
    status: response?.status ?? 0,
    statusText: STATUS_CODES[response?.status ?? 0] ?? '',
    httpVersion: response === undefined ? '' : httpVersion,
    cookies: [],
    headers: response === undefined ? [] : pairsOf(response),
    content: contentOf(response),
    redirectURL: response?.headers.location ?? '',
    headersSize: -1,
    bodySize: response?.bytes ?? -1,
    ...(error !== undefined && { _error: error }),
  };
}

function unanswered(outcome: string): string | undefined {
  return outcome === 'answered' ? undefined : outcome;
}

function contentOf(response: AnswerMessage | undefined): HarEntry['response']['content'] {
  if (response === undefined) return { size: 0, mimeType: 'x-unknown' };
  const mimeType = response.headers['content-type'] ?? 'x-unknown';
  return {
    size: response.bytes,
    mimeType,
    ...(response.body !== '' && { text: response.body }),
    ...cutOf(response),
  };
}

function cutOf({ truncated, body, bytes }: Message): { comment?: string } {
  return truncated ? { comment: `The first ${body.length} characters of ${bytes} bytes.` } : {};
}

function ownOf(entry: JournalEntry): Record<string, unknown> {
  const { request: _request, response: _response, hostAt: _hostAt, tookMs: _tookMs, at, ...rest } = entry;
  return { ...rest, worldTime: new Date(at).toISOString() };
}
