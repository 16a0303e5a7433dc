/** Waiting for what a client does, and watching it as it happens. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Control, control } from './support.ts';

let api: Control;
beforeEach(async () => {
  api = await control({ world: { clock: 'frozen', limits: 'off' } });
});
afterEach(async () => {
  expect(api.bugs).toEqual([]);
  await api.close();
});

async function visit(times: number, world = 'main'): Promise<void> {
  const { baseUrl } = api.understudy.world(world).provider('redbark');
  for (let i = 0; i < times; i++) await (await fetch(`${baseUrl}/health`)).arrayBuffer();
}

/** What was sent before has arrived. */
const underWay = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await api.ask('GET', '/health');
};

describe('waiting', () => {
  it('ends as soon as enough has come', async () => {
    await visit(1);
    const waiting = api.ask('GET', '/worlds/main/journal/wait?operation=getHealth&count=3&timeout=20s');
    await underWay();
    await visit(2);
    const { body } = await waiting;
    expect([body.complete, body.entries.length]).toEqual([true, 3]);
  });

  it('ends when its time is over, with what there is', async () => {
    await visit(1);
    const { body } = await api.ask('GET', '/worlds/main/journal/wait?count=3&timeout=80ms');
    expect([body.complete, body.entries.length]).toEqual([false, 1]);
  });

  it('ends when the world does', async () => {
    await api.ask('POST', '/worlds', { body: { id: 'brief' } });
    const waiting = api.ask('GET', '/worlds/brief/journal/wait?timeout=10m');
    await underWay();
    await api.ask('DELETE', '/worlds/brief');
    expect((await waiting).body).toEqual({ complete: false, entries: [] });
  });

  const WAIT = '/worlds/main/journal/wait';
  /** Fills the world with as many as may wait, and gives a way to send them all home. */
  async function full(): Promise<() => Promise<unknown>> {
    const gone = new AbortController();
    const waits = Array.from({ length: 220 }, () =>
      fetch(`${api.base}${WAIT}?timeout=10m`, { signal: gone.signal }).catch(() => undefined),
    );
    await vi.waitFor(async () => expect(await waiting()).toBe(409), 20_000);
    return () => {
      gone.abort();
      return Promise.all(waits);
    };
  }
  const waiting = async (): Promise<number> => (await api.ask('GET', `${WAIT}?timeout=1ms`)).status;

  it('is for 200 at a time; those whose client went make room', async () => {
    for (let round = 0; round < 2; round++) {
      const leave = await full();
      const { body } = await api.ask('GET', `${WAIT}?timeout=10m`);
      expect(body.detail).toContain('200');
      await leave();
      await vi.waitFor(async () => expect(await waiting()).toBe(200), 20_000);
    }
  }, 60_000);
});

interface Event {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: { readonly number: number; readonly from: number; readonly to: number };
}

/** Opens a stream, as browsers do; from when this resolves, what is written is seen. */
async function opened(
  path: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<AsyncGenerator<Event>> {
  const answer = await fetch(`${api.base}${path}`, { headers, ...(signal && { signal }) });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  return eventsIn(answer.body as unknown as AsyncIterable<Uint8Array>);
}

async function* eventsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Event> {
  let rest = '';
  for await (const chunk of chunks) {
    rest += Buffer.from(chunk).toString();
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined) yield { id: field('id'), event: field('event') ?? '', data: JSON.parse(data) };
    }
  }
}

async function take(count: number, stream: AsyncGenerator<Event>): Promise<Event[]> {
  const taken: Event[] = [];
  for await (const event of stream) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

const STREAM = '/worlds/main/journal/stream';

describe('the stream', () => {
  it('begins with what comes next, or behind a number', async () => {
    await visit(2);
    const stream = await opened(STREAM);
    await visit(1);
    expect((await take(1, stream)).map(({ id, event }) => [id, event])).toEqual([['3', 'entry']]);
    expect((await take(2, await opened(`${STREAM}?since=1`))).map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('goes on where a reader left it', async () => {
    await visit(3);
    const again = await take(1, await opened(STREAM, { 'Last-Event-ID': '2' }));
    expect(again.map(({ id }) => id)).toEqual(['3']);
  });

  it('shows what is asked for', async () => {
    const limited = await opened(`${STREAM}?status=429`);
    await visit(2);
    await api.ask('POST', '/worlds/main/faults', {
      body: { fault: 'rate-limited', provider: 'redbark', times: 1 },
    });
    const { baseUrl, credentials } = api.understudy.world().provider('redbark');
    await fetch(`${baseUrl}/v1/connections`, {
      headers: { Authorization: `Bearer ${credentials.professional}` },
    });
    expect((await take(1, limited))[0]?.data).toMatchObject({
      status: 429,
      faults: [{ id: 'f1', fault: 'rate-limited' }],
    });
  });

  it('says what was gone before it could be read', async () => {
    await visit(3);
    await api.ask('DELETE', '/worlds/main/journal');
    await visit(1);
    const [missed, entry] = await take(2, await opened(`${STREAM}?since=0`));
    expect([missed?.event, missed?.data]).toEqual(['missed', { from: 1, to: 3 }]);
    expect(entry?.id).toBe('4');
  });

  it('begins anew with the world', async () => {
    await visit(2);
    const stream = await opened(`${STREAM}?since=1`);
    await api.ask('POST', '/worlds/main/reset');
    await visit(1);
    expect((await take(2, stream)).map(({ id }) => id)).toEqual(['2', '1']);
  });

  it('lets a slow reader miss what the journal forgot, and holds nothing for it', async () => {
    const port = Number(new URL(api.base).port);
    const reader = connect(port, '127.0.0.1');
    await new Promise<void>((resolve) => reader.once('connect', resolve));
    reader.write(`GET /_understudy${STREAM}?since=0 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await new Promise<void>((resolve) => reader.once('data', () => resolve()));
    reader.pause();

    // Far more than sockets and journal hold: each entry carries a body of 16 kB.
    const { baseUrl, credentials } = api.understudy.world().provider('breadbox');
    const body = 'x'.repeat(16_000);
    const headers = { 'X-API-Key': credentials.fullAccess ?? '', 'Content-Type': 'text/plain' };
    for (let i = 0; i < 1200; i++) {
      await (await fetch(`${baseUrl}/api/v1/sync`, { method: 'POST', headers, body })).arrayBuffer();
    }
    expect(api.understudy.world().journal.entries().length).toBeLessThan(1001);

    const text = await drained(reader, 1200);
    const missed = /event: missed\ndata: (\{.*\})/.exec(text)?.[1];
    expect(missed, 'the reader was told that it missed something').toBeDefined();
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(ids.at(-1)).toBe(1200);
    const { from, to } = JSON.parse(missed as string) as { from: number; to: number };
    expect(ids.some((id) => id >= from && id <= to)).toBe(false);
  }, 60_000);

  it('is for 200 at a time; those whose reader went make room', async () => {
    for (let round = 0; round < 2; round++) {
      const gone = new AbortController();
      await Promise.all(Array.from({ length: 200 }, () => opened(STREAM, {}, gone.signal)));
      const { status, body } = await api.ask('GET', STREAM);
      expect([status, body.detail]).toEqual([409, expect.stringContaining('200')]);
      gone.abort();
      await vi.waitFor(async () => {
        const one = new AbortController();
        // A try that hangs must not be the last one.
        await opened(STREAM, {}, AbortSignal.any([one.signal, AbortSignal.timeout(2_000)]));
        one.abort();
      }, 20_000);
    }
  }, 60_000);
});

/** Reads on until the entry of that number is there. */
function drained(reader: Socket, last: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    reader.on('data', (part) => {
      text += part;
      if (!text.includes(`id: ${last}\n`)) return;
      reader.destroy();
      // Sizes of chunks stand between the lines.
      resolve(text.replaceAll(/\r\n[0-9a-f]+\r\n/g, ''));
    });
    reader.resume();
  });
}
