/** An answer in one piece is the answer that Node would have written, whatever it is. */
import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendInOnePiece } from '../../src/engine/one-piece.ts';
import { exchange, head } from '../support/raw-http.ts';

interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

let answer: Written;
/** Before the answer is sent. */
let before: (res: ServerResponse) => void = () => {};
/** Of the last request: whether the answer went out in one piece. */
let inOne = false;

const server = createServer((req, res) => {
  const { status, headers, body } = answer;
  res.sendDate = false;
  before(res);
  const sent = req.method === 'HEAD' ? '' : body;
  inOne = req.url === '/one' && sendInOnePiece(res, status, headers, sent);
  if (!inOne) res.writeHead(status, headers).end(sent, 'latin1');
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const utf8 = (one: string): Written => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', 'Content-Length': one.length },
  body: one,
});

const name = fc.constantFrom(
  'Date',
  'X-Cache',
  'x-ratelimit-limit',
  'ETag',
  'Location',
  'Retry-After',
  'Vary',
);
const value = fc.oneof(fc.nat(), fc.stringMatching(/^[\x21-\x7e]([\t\x20-\x7e]{0,20}[\x21-\x7e])?$/));
const written = fc
  .record({
    status: fc.constantFrom(200, 201, 400, 404, 429, 503),
    headers: fc.dictionary(name, value, { noNullPrototype: true }),
    body: fc.stringMatching(/^[\x20-\x7e]{0,300}$/),
  })
  .map(({ status, headers, body }) => ({
    status,
    headers: { Date: 'today', 'Content-Length': body.length, ...headers },
    body,
  }));

describe('an answer in one piece', () => {
  it('is what Node would have written: to GET and HEAD, to old and new clients, kept alive or not', async () => {
    const asked = fc.record({
      method: fc.constantFrom('GET', 'HEAD'),
      version: fc.constantFrom('1.0', '1.1'),
      connection: fc.constantFrom('close', 'keep-alive'),
    });
    await fc.assert(
      fc.asyncProperty(written, asked, async (one, { method, version, connection }) => {
        answer = one;
        // A second request, so that a connection that stays open is closed after all.
        const bytes = (path: string): string =>
          `${method} ${path} HTTP/${version}\r\nHost: x\r\nConnection: ${connection}\r\n\r\n` +
          (connection === 'keep-alive' ? `${method} ${path} HTTP/1.0\r\n\r\n` : '');
        const piece = await exchange(port, bytes('/one'));
        expect(inOne).toBe(true);
        expect(piece).toBe(await exchange(port, bytes('/nodes')));
      }),
      { numRuns: 60 },
    );
  });

  it('goes out in one packet, head and body', async () => {
    answer = utf8('{"a":1}');
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /one HTTP/1.1\r\nHost: x\r\n\r\n');
    const first = await new Promise<string>((resolve) =>
      socket.once('data', (part) => resolve(String(part))),
    );
    socket.destroy();
    expect(first).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n\{"a":1\}$/s);
  });

  it('keeps the order of requests that came at once', async () => {
    answer = utf8('[]');
    const all = await exchange(
      port,
      `${'GET /one HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20)}${head('GET /nodes HTTP/1.1', 'Host: x')}`,
    );
    expect(all.match(/\r\n\r\n\[\]/g)).toHaveLength(21);
  });

  it('is read by a client like any other', async () => {
    answer = utf8('{"rows":[1,2,3]}');
    const read = await fetch(`http://127.0.0.1:${port}/one`);
    expect([read.status, await read.json()]).toEqual([200, { rows: [1, 2, 3] }]);
    expect(inOne).toBe(true);
  });
});

describe('is left to Node', () => {
  it.each([
    ['a header that would begin another line', { 'X-Note': 'a\r\nSet-Cookie: b' }],
    ['a letter that takes more than a byte', { 'X-Note': 'a–b' }],
    ['a control character', { 'X-Note': 'a\u0000b' }],
    ['a name that is none', { 'X Note': 'a' }],
    ['what decides on the connection', { Connection: 'close' }],
    ['what frames the message', { 'Transfer-Encoding': 'chunked' }],
    ['a second length', { 'content-length': 3 }],
  ])('%s', (_what, headers) => {
    const res = new ServerResponse({ method: 'GET', httpVersionMajor: 1 } as IncomingMessage);
    expect(sendInOnePiece(res, 200, { 'Content-Length': 2, ...headers }, '{}')).toBe(false);
    expect(res.headersSent).toBe(false);
  });

  it('an answer without a length', () => {
    const res = new ServerResponse({ method: 'GET', httpVersionMajor: 1 } as IncomingMessage);
    expect(sendInOnePiece(res, 204, {}, '')).toBe(false);
  });

  it('an answer that has headers already', async () => {
    answer = utf8('{}');
    before = (res) => res.setHeader('X-From', 'another');
    const read = await fetch(`http://127.0.0.1:${port}/one`);
    before = () => {};
    expect([read.headers.get('x-from'), await read.text(), inOne]).toEqual(['another', '{}', false]);
  });

  it('an answer of which somebody wants to see what is written', async () => {
    answer = utf8('{"a":1}');
    let seen = '';
    before = (res) => {
      const end = res.end.bind(res) as (chunk: unknown, encoding: BufferEncoding) => ServerResponse;
      res.end = ((chunk: unknown, encoding: BufferEncoding) => {
        seen = String(chunk);
        return end(chunk, encoding);
      }) as ServerResponse['end'];
    };
    const read = await fetch(`http://127.0.0.1:${port}/one`);
    before = () => {};
    expect([await text(read.body as never), seen, inOne]).toEqual(['{"a":1}', '{"a":1}', false]);
  });
});
