/** Faults in a request's journey: who answers, what is counted, what is labelled, and what stays. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { simulate } from '../support/simulate.ts';
import { faultyToy } from './faulty-toy.ts';

function toy(file: Parameters<typeof simulate>[1] = {}) {
  const { handler, world, simulator } = simulate(faultyToy, { limits: 'off', ...file });
  const get = (path = '/toy/v1/notes', headers: Record<string, string> = {}) =>
    request(handler).get(path).set(headers);
  return { world, get, handler, simulator };
}

describe('an injected answer', () => {
  it('comes in the provider’s own words, names its fault, and the next request succeeds', async () => {
    const { world, get } = toy();
    const { id } = world.arm({ fault: 'rate-limited', retryAfter: 3, times: 1 });
    const refused = await get();
    expect(refused).toMatchObject({ status: 429, body: { error: 'too fast' } });
    expect(refused.headers).toMatchObject({
      'retry-after': '3',
      'understudy-fault': id,
      'x-finished': 'listNotes 429',
    });
    const next = await get();
    expect(next.status).toBe(200);
    expect(next.headers).not.toHaveProperty('understudy-fault');
  });

  it('comes after authentication: a request nobody made meets no fault', async () => {
    const { world, get } = toy();
    world.arm({ fault: 'server-error', times: 1 });
    expect((await get(undefined, { 'x-refused': 'yes' })).status).toBe(401);
    expect(world.faults()).toMatchObject([{ seen: 0 }]);
  });

  it('comes before parameters are looked at', async () => {
    const { world, handler } = toy();
    world.arm({ fault: 'server-error', times: 1 });
    const post = () => request(handler).post('/toy/v1/notes').send({ wrong: true });
    expect((await post()).status).toBe(500);
    expect((await post()).status).toBe(422);
  });

  it('happens only where the provider can play it; elsewhere it is not counted', async () => {
    const { world, get } = toy();
    world.arm({ fault: 'not-found', times: 1 });
    expect((await get()).status).toBe(200);
    expect((await get('/toy/v1/notes/1')).status).toBe(404);
    expect(world.faults()).toMatchObject([{ seen: 1, fired: 1, spent: true }]);
  });

  it('is a page in HTML where a gateway speaks in the API’s place', async () => {
    const { world, get } = toy();
    world.arm({ fault: 'bad-gateway', times: 1, id: 'bad' });
    world.arm({ fault: 'gateway-timeout', times: 1, id: 'late' });
    for (const [status, id] of [
      [502, 'bad'],
      [504, 'late'],
    ] as const) {
      const answer = await get();
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({ 'content-type': 'text/html', 'understudy-fault': id });
      expect(answer.text).toMatch(new RegExp(`<title>${status} `));
    }
    expect((await get()).status).toBe(200);
  });
});

describe('several faults', () => {
  it('answer in the order of arming, so that two make a sequence', async () => {
    const { world, get } = toy();
    world.arm({ fault: 'rate-limited', times: 1 });
    world.arm({ fault: 'server-error', times: 1 });
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([429, 500, 200]);
  });

  it('pretend together, and are all named', async () => {
    const { world, get } = toy();
    const [one, two] = world.connections().flatMap(({ key, status }) => (status === 'healthy' ? [key] : []));
    world.arm({ fault: 'connection-failing', connection: one ?? '', id: 'one' });
    world.arm({ fault: 'connection-failing', connection: two ?? '', id: 'two' });
    world.arm({ fault: 'stale-cache', id: 'stale', times: 1 });
    const { body, headers } = await get();
    expect(body).toMatchObject({ stale: true, now: world.clock.now() - 86_400_000 });
    expect(body.failing).toEqual(expect.arrayContaining([one, two]));
    expect(headers['understudy-fault']).toBe('one, two, stale');
    expect((await get()).body).toMatchObject({ stale: false, now: world.clock.now() });
  });

  it('leave nothing behind: pretences are gone with the fault', async () => {
    const { world, get } = toy();
    const before = (await get()).text;
    const { id } = world.arm({ fault: 'stale-cache' });
    expect((await get()).text).not.toBe(before);
    expect([world.disarm(id), world.disarm(id)]).toEqual([true, false]);
    expect((await get()).text).toBe(before);
  });

  it('bypass the cache with what they change', async () => {
    const { world, get } = toy();
    await get('/toy/v1/notes/1');
    const [connection = ''] = world.connections().map(({ key }) => key);
    world.arm({ fault: 'connection-failing', connection, times: 1 });
    expect((await get('/toy/v1/notes/1')).headers['x-cache']).toBe('BYPASS');
    expect((await get('/toy/v1/notes/1')).headers['x-cache']).toBe('HIT');
  });
});

describe('aimed', () => {
  it('at parameters of path, query and body', async () => {
    const { world, get, handler } = toy();
    world.arm({ fault: 'server-error', where: { limit: { atLeast: 50 } }, id: 'query' });
    world.arm({ fault: 'server-error', where: { noteId: 1 }, id: 'path' });
    world.arm({ fault: 'server-error', where: { text: { contains: 'bad' } }, id: 'body' });
    const met = async (answer: PromiseLike<{ headers: Record<string, string> }>) =>
      (await answer).headers['understudy-fault'];
    expect(await met(get('/toy/v1/notes?limit=50'))).toBe('query');
    expect(await met(get('/toy/v1/notes?limit=49'))).toBeUndefined();
    expect(await met(get('/toy/v1/notes/1'))).toBe('path');
    expect(await met(get('/toy/v1/notes/2'))).toBeUndefined();
    const post = (text: string) => request(handler).post('/toy/v1/notes').send({ text });
    expect(await met(post('a bad one'))).toBe('body');
    expect(await met(post('a good one'))).toBeUndefined();
  });

  it('at a credential', async () => {
    const { world, get } = toy();
    world.arm({ fault: 'server-error', credential: 'writer' });
    expect((await get(undefined, { 'x-credential': 'reader' })).status).toBe(200);
    expect((await get(undefined, { 'x-credential': 'writer' })).status).toBe(500);
  });
});

describe('labels', () => {
  it('can be turned off in the world file', async () => {
    const { world, get } = toy({ faultLabels: 'off' });
    world.arm({ fault: 'server-error' });
    const answer = await get();
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('understudy-fault');
  });
});

describe('a world with faults', () => {
  it('has none after a reset', async () => {
    const { world, get } = toy();
    world.arm({ fault: 'server-error' });
    world.reset();
    expect((await get()).status).toBe(200);
    expect(world.faults()).toEqual([]);
    expect(world.arm({ fault: 'server-error' }).id).toBe('f1');
  });

  it('goes on from a snapshot with its counts', async () => {
    const { world, get, simulator } = toy();
    world.arm({ fault: 'server-error', nth: [2, 4] });
    world.arm({ fault: 'latency', ms: 0, probability: 0.5 });
    const seen = async () => {
      const { status, headers } = await get();
      return [status, headers['understudy-fault']];
    };
    await seen();
    await seen();
    const snapshot = JSON.parse(JSON.stringify(world.snapshot()));
    const rest = [await seen(), await seen(), await seen()];
    simulator.restore(snapshot);
    expect([await seen(), await seen(), await seen()]).toEqual(rest);
    expect(rest[1]?.[0]).toBe(500);
  });

  it('keeps its counts apart from those of other worlds', async () => {
    const { world, simulator, handler } = toy();
    const other = simulator.createWorld({ clock: 'frozen', limits: 'off' });
    world.arm({ fault: 'server-error', times: 1 });
    other.arm({ fault: 'rate-limited', times: 1 });
    const status = async (path: string) => (await request(handler).get(`${path}/toy/v1/notes`)).status;
    expect(await status(`/w/${other.id}`)).toBe(429);
    expect(await status('')).toBe(500);
    expect([await status(`/w/${other.id}`), await status('')]).toEqual([200, 200]);
  });
});
