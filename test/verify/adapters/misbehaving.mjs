// An adapter that does what it should, until a case begins: then it does what its first argument says.
import { createInterface } from 'node:readline';

const [mode] = process.argv.slice(2);
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
let cases = 0;

if (mode === 'dies-at-once') process.exit(3);
if (mode === 'prints-before-hello') console.log('Starting up ...');

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === 'bye') break;
  if (message.type === 'hello') hello();
  if (message.type === 'case') await play(message);
}

function hello() {
  if (mode === 'no-hello') return;
  send({
    type: 'hello',
    client: 'misbehaving',
    version: '1',
    language: 'JavaScript',
    operations: ['redbark.listConnections'],
    capabilities: mode === 'parallel' ? ['parallel'] : [],
    ...(mode === 'odd-hello' && { capabilities: ['time-travel'] }),
  });
}

async function play({ seq, baseUrl, credentials }) {
  cases += 1;
  // The second case is an honest one: whatever happened in the first, it has to pass.
  const wrong = cases === 1 && process.env.HONEST !== '1' ? mode : undefined;
  if (wrong === 'hangs') return;
  if (wrong === 'dies') {
    process.stderr.write('Segmentation fault, says the client\n');
    process.exit(9);
  }
  if (wrong === 'floods') {
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 80; i += 1) {
      if (!process.stderr.write(`${megabyte}\n`))
        await new Promise((drained) => process.stderr.once('drain', drained));
    }
  }
  if (wrong === 'long-line') {
    process.stdout.write('y'.repeat(17 * 1024 * 1024));
    process.stdout.write('\n');
  }
  if (wrong === 'prints') console.log('fetching connections');
  if (wrong === 'half-a-message') process.stdout.write(`{"type":"result","seq":${seq},\n`);
  if (wrong === 'another-number') {
    send({ type: 'result', seq: seq + 1000, value: [] });
    return;
  }
  if (wrong === 'odd-failure') {
    send({ type: 'result', seq, failure: { kind: 'exploded' } });
    return;
  }
  if (wrong === 'sleeps') send({ type: 'sleep', seq, ms: 1000 });
  if (wrong === 'leaks') process.stderr.write(`GET ${baseUrl} with ${credentials.apiKey}\n`);
  // A new process plays its own first case: it runs away again.
  while (wrong === 'runs-away') await Promise.allSettled(Array.from({ length: 25 }, () => fetch(baseUrl)));
  const answer = await fetch(`${baseUrl}/v1/connections`, {
    headers: { Authorization: `Bearer ${credentials.apiKey}` },
  });
  const { data } = await answer.json();
  send({ type: 'result', seq, value: data });
  if (wrong === 'answers-twice') send({ type: 'result', seq, value: [] });
  if (wrong === 'goes-on-asking')
    await fetch(`${baseUrl}/v1/connections`, { headers: { Authorization: `Bearer ${credentials.apiKey}` } });
}
