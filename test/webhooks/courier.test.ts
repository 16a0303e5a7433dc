/** Out of the process: only where it is allowed, only for so long, and whatever the other side does. */
import type { lookup } from 'node:dns';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Courier } from '../../src/webhooks/courier.ts';
import { Targets } from '../../src/webhooks/targets.ts';
import { receive } from './receiver.ts';

const PATIENCE_MS = 300;

function post(url: string, targets = new Targets(), signal = new AbortController().signal) {
  return new Courier(targets, PATIENCE_MS).post({ url, headers: { 'X-A': 'b' }, body: '{"ä":1}' }, signal);
}

/** Somebody who speaks no HTTP, or not much of it. */
async function rawServer(talk: (socket: Socket) => void): Promise<string> {
  const server = createServer();
  server.on('connection', talk);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

describe('an attempt', () => {
  it('is one POST on a connection of its own', async () => {
    const receiver = await receive(202);
    const { result, answer } = await post(receiver.url);
    expect(result).toEqual({ status: 202 });
    expect(answer?.bytes).toBe(0);
    expect(receiver.received).toMatchObject([
      {
        method: 'POST',
        body: '{"ä":1}',
        headers: { 'x-a': 'b', 'content-length': '8', connection: 'close' },
      },
    ]);
  });

  it('follows no redirect', async () => {
    const elsewhere = await receive();
    const receiver = await receive((res) => res.writeHead(302, { Location: elsewhere.url }).end());
    expect((await post(receiver.url)).result).toEqual({ status: 302 });
    expect(elsewhere.received).toEqual([]);
  });

  it.each([
    ['nobody listens', async () => 'http://127.0.0.1:9/', 'network', /ECONNREFUSED/],
    [
      'the peer resets',
      () => rawServer((socket) => socket.resetAndDestroy()),
      'network',
      /ECONNRESET|hang up/,
    ],
    ['the peer hangs up', () => rawServer((socket) => socket.end()), 'network', /hang up/],
    [
      'the peer says what is no HTTP',
      () => rawServer((socket) => socket.end('hello\r\n\r\n')),
      'network',
      /Parse Error/,
    ],
    [
      'an answer ends early',
      () => rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort')),
      'network',
      /aborted/,
    ],
    ['the peer hangs', () => rawServer(() => undefined), 'timeout', /no whole answer within 300 ms/],
    [
      'the head of an answer comes and its body does not',
      () => rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n')),
      'timeout',
      /no whole answer/,
    ],
  ])('fails where %s', async (_, address, error, message) => {
    const posted = await post(await address());
    expect(posted.result).toEqual({ error });
    expect(posted.message).toMatch(message);
  });

  it('is not drowned by an answer without end', async () => {
    let sent = 0;
    const url = await rawServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const pour = (): void => {
        while (!socket.destroyed && socket.write('x'.repeat(16_384))) sent += 16_384;
      };
      socket.on('drain', pour);
      pour();
    });
    const { result, answer } = await post(url);
    expect(result).toEqual({ status: 200 });
    expect(answer?.head.length).toBeLessThanOrEqual(18 * 1024);
    expect(sent).toBeLessThan(50 * 1024 * 1024);
  });

  it('ends when nobody wants to know any more', async () => {
    const url = await rawServer(() => undefined);
    const stop = new AbortController();
    const posted = post(url, new Targets(), stop.signal);
    stop.abort();
    expect((await posted).result).toEqual({ error: 'network' });
  });
});

describe('targets', () => {
  const refusal = (url: string, hosts?: string[]) => new Targets(hosts).refusal(new URL(url));

  it.each([
    'http://127.0.0.1:8080/hook',
    'https://127.8.9.10/',
    'http://[::1]:80/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://app.localhost:3000/',
    // What a URL makes of other spellings of 127.0.0.1.
    'http://2130706433/',
    'http://0x7f.1/',
  ])('%s is this machine', (url) => expect(refusal(url)).toBeUndefined());

  it.each([
    'http://example.com/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::]/',
    'http://[::ffff:10.0.0.1]/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
  ])('%s is not', (url) => expect(refusal(url)).toMatch(/is not this machine\. .*--webhook-host/));

  it('say how an operator allows a host', () => {
    expect(refusal('http://Hooks.example.com/')).toBe(
      '"hooks.example.com" is not this machine. Webhooks go to loopback addresses only, such as http://127.0.0.1:8080/hook, unless the operator allows the host: start with --webhook-host hooks.example.com (library: webhookHosts: ["hooks.example.com"]).',
    );
    expect(refusal('http://hooks.example.com/', ['hooks.EXAMPLE.com'])).toBeUndefined();
    expect(refusal('http://other.example.com/', ['hooks.example.com'])).toBeDefined();
    expect(refusal('http://other.example.com/', ['*'])).toBeUndefined();
    expect(refusal('ftp://localhost/', ['*'])).toMatch(/^ftp:\/\/ is no target/);
  });

  it('are looked at again when the connection is opened, so that no name can change its meaning', async () => {
    const receiver = await receive();
    const { port } = new URL(receiver.url);
    const elsewhere = ((_name, _options, callback) =>
      callback(null, [{ address: '192.0.2.1', family: 4 }] as never, 4)) as typeof lookup;
    const rebound = await post(`http://localhost:${port}/`, new Targets([], elsewhere));
    expect(rebound).toEqual({
      result: { error: 'refused' },
      message: '"localhost" means another machine than this one.',
    });
    const here = ((_name, _options, callback) =>
      callback(
        null,
        [
          { address: '192.0.2.1', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ] as never,
        4,
      )) as typeof lookup;
    expect((await post(`http://localhost:${port}/`, new Targets([], here))).result).toEqual({ status: 200 });
    expect(receiver.received).toHaveLength(1);
  });

  it('that were allowed may mean any machine', async () => {
    const receiver = await receive();
    const { port } = new URL(receiver.url);
    const here = ((_name, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }] as never, 4)) as typeof lookup;
    expect(
      (await post(`http://hooks.example.com:${port}/`, new Targets(['hooks.example.com'], here))).result,
    ).toEqual({
      status: 200,
    });
    expect(receiver.received[0]?.headers.host).toBe(`hooks.example.com:${port}`);
  });
});
