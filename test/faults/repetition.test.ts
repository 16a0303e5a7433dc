/** Silent repetitions by HTTP stacks, and what counts as one request. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Agent, RetryAgent, request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import { faultyToy } from './faulty-toy.ts';
import { get, RawClient } from './socket.ts';

let simulator: Simulator;
let notes: string;

beforeAll(async () => {
  const world = { clock: 'frozen', limits: 'off' } as const;
  simulator = await startSimulator({ providers: [faultyToy], port: 0, world });
  notes = `${simulator.url}/toy/v1/notes`;
});
afterAll(() => simulator.close());
beforeEach(() => simulator.world().reset());

/** An HTTP stack that repeats once on its own when a connection breaks under it. */
function repeatingAgent(): RetryAgent {
  return new RetryAgent(new Agent(), { maxRetries: 1, minTimeout: 1, timeoutFactor: 1 });
}

describe('a stack that repeats in silence', () => {
  it('eats a fault that counts attempts: the client hears nothing of it', async () => {
    simulator.world().arm({ fault: 'connection-reset', times: 1 });
    const dispatcher = repeatingAgent();
    const { statusCode } = await request(notes, { dispatcher });
    expect(statusCode).toBe(200);
    await dispatcher.close();
  });

  it.each(['connection-reset', 'empty-answer'])(
    'does not eat %s per request: the client hears of it, once',
    async (fault) => {
      const world = simulator.world();
      world.arm({ fault, times: 1, per: 'request' });
      const dispatcher = repeatingAgent();
      await expect(request(notes, { dispatcher })).rejects.toThrow();
      expect(world.faults()).toMatchObject([{ seen: 1, fired: 1, spent: true }]);
      const { statusCode } = await request(notes, { dispatcher });
      expect(statusCode).toBe(200);
      await dispatcher.close();
    },
  );

  it('is curl, on a connection it had used before', async () => {
    const world = simulator.world();
    world.arm({ fault: 'empty-answer', nth: 2, per: 'request' });
    const attempts = world.arm({ fault: 'latency', ms: 0 });
    const curl = promisify(execFile)('curl', ['-sS', notes, notes]);
    await expect(curl).rejects.toThrow(/Empty reply|Recv failure/);
    expect(world.faults()).toMatchObject([
      { seen: 2, fired: 1 },
      { id: attempts.id, seen: 3 },
    ]);
  });
});

describe('per: request', () => {
  const PER_REQUEST = { fault: 'empty-answer', times: 1, per: 'request' } as const;

  async function once(text: string): Promise<string> {
    const client = await RawClient.to(simulator.url);
    client.send(text);
    const seen = await client.answer();
    client.close();
    return seen.text.slice(9, 12);
  }

  it('takes no other request for a repetition', async () => {
    simulator.world().arm(PER_REQUEST);
    expect(await once(get('/toy/v1/notes'))).toBe('');
    expect(await once(get('/toy/v1/notes?limit=3'))).toBe('200');
    expect(await once(get('/toy/v1/notes', 'GET', 'X-Key: other'))).toBe('200');
    expect(await once(get('/toy/v1/notes'))).toBe('');
    expect(await once(get('/toy/v1/notes'))).toBe('200');
  });

  it('takes no later request on a connection for a repetition: those are first on a new one', async () => {
    simulator.world().arm({ ...PER_REQUEST, nth: 2 });
    const client = await RawClient.to(simulator.url);
    client.send(get('/toy/v1/notes?limit=1'));
    await client.answer();
    expect(await once(get('/toy/v1/notes'))).toBe('');
    client.send(get('/toy/v1/notes'));
    expect((await client.answer()).text).toContain('200 OK');
    client.close();
  });

  it('does not expect one when an answer, however bad, got through', async () => {
    const world = simulator.world();
    world.arm({ fault: 'server-error', times: 1, per: 'request' });
    expect(await once(get('/toy/v1/notes'))).toBe('500');
    expect(await once(get('/toy/v1/notes'))).toBe('200');
  });

  it('forgets when the fault is disarmed', async () => {
    const world = simulator.world();
    world.arm({ ...PER_REQUEST, id: 'it' });
    expect(await once(get('/toy/v1/notes'))).toBe('');
    expect(world.disarm('it')).toBe(true);
    expect(await once(get('/toy/v1/notes'))).toBe('200');
  });
});

describe('per: connection', () => {
  it('counts a TCP connection once; later requests on it pass', async () => {
    const world = simulator.world();
    world.arm({ fault: 'server-error', times: 2, per: 'connection' });
    for (const expected of ['500', '500', '200']) {
      const client = await RawClient.to(simulator.url);
      client.send(get('/toy/v1/notes'));
      expect((await client.answer()).text.slice(9, 12)).toBe(expected);
      client.send(get('/toy/v1/notes'));
      expect((await client.answer()).text.slice(9, 12)).toBe('200');
      client.close();
    }
    expect(world.faults()).toMatchObject([{ seen: 2, fired: 2, spent: true }]);
  });
});
