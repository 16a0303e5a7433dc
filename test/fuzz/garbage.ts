/** Requests that no HTTP client would send, as bytes. */
import fc from 'fast-check';
import { nastyBodies, nastyTexts } from './nasty.ts';

const METHODS = ['GET', 'POST', 'get', 'CONNECT', 'TRACE', 'OPTIONS', 'PRI', 'G\u0000T', '', 'X'.repeat(500)];
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/2.0',
  'HTTP/1.1.1',
  'http/1.1',
  '',
  'HTTP/1.1 extra',
];

const HEADER_LINES = [
  'Host: 127.0.0.1',
  'Host: api.redbark.co',
  'Host: api.snaptrade.com:443',
  'Host: [::1',
  'Host: a\r\nHost: b',
  'Host:',
  'Content-Length: 5',
  'Content-Length: 0',
  'Content-Length: -1',
  'Content-Length: 5\r\nContent-Length: 6',
  'Content-Length: 99999999999999999999',
  'Content-Length: 1e3',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nContent-Length: 5',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: nonsense',
  'Connection: keep-alive',
  'Connection: close',
  'Connection: upgrade\r\nUpgrade: websocket',
  'Upgrade: h2c',
  'Expect: 100-continue',
  'Expect: nonsense',
  'Content-Type: application/json',
  'Authorization: Bearer \u0000',
  'X-Api-Key: \u00e9\u00ff',
  'No colon at all',
  ' folded: line',
  'Bad name : value',
  ': no name',
  `X-Long: ${'x'.repeat(100_000)}`,
  ...Array.from({ length: 3 }, (_, i) => `X-Many-${i}: 1\r\n`.repeat(1500).trimEnd()),
];

const BODIES = [
  '',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  '5\r\nhel',
  'zz\r\nhello\r\n0\r\n\r\n',
  'ffffffffffffffff\r\nhello',
  '-1\r\nhello\r\n0\r\n\r\n',
  '0\r\nTrailer: x\r\n\r\n',
  '5;ext="\u0000"\r\nhello\r\n0\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
];

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** @param paths right ones, below the server's root */
export function garbage(paths: readonly string[]): fc.Arbitrary<Uint8Array> {
  const path = fc.constantFrom(...paths);
  const target = fc.oneof(
    path,
    fc.tuple(path, fc.constantFrom(...nastyTexts)).map(([one, text]) => `${one}?${text}=${text}`),
    path.map((one) => `http://api.redbark.co${one}`),
    path.map((one) => `http://127.0.0.1:1${one}`),
    path.map((one) => `${one}?${'q'.repeat(70_000)}`),
    fc.constantFrom(
      '*',
      '',
      'no-slash',
      '//',
      '/w/',
      '/w/none/redbark',
      'http://',
      'https://[::1',
      '127.0.0.1:443',
    ),
    path.map((one) => `${one}\u0000`),
    path.map((one) => `${one} ${one}`),
    path.map((one) => `${one}/\u00e9\u00ff`),
    path.map((one) => `${one}#part?a=b`),
  );
  const request = fc
    .record({
      method: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('GET', 'POST') }, fc.constantFrom(...METHODS)),
      target,
      version: fc.oneof({ weight: 4, arbitrary: fc.constant('HTTP/1.1') }, fc.constantFrom(...VERSIONS)),
      host: fc.oneof({ weight: 4, arbitrary: fc.constant(['Host: 127.0.0.1']) }, fc.constant([])),
      headers: fc.array(fc.constantFrom(...HEADER_LINES), { maxLength: 3 }),
      body: fc.constantFrom(...BODIES),
      cut: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ method, target, version, host, headers, body, cut }) => {
      const text = `${method} ${target} ${version}\r\n${[...host, ...headers, '', ''].join('\r\n')}${body}`;
      return latin1(text.slice(0, Math.floor(text.length * cut)));
    });
  const lying = fc
    .tuple(path, fc.constantFrom(...nastyBodies), fc.integer({ min: -3, max: 40 }))
    .map(([one, body, off]) => {
      const bytes = Buffer.from(body as string);
      const length = Math.max(0, bytes.length + off);
      const head = `POST ${one} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
      return Buffer.concat([latin1(head), bytes]);
    });
  return fc.oneof(
    { weight: 6, arbitrary: request },
    { weight: 2, arbitrary: lying },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  );
}
