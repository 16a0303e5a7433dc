/**
 * What Node itself can do: a bare `node:http` server that writes the same objects as JSON, and nothing else. Reads
 * `{path: body}` from its input and prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const bodies = JSON.parse(await text(process.stdin)) as Record<string, unknown>;

const server = createServer((req, res) => {
  const body = JSON.stringify(bodies[req.url ?? '']);
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  res.end(body);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
