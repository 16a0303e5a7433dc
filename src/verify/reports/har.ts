/** The exchanges of a case as an HTTP archive (HAR 1.2), which the network tools of browsers open. */
import { STATUS_CODES } from 'node:http';
import type { Har, HarEntry } from '../../journal/har.ts';
import { version } from '../../version.ts';
import type { CaseEnded, ShownExchange } from '../events.ts';

/** HAR wants an address; where the world listened is long gone. */
const HOST = 'http://understudy.invalid';
/** HAR wants a time; of a run that did not say when it began. */
const UNKNOWN = '1970-01-01T00:00:00.000Z';

/** @param at when the run began: times are counted from there, on the world's clock */
export function harOfCase(ended: CaseEnded, at = UNKNOWN): Har {
  const start = Date.parse(at);
  return {
    log: {
      version: '1.2',
      creator: { name: 'understudy', version },
      entries: ended.exchanges.map((exchange) => entryOf(exchange, ended, Number.isNaN(start) ? 0 : start)),
    },
  };
}

function entryOf(exchange: ShownExchange, { provider }: CaseEnded, start: number): HarEntry {
  const { number, atMs, tookMs, method, target, operation, outcome, faults, request, response } = exchange;
  const url = new URL(`${HOST}/${provider}${target.startsWith('/') ? target : `/${target}`}`);
  const time = Math.max(0, tookMs);
  const type = request.headers['content-type'] ?? '';
  return {
    startedDateTime: new Date(start + atMs).toISOString(),
    time,
    request: {
      method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      ...(request.body !== '' && { postData: { mimeType: type, text: request.body } }),
      headersSize: -1,
      bodySize: Buffer.byteLength(request.body),
    },
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    _understudy: {
      number,
      worldMs: atMs,
      outcome,
      faults,
      ...(operation !== undefined && { operation }),
      ...(response === undefined && { answered: false }),
    },
  };
}

function responseOf({ status = 0, outcome, response }: ShownExchange): HarEntry['response'] {
  const body = response?.body ?? '';
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: response === undefined ? '' : 'HTTP/1.1',
    cookies: [],
    headers: pairs(response?.headers ?? {}),
    content: {
      size: Buffer.byteLength(body),
      mimeType: response?.headers['content-type'] ?? 'x-unknown',
      ...(body !== '' && { text: body }),
    },
    redirectURL: response?.headers.location ?? '',
    headersSize: -1,
    bodySize: -1,
    ...(outcome !== 'answered' && { _error: outcome }),
  };
}

function pairs(headers: Readonly<Record<string, string>>): HarEntry['request']['headers'] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
