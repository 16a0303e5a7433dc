import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocket, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { checkExact } from './checks.ts';
import { load, type Target } from './load.ts';

const RUN = { durationMs: 150, connections: 3 } as const;
/** Ended by the first wrong answer, however slow the machine. */
const UNTIL_WRONG = { ...RUN, durationMs: 20_000 } as const;

describe('the load', () => {
  let server: Server | undefined;
  afterEach(() => server?.close().closeAllConnections());

  const listen = async (answer: RequestListener): Promise<number> => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const target = (port: number, more: Partial<Target> = {}): Target => ({
    name: 'holdings',
    port,
    next: () => 'GET /v1/holdings HTTP/1.1\r\nHost: here\r\n\r\n',
    check: checkExact('holdings', 'right'),
    ...more,
  });
  const send = (res: Parameters<RequestListener>[1], body: string, status = 200): void => {
    res.writeHead(status, { 'Content-Length': Buffer.byteLength(body) }).end(body);
  };

  it('counts the answers, and how long they took', async () => {
    let asked = 0;
    const port = await listen((_req, res) => {
      asked += 1;
      send(res, 'right');
    });
    const run = await load(target(port), RUN);
    expect(run.answers).toBe(asked);
    expect(run.answers).toBeGreaterThanOrEqual(RUN.connections);
    expect(run.perSecond).toBeGreaterThan(0);
    expect(run.p50).toBeGreaterThan(0);
    expect(run.p99).toBeGreaterThanOrEqual(run.p50);
  });

  it('has as many requests under way as there are connections', async () => {
    let under = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const port = await listen((_req, res) => {
      most = Math.max(most, ++under);
      held.push(() => {
        under -= 1;
        send(res, 'right');
      });
      // Nobody gets an answer before all have asked.
      if (most === RUN.connections) for (const answer of held.splice(0)) answer();
    });
    await load(target(port), RUN);
    expect(most).toBe(3);
  });

  it('asks for the next request each time', async () => {
    const asked = new Set<string | undefined>();
    let number = 0;
    const port = await listen((req, res) => {
      asked.add(req.url);
      send(res, 'right');
    });
    const next = (): string => `GET /?n=${number++} HTTP/1.1\r\nHost: here\r\n\r\n`;
    const run = await load(target(port, { next }), RUN);
    expect(asked.size).toBe(run.answers);
  });

  it('puts together what comes in pieces', async () => {
    const body = 'x'.repeat(300_000);
    const inPieces = async (peer: Socket): Promise<void> => {
      const pieces = [
        'HTTP/1.1 200 OK\r\nContent-',
        `Length: ${body.length}\r\n\r\n${body.slice(0, 1000)}`,
        body.slice(1000),
      ];
      for (const piece of pieces) {
        peer.write(piece);
        await pause(2);
      }
    };
    const socket = createSocket((peer) => {
      peer.on('error', () => {});
      peer.on('data', () => void inPieces(peer));
    });
    await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
    const { port } = socket.address() as AddressInfo;
    const run = await load(target(port, { check: checkExact('holdings', body) }), RUN);
    socket.close();
    expect(run.answers).toBeGreaterThanOrEqual(RUN.connections);
  });

  describe('fails', () => {
    it('if the first answer is wrong', async () => {
      const port = await listen((_req, res) => send(res, 'wrong'));
      await expect(load(target(port), UNTIL_WRONG)).rejects.toThrow('holdings: another body');
    });

    it('if a later one is wrong, though as long: every thousandth is looked at', async () => {
      let asked = 0;
      const port = await listen((_req, res) => send(res, ++asked > 500 ? 'wrong' : 'right'));
      await expect(load(target(port), UNTIL_WRONG)).rejects.toThrow('another body');
      expect(asked).toBeGreaterThan(1000);
    });

    it('if any answer has another length than the first', async () => {
      let asked = 0;
      const port = await listen((_req, res) => send(res, ++asked === 5 ? 'right?' : 'right'));
      await expect(load(target(port), UNTIL_WRONG)).rejects.toThrow('expected a 200 of 5 bytes');
    });

    it('unless answers vary', async () => {
      let asked = 0;
      const port = await listen((_req, res) => send(res, `page ${++asked}`));
      const run = await load(target(port, { varies: true, check: () => {} }), RUN);
      expect(run.answers).toBeGreaterThanOrEqual(RUN.connections);
    });

    it('if one answer is a refusal', async () => {
      let asked = 0;
      const port = await listen((_req, res) => send(res, 'right', ++asked === 7 ? 429 : 200));
      await expect(load(target(port), UNTIL_WRONG)).rejects.toThrow('HTTP/1.1 429');
    });

    it('if a connection is cut', async () => {
      const port = await listen((req) => req.socket.destroy());
      await expect(load(target(port), UNTIL_WRONG)).rejects.toThrow(/cut|ECONNRESET/);
    });

    it('if nobody listens', async () => {
      const port = await listen(() => {});
      server?.close();
      await expect(load(target(port), UNTIL_WRONG)).rejects.toThrow('ECONNREFUSED');
    });
  });
});
