/** Every operation of the control API, by its contract. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/control/generated/operations.ts';
import { handlers } from '../../src/control/handlers.ts';
import { type Control, control } from './support.ts';

let api: Control;
/** Takes its time, so that a test sees whether anyone waited for it. */
const receiver = createServer((_req, res) => setTimeout(() => res.end('{}'), 150));
let receiverUrl = '';

beforeAll(async () => {
  api = await control();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await api.close();
  receiver.close();
});

/** Lists trades of the world as a client would. */
async function listTrades(id: string): Promise<Response> {
  const { baseUrl, credentials } = api.understudy.world(id).provider('redbark');
  return fetch(`${baseUrl}/v1/connections`, {
    headers: { Authorization: `Bearer ${credentials.professional}` },
  });
}

describe('the process', () => {
  it('is up', async () => {
    expect((await api.ask('GET', '/health')).body).toMatchObject({ status: 'ok', worlds: 1 });
  });

  it('answers HEAD as GET, without a body', async () => {
    const answer = await api.ask('HEAD', '/health');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(10);
    expect((await api.ask('HEAD', '/worlds/main/journal/stream')).status).toBe(200);
  });

  it('counts for Prometheus', async () => {
    const { status, text, headers } = await api.ask('GET', '/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toMatch(/^understudy_worlds 1$/m);
  });

  it('serves its contract', async () => {
    expect((await api.ask('GET', '/openapi.json')).body.openapi).toBe('3.1.0');
  });

  it('tells what there is to choose from', async () => {
    const { body } = await api.ask('GET', '/catalogue');
    expect(Object.keys(body).sort()).toEqual([
      'changes',
      'faults',
      'order',
      'providers',
      'scenarios',
      'switches',
      'templates',
    ]);
  });
});

describe('a world', () => {
  it('is made, described, listed, reset and dropped', async () => {
    const made = await api.ask('POST', '/worlds', {
      body: { id: 'one', template: 'household', seed: 7, clock: 'frozen', limits: 'off', timeToLive: '1h' },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe('/_understudy/worlds/one');
    expect(made.body).toMatchObject({ id: 'one', seed: '7' });
    expect(made.body).toEqual(api.understudy.world('one').summary());

    const { body } = await api.ask('GET', '/worlds/one');
    expect(body).toMatchObject({
      ...made.body,
      template: 'household',
      clock: { mode: 'frozen', rate: 1, now: made.body.now },
      bornAt: made.body.now,
      limits: 'off',
      counts: { connections: api.understudy.world('one').connections().length, faults: 0, journal: 0 },
    });

    await api.ask('POST', '/worlds/one/clock/advance', { body: { by: '3d' } });
    expect((await api.ask('POST', '/worlds/one/reset')).body).toEqual(made.body);
    expect((await api.ask('GET', '/worlds')).body).toMatchObject({ total: 2, next: null });
    expect((await api.ask('DELETE', '/worlds/one')).status).toBe(204);
    const gone = await api.ask('GET', '/worlds/one');
    expect([gone.status, gone.body.detail]).toEqual([
      404,
      'There is no world "one" any more: it was dropped.',
    ]);
  });

  it('needs no description', async () => {
    const { status, body } = await api.ask('POST', '/worlds');
    expect([status, body.id]).toEqual([201, 'w1']);
  });

  it('goes on from a snapshot', async () => {
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: '1h' } });
    const { body: snapshot } = await api.ask('GET', '/worlds/main/snapshot');
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: '1h' } });
    const restored = await api.ask('POST', '/restore', { body: snapshot });
    expect([restored.status, restored.headers.get('location')]).toEqual([201, '/_understudy/worlds/main']);
    expect((await api.ask('GET', '/worlds/main/snapshot')).body).toEqual(snapshot);
  });
});

describe('faults', () => {
  const order = { fault: 'rate-limited', provider: 'redbark', retryAfter: 7, times: 1 };

  it('are armed, met, listed and disarmed', async () => {
    const armed = await api.ask('POST', '/worlds/main/faults', { body: { ...order, id: 'slow-down' } });
    expect([armed.status, armed.headers.get('location')]).toEqual([
      201,
      '/_understudy/worlds/main/faults/slow-down',
    ]);
    expect(armed.body).toMatchObject({ id: 'slow-down', given: order, seen: 0, fired: 0, spent: false });

    const met = await listTrades('main');
    expect([met.status, met.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await listTrades('main')).status).toBe(200);

    expect((await api.ask('GET', '/worlds/main/faults/slow-down')).body).toMatchObject({
      fired: 1,
      spent: true,
    });
    expect((await api.ask('GET', '/worlds/main/faults')).body.faults).toHaveLength(1);
    expect((await api.ask('DELETE', '/worlds/main/faults/slow-down')).status).toBe(204);
    await api.ask('POST', '/worlds/main/faults', { body: order });
    await api.ask('POST', '/worlds/main/faults', { body: order });
    expect((await api.ask('DELETE', '/worlds/main/faults')).body).toEqual({ disarmed: 2 });
  });
});

describe('the clock', () => {
  it('is read, set, let run at a rate, frozen and advanced', async () => {
    const now = async () => (await api.ask('GET', '/worlds/main/clock')).body.now;
    const before = Date.parse(await now());
    const running = await api.ask('PUT', '/worlds/main/clock', { body: { mode: 'running', rate: 60 } });
    expect(running.body).toMatchObject({ mode: 'running', rate: 60 });
    expect((await api.ask('PUT', '/worlds/main/clock', { body: { mode: 'frozen' } })).body.mode).toBe(
      'frozen',
    );
    await api.ask('PUT', '/worlds/main/clock', { body: { now: '2027-01-01T00:00:00+11:00' } });
    expect(await now()).toBe('2026-12-31T13:00:00.000Z');
    expect(Date.parse(await now())).toBeGreaterThan(before);
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: 1500 } });
    expect(await now()).toBe('2026-12-31T13:00:01.500Z');
    await api.ask('POST', '/worlds/main/clock/advance', { body: { to: '2027-01-01T00:00:00Z' } });
    expect(await now()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('tells what is to happen, and goes there', async () => {
    const { baseUrl, credentials } = api.understudy.world().provider('breadbox');
    const sync = await fetch(`${baseUrl}/api/v1/sync`, {
      method: 'POST',
      headers: { 'X-API-Key': credentials.fullAccess ?? '' },
    });
    expect(sync.ok).toBe(true);
    const { body } = await api.ask('GET', '/worlds/main/clock/events?limit=1');
    expect(body.events).toHaveLength(1);
    const moved = await api.ask('POST', '/worlds/main/clock/advance', { body: { next: true } });
    expect(moved.body.now).toBe(body.events[0].at);
  });
});

describe('the state', () => {
  it('is told, and set', async () => {
    const { body: before } = await api.ask('GET', '/worlds/main/state');
    expect(before.connections).toEqual(api.understudy.world().connections());
    const [{ key }] = before.connections;
    const { body } = await api.ask('PATCH', '/worlds/main/state', {
      body: {
        changes: [
          { change: 'connection', connection: key, status: 'login-required', reason: 'password changed' },
        ],
      },
    });
    expect(body.connections[0]).toMatchObject({ key, status: 'login-required', reason: 'password changed' });
  });
});

describe('a scenario', () => {
  it('is begun, told and stopped', async () => {
    const { body } = await api.ask('GET', '/catalogue?part=scenarios');
    const [{ name }] = body.scenarios;
    const begun = await api.ask('PUT', '/worlds/main/scenario', { body: { scenario: name } });
    expect(begun.body).toMatchObject({ name, over: expect.any(Boolean) });
    expect((await api.ask('GET', '/worlds/main/scenario')).body).toEqual(begun.body);
    expect((await api.ask('DELETE', '/worlds/main/scenario')).status).toBe(204);
    expect((await api.ask('GET', '/worlds/main/scenario')).status).toBe(404);
    await api.ask('POST', '/worlds/main/reset');
  });
});

describe('the journal', () => {
  it('is read in pages, exported and cleared', async () => {
    await api.ask('DELETE', '/worlds/main/journal');
    for (let i = 0; i < 3; i++) await listTrades('main');
    const first = await api.ask('GET', '/worlds/main/journal?provider=redbark&limit=2');
    expect(first.body.entries).toHaveLength(2);
    const rest = await api.ask(
      'GET',
      `/worlds/main/journal?provider=redbark&limit=2&since=${first.body.next}`,
    );
    expect([rest.body.entries.length, rest.body.next]).toEqual([1, null]);
    expect((await api.ask('GET', '/worlds/main/journal.har')).body.log.entries).toHaveLength(3);
    const waited = await api.ask('GET', '/worlds/main/journal/wait?status=200&count=3');
    expect([waited.body.complete, waited.body.entries.length]).toEqual([true, 3]);
    expect((await api.ask('DELETE', '/worlds/main/journal')).status).toBe(204);
    expect((await api.ask('GET', '/worlds/main/journal')).body).toEqual({ entries: [], next: null });
  });

  it('is streamed', async () => {
    await api.ask('POST', '/worlds', { body: { id: 'streamed' } });
    setTimeout(() => void api.ask('DELETE', '/worlds/streamed'), 100);
    const { status, text } = await api.ask('GET', '/worlds/streamed/journal/stream');
    expect([status, text]).toEqual([200, 'retry: 1000\n\nevent: end\ndata: {}\n\n']);
  });
});

describe('webhooks', () => {
  it('are added, told of events, listed and removed', async () => {
    const sender = (await api.ask('GET', '/catalogue?part=faults')).body.faults.find(
      ({ family }: { family: string }) => family === 'webhooks',
    );
    expect(sender).toBeDefined();
    const order = { provider: 'snaptrade', url: receiverUrl, headers: { 'X-Test': 'kept to itself' } };
    const added = await api.ask('POST', '/worlds/main/webhooks', { body: order });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ provider: 'snaptrade', url: receiverUrl, headers: ['X-Test'] });
    expect(added.body.secret).toEqual(expect.any(String));
    const { secret: _, ...told } = added.body;
    expect((await api.ask('GET', '/worlds/main/webhooks')).body).toEqual({ webhooks: [told] });

    const connection = api.understudy
      .world()
      .connections()
      .find(({ seenBy, status }) => seenBy.includes('snaptrade') && status === 'healthy');
    await api.ask('PATCH', '/worlds/main/state', {
      body: { changes: [{ change: 'connection', connection: connection?.key, status: 'login-required' }] },
    });
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: '1m' } });
    const { body } = await api.ask('GET', '/worlds/main/deliveries?provider=snaptrade');
    expect(body.deliveries[0]).toMatchObject({ webhook: told.id, state: 'delivered' });
    const [{ id }] = body.deliveries;
    expect((await api.ask('POST', `/worlds/main/deliveries/${id}/redeliver`)).status).toBe(202);
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: '1m' } });
    const twice = await api.ask('GET', `/worlds/main/deliveries?webhook=${told.id}`);
    expect(twice.body.deliveries.length).toBeGreaterThan(body.deliveries.length);
    expect((await api.ask('GET', '/worlds/main/journal?kind=delivery')).body.entries.length).toBeGreaterThan(
      1,
    );
    expect((await api.ask('DELETE', `/worlds/main/webhooks/${told.id}`)).status).toBe(204);
  });
});

describe('the contract', () => {
  it('has a handler for each operation, and no other', () => {
    expect(Object.keys(handlers).sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  it('was met in every success it describes, and found no bug', () => {
    const successes = operations.flatMap(({ id, statuses }) =>
      statuses.filter((status) => status < 400).map((status) => `${id} ${status}`),
    );
    expect(successes.filter((pair) => !api.seen.has(pair))).toEqual([]);
    expect(api.bugs).toEqual([]);
  });
});
