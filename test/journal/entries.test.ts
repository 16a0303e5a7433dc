/** What a journal tells of a request. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import type { Provider } from '../../src/provider/index.ts';
import { toy } from '../engine/toy.ts';
import { faultyToy } from '../faults/faulty-toy.ts';
import { simulate } from '../support/simulate.ts';

const free = { limits: 'off' } as const;

describe('an entry', () => {
  it('tells the whole exchange, and when it was on both clocks', async () => {
    const hostClock = (): number => Date.parse('2026-11-21T08:00:00Z');
    const { handler, world } = simulate(toy, { now: '2026-03-16T09:00:00Z' }, { hostClock });
    world.clock.advance('1h');
    await request(handler).post('/toy/v1/notes?loud=true').set('X-Client', 'mine').send({ text: 'hello' });

    expect(world.journal.entries()).toEqual([
      {
        kind: 'request',
        number: 1,
        at: Date.parse('2026-03-16T10:00:00Z'),
        hostAt: Date.parse('2026-11-21T08:00:00Z'),
        tookMs: expect.any(Number),
        connection: expect.any(Number),
        attempt: 1,
        provider: 'toy',
        method: 'POST',
        target: '/v1/notes?loud=true',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/toy\/v1\/notes\?loud=true$/),
        httpVersion: '1.1',
        operation: 'addNote',
        status: 201,
        by: 'operation',
        outcome: 'answered',
        faults: [],
        violations: [],
        near: [],
        request: {
          headers: expect.objectContaining({ 'x-client': 'mine', 'content-type': 'application/json' }),
          body: '{"text":"hello"}',
          bytes: 16,
          truncated: false,
        },
        response: {
          status: 201,
          headers: expect.objectContaining({
            date: 'Mon, 16 Mar 2026 10:00:00 GMT',
            'content-length': '23',
            'x-finished': 'addNote 201',
          }),
          body: '{"id":2,"text":"hello"}',
          bytes: 23,
          truncated: false,
        },
      },
    ]);
  });

  it('is plain JSON data', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/note').set('__proto__', 'x');
    const [entry] = world.journal.entries();
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
  });

  it('is a copy: who changes it changes nothing', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/notes');
    const [entry] = world.journal.entries();
    Object.assign(entry as object, { status: 500 });
    expect(world.journal.entries()[0]?.status).toBe(200);
  });

  it('names the stage that answered, and the provider’s code', async () => {
    const coded: Provider = {
      ...toy,
      problems: {
        ...toy.problems,
        unknownPath: () => ({ ...toy.problems.unknownPath({} as never, []), code: 'lost' }),
      },
    };
    const { handler, world } = simulate(coded);
    await request(handler).get('/toy/v1/notes/1');
    await request(handler).get('/toy/v1/notes/1');
    await request(handler).get('/toy/elsewhere');
    await request(handler)
      .post('/toy/v1/notes')
      .send({ text: 'x'.repeat(2000) });
    await request(handler).get('/toy/v1/notes').set('x-crash', '1');
    for (let i = 0; i < 3; i++) await request(handler).get('/toy/v1/notes');
    expect(
      world.journal.entries({ kind: 'request' }).map(({ by, status, code }) => [by, status, code]),
    ).toEqual([
      ['operation', 200, undefined],
      ['cache', 200, undefined],
      ['route', 404, 'lost'],
      ['body', 413, undefined],
      ['bug', 500, undefined],
      ['operation', 200, undefined],
      ['operation', 200, undefined],
      ['rate-limit', 429, undefined],
    ]);
  });

  it('has no body for HEAD, whose headers tell of one', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).head('/toy/v1/notes/1');
    expect(world.journal.entries()[0]).toMatchObject({
      method: 'HEAD',
      operation: 'getNote',
      response: { body: '', bytes: 0, headers: { 'content-length': '23' } },
    });
  });
});

describe('a long body', () => {
  const long = { ...(toy as Provider), maxBodyBytes: 1_000_000 };

  it('is cut after 16,384 bytes, and its length told', async () => {
    const { handler, world } = simulate(long, free);
    const text = 'x'.repeat(40_000);
    await request(handler).post('/toy/v1/notes').send({ text });
    const [entry] = world.journal.entries();
    expect(entry?.request).toMatchObject({ bytes: 40_011, truncated: true });
    expect(entry?.request.body).toBe(JSON.stringify({ text }).slice(0, 16_384));
    expect(entry?.response).toMatchObject({ bytes: 40_018, truncated: true });
    expect(entry?.response?.body).toHaveLength(16_384);
  });

  it('of other alphabets is cut between two characters', async () => {
    const { handler, world } = simulate(long, free);
    for (const text of ['€'.repeat(9_000), `x${'😀'.repeat(9_000)}`, `ab${'é'.repeat(20_000)}`]) {
      await request(handler).post('/toy/v1/notes').send({ text });
      const body = world.journal.entries().at(-1)?.request.body ?? '';
      expect(JSON.stringify({ text }).startsWith(body)).toBe(true);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(16_384);
      expect(Buffer.byteLength(body)).toBeGreaterThan(12_000);
    }
  });

  it('is the same from a cache', async () => {
    const { handler, world } = simulate(long, free);
    await request(handler)
      .post('/toy/v1/notes')
      .send({ text: 'x'.repeat(40_000) });
    for (let i = 0; i < 3; i++) await request(handler).get('/toy/v1/notes/2');
    await request(handler).head('/toy/v1/notes/2');
    const [computed, ...cached] = world.journal.entries({ operation: 'getNote', kind: 'request' });
    const head = cached.pop();
    expect(cached.map(({ by }) => by)).toEqual(['cache', 'cache']);
    expect(cached.map(({ response }) => response?.body)).toEqual([1, 2].map(() => computed?.response?.body));
    expect(cached[0]?.response).toMatchObject({ bytes: 40_018, truncated: true });
    expect(head).toMatchObject({ by: 'cache', response: { body: '', bytes: 0, truncated: false } });
  });

  it('that was refused for its length is there in part', async () => {
    const { handler, world } = simulate(toy);
    await request(handler)
      .post('/toy/v1/notes')
      .send({ text: 'x'.repeat(5_000) });
    expect(world.journal.entries()[0]?.request).toMatchObject({
      body: JSON.stringify({ text: 'x'.repeat(5_000) }),
      bytes: 5_011,
    });
  });
});

describe('violations of the contract', () => {
  it('tell what in a request was refused, and what was given', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).post('/toy/v1/notes').send({ words: 'hello' });
    await request(handler).post('/toy/v1/notes').type('json').send('{"text":');
    expect(world.journal.entries({ kind: 'request' }).map(({ violations }) => violations)).toEqual([
      [{ in: 'body', name: '/text', keyword: 'required', message: 'is required' }],
      [{ in: 'body', name: '', keyword: 'json', message: expect.stringMatching(/^it is not valid JSON/) }],
    ]);
  });

  describe('in answers, where a simulator is told to look', () => {
    const validators = {
      getNote: {
        '200': Object.assign((body: unknown) => (body as { id: number }).id < 2, {
          errors: [
            { instancePath: '/id', schemaPath: '', keyword: 'maximum', params: {}, message: 'must be < 2' },
          ],
        }),
      },
    };
    const checked: Provider = {
      ...toy,
      contract: { ...toy.contract, answers: async () => validators },
      handlers: {
        ...(toy as Provider).handlers,
        listNotes: () => ({ kind: 'reply', status: 299, body: {} }) as never,
      },
    };

    it('stand beside those of the request', async () => {
      const { handler, world } = simulate(checked, free, { checkAnswers: 'journal' });
      await request(handler).get('/toy/v1/notes/1');
      await request(handler).post('/toy/v1/notes').send({ text: 'two' });
      await request(handler).get('/toy/v1/notes/2');
      await request(handler).get('/toy/v1/notes');
      expect(world.journal.entries({ kind: 'request' }).map(({ violations }) => violations)).toEqual([
        [],
        [],
        [{ in: 'answer', name: '/id', keyword: 'maximum', message: 'must be < 2', given: '2' }],
        [{ in: 'answer', name: '', keyword: 'status', message: '299 is not documented for listNotes' }],
      ]);
    });

    it('are not looked for in a body that HEAD has not, but in its status', async () => {
      const { handler, world } = simulate(checked, free, { checkAnswers: 'journal' });
      await request(handler).head('/toy/v1/notes/1').expect(200);
      await request(handler).head('/toy/v1/notes').expect(299);
      expect(world.journal.entries({ kind: 'request' }).map(({ violations }) => violations)).toEqual([
        [],
        [{ in: 'answer', name: '', keyword: 'status', message: '299 is not documented for listNotes' }],
      ]);
    });

    it('are not looked for otherwise', async () => {
      const answers = (): never => {
        throw new Error('The validators were loaded for nothing.');
      };
      const { handler, world } = simulate({ ...checked, contract: { ...checked.contract, answers } }, free);
      await request(handler).get('/toy/v1/notes').expect(299);
      expect(world.journal.entries()).toMatchObject([{ violations: [] }]);
    });
  });
});

describe('over real connections', () => {
  let simulator: Simulator | undefined;
  afterEach(() => simulator?.close());

  const start = async (provider: Provider): Promise<{ port: number; simulator: Simulator }> => {
    simulator = await startSimulator({ providers: [provider], port: 0, world: { clock: 'frozen', ...free } });
    return { port: Number(new URL(simulator.url).port), simulator };
  };
  const get = (path: string): string => `GET /toy${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

  it('the connection and the attempt on it show which requests came on one', async () => {
    const { port, simulator } = await start(toy);
    const { journal } = simulator.world();
    const kept = connect(port, '127.0.0.1');
    kept.write(get('/v1/notes'));
    await journal.wait({}, 1);
    kept.write(get('/v1/notes'));
    await journal.wait({}, 2);
    kept.destroy();
    const other = connect(port, '127.0.0.1');
    other.write(get('/v1/notes'));
    const entries = await journal.wait({ kind: 'request' }, 3);
    other.destroy();
    const [first] = entries.map(({ connection }) => connection);
    expect(entries.map(({ connection, attempt }) => [connection - (first ?? 0), attempt])).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
    ]);
  });

  it('a request the client gave up on while it was answered is there, without an answer', async () => {
    let left: () => void = () => {};
    const slow: Provider = {
      ...toy,
      handlers: {
        ...(toy as Provider).handlers,
        listNotes: async () => {
          left();
          await pause(100);
          return { kind: 'reply', status: 200, body: {} } as never;
        },
      },
    };
    const { port, simulator } = await start(slow);
    const socket = connect(port, '127.0.0.1');
    left = () => socket.destroy();
    socket.write(get('/v1/notes'));
    const [entry] = await simulator.world().journal.wait({ kind: 'request' });
    expect(entry).toMatchObject({ operation: 'listNotes', outcome: 'aborted by client' });
    expect(entry).not.toHaveProperty('status');
    expect(entry).not.toHaveProperty('response');
  });

  it('a body that was never finished is there as far as it came, and does nothing', async () => {
    const { port, simulator } = await start(toy);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /toy/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"text":"he',
    );
    await pause(100);
    socket.destroy();
    const [entry] = await simulator.world().journal.wait({});
    expect(entry).toMatchObject({
      operation: 'addNote',
      by: 'body',
      outcome: 'aborted by client',
      request: { body: '{"text":"he', bytes: 11 },
    });
    expect(simulator.world().snapshot().serials).not.toHaveProperty('note');
  });

  it.each([
    [{ fault: 'empty-answer' }, 'cut by fault'],
    [{ fault: 'connection-reset' }, 'cut by fault'],
    [{ fault: 'cut-body' }, 'cut by fault'],
    [{ fault: 'latency', ms: 20 }, 'answered'],
    [{ fault: 'rate-limited' }, 'answered'],
  ])('faults at work are named by both ids: %o is %s', async (order, outcome) => {
    const { port, simulator } = await start(faultyToy);
    const world = simulator.world();
    world.arm({ id: 'mine', provider: 'toy', ...order });
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(get('/v1/notes'));
    const [entry] = await world.journal.wait({ fault: 'mine' });
    socket.destroy();
    expect(entry).toMatchObject({ faults: [{ id: 'mine', fault: order.fault }], outcome });
    expect(world.journal.entries({ fault: order.fault })).toHaveLength(1);
    expect(world.journal.entries({ fault: 'other' })).toEqual([]);
  });

  it('a client that does not wait for a slow answer gave up', async () => {
    const { port, simulator } = await start(faultyToy);
    const world = simulator.world();
    world.arm({ fault: 'hang', provider: 'toy' });
    const socket = connect(port, '127.0.0.1');
    socket.write(get('/v1/notes'));
    await pause(150);
    socket.destroy();
    expect(await world.journal.wait({})).toMatchObject([{ outcome: 'aborted by client' }]);
  });
});
