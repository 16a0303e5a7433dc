/**
 * What Node itself can do: a bare `node:http` server that writes the same objects as JSON, and nothing else. Reads
 * `{path: body}` from its input and prints its port. Plain JavaScript, so that its process holds nothing but this.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const bodies = new Map(Object.entries(JSON.parse(await text(process.stdin))));

const server = createServer((req, res) => {
  const end = req.url.indexOf('?');
  const body = JSON.stringify(bodies.get(end === -1 ? req.url : req.url.slice(0, end)));
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  res.end(body);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
