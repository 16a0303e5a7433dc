/**
 * A client that cannot be started from here comes by itself: it reads the suite's messages as the stream of a GET and
 * sends its own as bodies of POSTs, lines both ways (docs/adapter.md, Reverse).
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Channel, type ChannelEvents, LineCutter, type OpenChannel } from './channel.ts';

export interface Reverse {
  /** What the client is given: `http://127.0.0.1:4020/<token>/messages`. */
  readonly url: string;
  readonly open: OpenChannel;
  close(): Promise<void>;
}

/** Longest time a body may take: a client that stops in the middle of one must not hold the suite. */
const BODY_MS = 60_000;

/** @param token nobody guesses it, so that no page in a browser can take part */
export async function reverseDoor(port: number, token: string): Promise<Reverse> {
  const waiting: string[] = [];
  let events: ChannelEvents | undefined;
  let stream: ServerResponse | undefined;
  let lines: LineCutter | undefined;
  const path = `/${token}/messages`;

  const server: Server = createServer((req, res) => {
    if (req.url !== path || req.headers.origin !== undefined) {
      res.writeHead(404).end();
    } else if (req.method === 'GET') {
      if (stream !== undefined) {
        res.writeHead(409, { 'Content-Type': 'text/plain' }).end('A client takes part already.\n');
        return;
      }
      stream = res;
      res.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
      res.flushHeaders();
      for (const line of waiting.splice(0)) res.write(`${line}\n`);
      res.once('close', () => events?.onEnd('a connection that was closed'));
    } else if (req.method === 'POST') {
      const cutter = new LineCutter(
        (line) => events?.onLine(line),
        () => events?.onLine('\u0000'),
      );
      lines = cutter;
      req.on('data', (chunk: Buffer) => cutter.push(chunk));
      req.once('end', () => {
        cutter.end();
        res.writeHead(204).end();
      });
    } else res.writeHead(405, { Allow: 'GET, POST' }).end();
  });
  server.requestTimeout = BODY_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    lines?.end();
    stream?.end();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  const open: OpenChannel = (told): Channel => {
    events = told;
    return {
      send: (line) => {
        if (stream === undefined) waiting.push(line);
        else stream.write(`${line}\n`);
      },
      kill: () => stream?.destroy(),
      close,
    };
  };
  return { url: `http://127.0.0.1:${taken}${path}`, open, close };
}
