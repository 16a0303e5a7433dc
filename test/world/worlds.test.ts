import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { toy } from '../engine/toy.ts';
import { simulate } from '../support/simulate.ts';

const add = (handler: Parameters<typeof request>[0], base: string, text: string) =>
  request(handler).post(`${base}/v1/notes`).send({ text });

describe('worlds', () => {
  it('are isolated: what happens in one is not seen in another', async () => {
    const { simulator, handler } = simulate(toy);
    const a = simulator.createWorld({ id: 'a', clock: 'frozen' });
    const b = simulator.createWorld({ id: 'b', clock: 'frozen' });
    await add(handler, a.baseUrl('toy'), 'only in a').expect(201);
    a.clock.advance('1d');

    const inA = await request(handler).get('/w/a/toy/v1/notes');
    const inB = await request(handler).get('/w/b/toy/v1/notes');
    expect(inA.body.notes).toHaveLength(2);
    expect(inB.body.notes).toHaveLength(1);
    expect(b.clock.now()).toBe(a.clock.now() - 86_400_000);
    expect(b.journal.entries()).toHaveLength(1);
  });

  it('are reached by address, or on the default address by their credentials', async () => {
    const { simulator, handler } = simulate(toy);
    const a = simulator.createWorld({ id: 'a' });
    const key = a.providers.toy?.credentials.key ?? '';
    const { body } = await request(handler).get('/toy/v1/notes').set('x-key', key);
    expect(body.seen.world).toBe('a');
    const stranger = await request(handler).get('/toy/v1/notes').set('x-key', 'nobody');
    expect(stranger.body.seen.world).toBe('main');
  });

  it('of one seed have the same data and different credentials', () => {
    const { simulator } = simulate(toy);
    const [a, b] = [simulator.createWorld({ seed: 7 }), simulator.createWorld({ seed: 7 })];
    expect(a.providers.toy?.credentials).not.toEqual(b.providers.toy?.credentials);
    expect([a.id, b.id]).toEqual(['w1', 'w2']);
  });

  it('go back to their first instant', async () => {
    const { simulator, handler } = simulate(toy);
    const a = simulator.createWorld({ id: 'a', clock: 'frozen', now: '2026-03-16T09:00:00Z' });
    await add(handler, a.baseUrl('toy'), 'gone soon');
    a.clock.advance('1d');
    const before = a.providers;
    a.reset();
    expect(new Date(a.clock.now()).toISOString()).toBe('2026-03-16T09:00:00.000Z');
    expect(a.providers).toEqual(before);
    const { body } = await request(handler).get('/w/a/toy/v1/notes');
    expect(body.notes).toEqual([{ id: 1, text: 'first' }]);
  });

  it('end when they are dropped', async () => {
    const { simulator, handler } = simulate(toy);
    const a = simulator.createWorld({ id: 'a' });
    const key = a.providers.toy?.credentials.key ?? '';
    a.drop();
    await request(handler).get('/w/a/toy/v1/notes').expect(404);
    expect(() => a.reset()).toThrow(/has ended/);
    const { body } = await request(handler).get('/toy/v1/notes').set('x-key', key);
    expect(body.seen.world).toBe('main');
  });

  it.each([
    [{ id: 'no slash/es' }, /Not a world's id/],
    [{ id: 'main' }, /already/],
    [
      { switches: { toy: { greeting: 'shy' } } },
      /switches.toy.greeting: is "shy"; it has to be one of plain, loud/,
    ],
    [{ switches: { toy: { mood: 'good' } } }, /switches.toy.mood: no such switch; Toy has: greeting/],
    [{ switches: { tou: { greeting: 'loud' } } }, /switches.tou: there is no "tou"; did you mean "toy"?/],
  ])('refuse what they cannot be: %j', (description, words) => {
    const { simulator } = simulate(toy);
    expect(() => simulator.createWorld(description)).toThrow(words);
  });
});

describe('a world’s clock', () => {
  it('starts at the world’s own now and runs in real time', () => {
    let host = 1_000;
    const { world } = simulate(
      toy,
      { now: '2026-03-16T09:00:00Z', clock: 'running' },
      { hostClock: () => host },
    );
    host += 90_000;
    expect(new Date(world.clock.now()).toISOString()).toBe('2026-03-16T09:01:30.000Z');
    world.clock.freeze();
    host += 90_000;
    expect(new Date(world.clock.now()).toISOString()).toBe('2026-03-16T09:01:30.000Z');
    world.clock.run();
    host += 1_000;
    world.clock.advance('1h30m');
    expect(new Date(world.clock.now()).toISOString()).toBe('2026-03-16T10:31:31.000Z');
  });

  it('does not go back when the machine’s clock is set back', () => {
    let host = 10_000;
    const { world } = simulate(toy, { clock: 'running' }, { hostClock: () => host });
    const start = world.clock.now();
    host = 4_000;
    expect(world.clock.now()).toBe(start);
  });

  it('fires what falls due, in order, each at its own instant', async () => {
    const { handler, world } = simulate(toy, { now: '2026-03-16T09:00:00Z' });
    await add(handler, '/toy', 'one');
    world.clock.advance('10s');
    await add(handler, '/toy', 'two');
    world.clock.advance('1d');
    const { body } = await request(handler).get('/toy/v1/notes');
    expect(body.notes.map((note: { text: string }) => note.text)).toEqual([
      'first',
      'ONE at 2026-03-16T09:01:00.000Z',
      'TWO at 2026-03-16T09:01:10.000Z',
    ]);
  });

  it('refuses to go to a time at which no world can stand, and stays where it was', () => {
    const { world } = simulate(toy, { now: '2199-12-30T00:00:00Z' });
    world.clock.advance('1d');
    const before = world.clock.now();
    expect(() => world.clock.advance('1ms')).toThrow(/1970-01-01 to 2199-12-31/);
    expect(world.clock.now()).toBe(before);
  });

  it.each(['', '10', 'ten minutes', '-5m', '1.5h', '5m '])('refuses %j as a length of time', (text) => {
    const { world } = simulate(toy);
    expect(() => world.clock.advance(text)).toThrow(/Not a length of time/);
  });
});
