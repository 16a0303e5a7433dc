/** Faults on the wire, seen by a raw socket where HTTP libraries would hide or mend them. */
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import { faultyToy } from './faulty-toy.ts';
import { get, parted, RawClient, type Seen } from './socket.ts';

const NOTES = '/toy/v1/notes';
/** What a timer may be early by: Node rounds to whole milliseconds. */
const EARLY_MS = 2;

let simulator: Simulator;
let client: RawClient;
/** The answer without any fault. */
let plain: { head: string; body: Buffer };
const bugs: unknown[] = [];

beforeAll(async () => {
  simulator = await startSimulator({
    providers: [faultyToy],
    port: 0,
    world: { clock: 'frozen', limits: 'off' },
    onBug: (error) => bugs.push(error),
  });
});
afterAll(async () => {
  expect(bugs).toEqual([]);
  await simulator.close();
});
beforeEach(async () => {
  simulator.world().reset();
  client = await RawClient.to(simulator.url);
  client.send(get(NOTES));
  plain = parted(await client.answer());
});
afterEach(() => client.close());

/** Arms a fault for one request, makes it on an open connection, and gives what came. */
async function met(order: FaultOrder, request = get(NOTES)): Promise<Seen> {
  simulator.world().arm({ id: 'it', times: 1, ...order });
  client.send(request);
  return client.answer();
}

/** A fresh connection, or the one at hand, gets the answer it would get without faults. */
async function expectNextToSucceed(on?: RawClient): Promise<void> {
  const next = on ?? (await RawClient.to(simulator.url));
  next.send(get(NOTES));
  expect(parted(await next.answer())).toEqual(plain);
  if (on === undefined) next.close();
}

describe('latency', () => {
  it('lets an answer come late, and is the same answer', async () => {
    const seen = await met({ fault: 'latency', ms: 60 });
    expect(seen.firstMs).toBeGreaterThanOrEqual(60 - EARLY_MS);
    expect(parted(seen).body).toEqual(plain.body);
    expect(parted(seen).head).toContain('Understudy-Fault: it');
    await expectNextToSucceed(client);
  });

  it('adds up over several faults, which are all named', async () => {
    simulator.world().arm({ fault: 'latency', ms: 30, times: 1, id: 'a' });
    simulator.world().arm({ fault: 'latency', ms: 40, times: 1, id: 'b' });
    client.send(get(NOTES));
    const seen = await client.answer();
    expect(seen.firstMs).toBeGreaterThanOrEqual(70 - EARLY_MS);
    expect(parted(seen).head).toContain('Understudy-Fault: a, b');
  });

  it('delays refusals and injected answers just so', async () => {
    simulator.world().arm({ fault: 'server-error', times: 1, id: 'error' });
    const seen = await met({ fault: 'latency', ms: 40 });
    expect(seen.text).toMatch(/^HTTP\/1.1 500 /);
    expect(seen.text).toContain('Understudy-Fault: error, it');
    expect(seen.firstMs).toBeGreaterThanOrEqual(40 - EARLY_MS);
  });
});

describe('slow-headers', () => {
  it('lets status line and headers trickle in, byte by byte', async () => {
    const seen = await met({ fault: 'slow-headers', overMs: 100 });
    expect(seen.pieces).toBeGreaterThan(20);
    expect(seen.lastMs).toBeGreaterThanOrEqual(100 - EARLY_MS);
    expect(seen.firstMs).toBeLessThan(90);
    const { head, body } = parted(seen);
    expect(head.replace('\r\nUnderstudy-Fault: it', '')).toBe(plain.head);
    expect(body).toEqual(plain.body);
    await expectNextToSucceed(client);
  });

  it('works for an answer to HEAD', async () => {
    const seen = await (async () => {
      simulator.world().arm({ fault: 'slow-headers', overMs: 30, times: 1 });
      client.send(get(NOTES, 'HEAD'));
      return client.until((text) => text().endsWith('\r\n\r\n'));
    })();
    expect(seen.text).toContain(`Content-Length: ${plain.body.length}`);
    await expectNextToSucceed(client);
  });
});

describe('dribble', () => {
  it('sends the body in pieces with pauses between', async () => {
    const seen = await met({ fault: 'dribble', pieces: 4, overMs: 80 });
    expect(seen.pieces).toBeGreaterThanOrEqual(4);
    expect(seen.lastMs).toBeGreaterThanOrEqual(80 - EARLY_MS);
    expect(parted(seen).body).toEqual(plain.body);
    expect(parted(seen).head).toContain(`Content-Length: ${plain.body.length}`);
    await expectNextToSucceed(client);
  });

  it('never has more pieces than bytes', async () => {
    const seen = await met({ fault: 'dribble', pieces: 1000, overMs: 1 }, get('/toy/v1/notes/1'));
    expect(parted(seen).body.toString()).toBe('{"id":1,"text":"first"}');
  });
});

describe('hang', () => {
  it('sends nothing, then closes the connection', async () => {
    simulator.world().arm({ fault: 'hang', forMs: 50, times: 1 });
    client.send(get(NOTES));
    const seen = await client.ended();
    expect(seen).toMatchObject({ text: '', end: 'fin' });
    expect(seen.lastMs).toBeGreaterThanOrEqual(50 - EARLY_MS);
    await expectNextToSucceed();
  });
});

describe('connection-reset', () => {
  it('resets the connection before any byte of an answer', async () => {
    const seen = await met({ fault: 'connection-reset' });
    expect(seen).toMatchObject({ text: '', end: 'reset' });
    await expectNextToSucceed();
  });

  it('resets it in the middle of the body, whose length was promised', async () => {
    const seen = await met({ fault: 'connection-reset', at: 'mid-body' });
    expect(seen.end).toBe('reset');
    const { head, body } = parted(seen);
    expect(head).toContain(`Content-Length: ${plain.body.length}`);
    expect(head).toContain('Understudy-Fault: it');
    expect(body).toEqual(plain.body.subarray(0, Math.floor(plain.body.length / 2)));
    await expectNextToSucceed();
  });
});

describe('empty-answer', () => {
  it('closes the connection in good order, without a byte', async () => {
    expect(await met({ fault: 'empty-answer' })).toMatchObject({ text: '', end: 'fin' });
    await expectNextToSucceed();
  });
});

describe('cut-body', () => {
  it.each([0, 0.5, 0.99])('sends a part of the promised body (%d), then FIN', async (keep) => {
    const seen = await met({ fault: 'cut-body', keep });
    expect(seen.end).toBe('fin');
    const { head, body } = parted(seen);
    expect(head).toContain(`Content-Length: ${plain.body.length}`);
    expect(body).toEqual(plain.body.subarray(0, Math.floor(plain.body.length * keep)));
    await expectNextToSucceed();
  });
});

describe('unfinished-chunks', () => {
  it.each([0, 0.5, 1])('sends chunks without the last one (%d of the body), then FIN', async (keep) => {
    const seen = await met({ fault: 'unfinished-chunks', keep });
    expect(seen.end).toBe('fin');
    const { head, body } = parted(seen);
    expect(head).toContain('Transfer-Encoding: chunked');
    expect(head).not.toMatch(/content-length/i);
    const sent = plain.body.subarray(0, Math.floor(plain.body.length * keep));
    expect(body.toString()).toBe(keep === 0 ? '' : `${sent.length.toString(16)}\r\n${sent}\r\n`);
    await expectNextToSucceed();
  });
});

describe('bytes that are not what they should be', () => {
  it('malformed-json: ends in the middle, with a length that fits', async () => {
    const seen = await met({ fault: 'malformed-json' });
    const { head, body } = parted(seen);
    expect(head).toContain(`Content-Length: ${body.length}\r\n`);
    expect(plain.body.toString().startsWith(body.toString())).toBe(true);
    expect(() => JSON.parse(body.toString())).toThrow();
    await expectNextToSucceed(client);
  });

  it('corrupt-gzip: says gzip and can not be unpacked', async () => {
    const seen = await met({ fault: 'corrupt-gzip' });
    const { head, body } = parted(seen);
    expect(head).toContain('Content-Encoding: gzip');
    expect(body.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    expect(() => gunzipSync(body)).toThrow();
    await expectNextToSucceed(client);
  });

  it('wrong-content-type: the right body under the wrong type', async () => {
    const seen = await met({ fault: 'wrong-content-type', type: 'text/plain' });
    expect(parted(seen).head.match(/content-type: .*/gi)).toEqual(['Content-Type: text/plain']);
    expect(parted(seen).body).toEqual(plain.body);
    await expectNextToSucceed(client);
  });

  it('no-content-type: the right body without one', async () => {
    const seen = await met({ fault: 'no-content-type' });
    expect(parted(seen).head).not.toMatch(/content-type/i);
    expect(parted(seen).body).toEqual(plain.body);
    await expectNextToSucceed(client);
  });
});

describe('drop-after-answer', () => {
  it('gives the whole answer as if the connection stayed, and closes it', async () => {
    await met({ fault: 'drop-after-answer' });
    const seen = await client.ended();
    expect(seen.end).toBe('fin');
    expect(parted(seen).head).toContain('Connection: keep-alive');
    expect(parted(seen).body).toEqual(plain.body);
    await expectNextToSucceed();
  });

  it('leaves a request that was already on its way without an answer', async () => {
    simulator.world().arm({ fault: 'drop-after-answer', times: 1 });
    client.send(get(NOTES) + get(NOTES));
    const seen = await client.ended();
    expect(seen.text.match(/HTTP\/1.1 200/g)).toHaveLength(1);
  });
});

describe('together', () => {
  it('has one ending: the first armed, so that two make a sequence', async () => {
    simulator.world().arm({ fault: 'empty-answer', times: 1 });
    simulator.world().arm({ fault: 'cut-body', keep: 0, times: 1 });
    client.send(get(NOTES));
    expect(await client.ended()).toMatchObject({ text: '', end: 'fin' });
    const second = await RawClient.to(simulator.url);
    second.send(get(NOTES));
    expect(parted(await second.ended()).body).toHaveLength(0);
    second.close();
    await expectNextToSucceed();
  });

  it('joins what concerns different parts of an answer', async () => {
    const world = simulator.world();
    world.arm({ fault: 'wrong-content-type', type: 'text/plain', times: 1, id: 'type' });
    world.arm({ fault: 'dribble', pieces: 3, overMs: 30, times: 1, id: 'slow' });
    world.arm({ fault: 'slow-headers', overMs: 30, times: 1, id: 'head' });
    world.arm({ fault: 'cut-body', keep: 0.5, times: 1, id: 'cut' });
    client.send(get(NOTES));
    const seen = await client.ended();
    const { head, body } = parted(seen);
    expect(head).toContain('Understudy-Fault: type, slow, head, cut');
    expect(head).toContain('Content-Type: text/plain');
    expect(body).toEqual(plain.body.subarray(0, Math.floor(plain.body.length / 2)));
    expect(seen.lastMs).toBeGreaterThanOrEqual(60 - 2 * EARLY_MS);
  });

  it('applies to what the provider refuses, too', async () => {
    const seen = await met({ fault: 'cut-body' }, get('/toy/v1/notes/none'));
    expect(seen).toMatchObject({ end: 'fin' });
    expect(seen.text).toMatch(/^HTTP\/1.1 404 /);
    expect(Number(/Content-Length: (\d+)/.exec(seen.text)?.[1])).toBeGreaterThan(parted(seen).body.length);
  });
});

describe('answers without a body', () => {
  it.each(['cut-body', 'unfinished-chunks', 'malformed-json', 'corrupt-gzip', 'no-content-type', 'dribble'])(
    '%s passes a HEAD request by, uncounted',
    async (fault) => {
      const { id } = simulator.world().arm({ fault, times: 1 });
      client.send(get(NOTES, 'HEAD'));
      const seen = await client.until((text) => text().endsWith('\r\n\r\n'));
      expect(seen.text).not.toContain('Understudy-Fault');
      expect(simulator.world().faults()).toMatchObject([{ id, seen: 0, fired: 0 }]);
    },
  );
});

describe('pipelined requests', () => {
  it('are answered in their order, each with its own fault', async () => {
    const world = simulator.world();
    world.arm({ fault: 'latency', ms: 40, nth: 1, id: 'late' });
    world.arm({ fault: 'slow-headers', overMs: 20, nth: 2, id: 'slow' });
    world.arm({ fault: 'dribble', pieces: 2, overMs: 20, nth: 3, id: 'drip' });
    client.send(get(NOTES).repeat(4));
    const seen = await client.until(
      (text) => text().split('HTTP/1.1 200').length === 5 && text().endsWith('}'),
    );
    expect(seen.text.match(/Understudy-Fault: \w+|HTTP/g)).toEqual([
      'HTTP',
      'Understudy-Fault: late',
      'HTTP',
      'Understudy-Fault: slow',
      'HTTP',
      'Understudy-Fault: drip',
      'HTTP',
    ]);
    await expectNextToSucceed(client);
  });

  it('before a reset are still answered', async () => {
    simulator.world().arm({ fault: 'connection-reset', nth: 2 });
    client.send(get(NOTES).repeat(3));
    const seen = await client.ended();
    expect(seen.end).toBe('reset');
    expect(seen.text.match(/HTTP\/1.1 200/g)).toHaveLength(1);
  });
});
