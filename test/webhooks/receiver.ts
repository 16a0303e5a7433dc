/** An application that receives webhooks: keeps what came, and answers as it is told to. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A status, or whatever is done with the response instead. */
export type Behaviour = number | ((res: ServerResponse, received: Received) => void);

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What it answers: by turns, the last one for ever after. */
  answers(...behaviours: Behaviour[]): void;
  /** Bodies as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: receivers read bodies without knowing their types.
  bodies(): any[];
}

/** Listens until the test is over. */
export async function receive(...first: Behaviour[]): Promise<Receiver> {
  const received: Received[] = [];
  let behaviours: Behaviour[] = first;
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (part) => (body += part));
    req.on('end', () => {
      const one = { method: req.method ?? '', path: req.url ?? '', headers: req.headers, body };
      received.push(one);
      const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
      if (typeof behaviour === 'function') behaviour(res, one);
      else res.writeHead(behaviour ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answers: (...next) => (behaviours = next),
    bodies: () => received.map(({ body }) => JSON.parse(body)),
  };
}
