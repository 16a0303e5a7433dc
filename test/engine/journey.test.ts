import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { simulate } from '../support/simulate.ts';
import { toy } from './toy.ts';

describe('one request from socket to answer', () => {
  it('reads parameters by the contract: defaults, integers, lists, booleans, the last of several', async () => {
    const { handler } = simulate(toy);
    const { body } = await request(handler).get('/toy/v1/notes?limit=2&limit=3&tags=a,b&loud=true&other=x');
    expect(body.seen.query).toEqual({ limit: 3, tags: ['a', 'b'], loud: true, other: 'x' });
    const plain = await request(handler).get('/toy/v1/notes');
    expect(plain.body.seen.query).toEqual({ limit: 10 });
  });

  it('leaves text that is no integer as it is, for the contract to refuse', async () => {
    const { handler } = simulate(toy);
    const { body } = await request(handler).get('/toy/v1/notes?limit=1e9');
    expect(body.seen.query.limit).toBe('1e9');
  });

  it('strips a base path and says which it was', async () => {
    const { handler } = simulate(toy);
    const { body } = await request(handler).get('/toy/api/v1/notes');
    expect(body.seen.base).toBe('/api');
  });

  it('validates a body and refuses in the provider’s words', async () => {
    const { handler } = simulate(toy);
    await request(handler)
      .post('/toy/v1/notes')
      .send({ text: 'hello' })
      .expect(201, { id: 2, text: 'hello' });
    const refused = await request(handler).post('/toy/v1/notes').send({ words: 'hello' }).expect(422);
    expect(refused.body.error).toBe('body /text is required');
  });

  it.each([
    ['truncated JSON', '{"text":', /not valid JSON/],
    ['deep JSON', `${'['.repeat(400)}${']'.repeat(400)}`, /nested deeper/],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/],
  ])('refuses %s', async (_name, body, words) => {
    const { handler, bugs } = simulate(toy);
    const refused = await request(handler)
      .post('/toy/v1/notes')
      .set('Content-Type', 'application/json')
      .serialize((raw) => raw as string)
      .send(body as string);
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatch(words);
    expect(bugs).toEqual([]);
  });

  it('refuses a body over the bound without keeping it', async () => {
    const { handler } = simulate(toy);
    await request(handler)
      .post('/toy/v1/notes')
      .send({ text: 'x'.repeat(5000) })
      .expect(413);
  });

  it('answers a lost path, a wrong method and a broken target', async () => {
    const { handler } = simulate(toy);
    const lost = await request(handler).get('/toy/v1/note').expect(404);
    expect(lost.body.details).toContain('/v1/notes');
    expect(lost.headers['understudy-near']).toBe('/v1/notes, /v1/notes/{noteId}');
    const method = await request(handler).delete('/toy/v1/notes').expect(405);
    expect(method.body.details).toEqual(['GET', 'POST']);
    await request(handler).get('/toy/v1/notes/%FF').expect(400);
    await request(handler).get('/toy/v1/notes/%00').expect(400);
    await request(handler).get('/toy/v1/notes?a=%FF').expect(400);
  });

  it('turns a bug into the provider’s 500, tells the operator and not the client', async () => {
    const { handler, bugs } = simulate(toy);
    const { text } = await request(handler).get('/toy/v1/notes').set('x-crash', '1').expect(500);
    expect(text).not.toContain('crashed');
    expect(bugs).toHaveLength(1);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const { handler } = simulate(toy);
    const head = await request(handler).head('/toy/v1/notes').expect(200);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(10);
    expect(head.text).toBeUndefined();
  });

  it('dates its answers by the world’s clock', async () => {
    const { handler, world } = simulate(toy, { now: '2026-03-16T09:00:00Z' });
    const before = await request(handler).get('/toy/v1/notes');
    expect(before.headers.date).toBe('Mon, 16 Mar 2026 09:00:00 GMT');
    world.clock.advance('1h');
    const after = await request(handler).get('/toy/v1/notes');
    expect(after.headers.date).toBe('Mon, 16 Mar 2026 10:00:00 GMT');
  });

  it('gives every answer, refusals too, the last word of the provider', async () => {
    const { handler } = simulate(toy);
    expect((await request(handler).get('/toy/v1/notes/9')).headers['x-finished']).toBe('getNote 404');
    expect((await request(handler).get('/toy/nowhere')).headers['x-finished']).toBe('404');
  });
});

describe('cached answers', () => {
  it('come back unchanged until they expire on the world’s clock', async () => {
    const { handler, world } = simulate(toy);
    const get = () => request(handler).get('/toy/v1/notes/1');
    expect((await get()).headers['x-cache']).toBe('MISS');
    expect((await get()).headers['x-cache']).toBe('HIT');
    world.clock.advance('9999ms');
    expect((await get()).headers['x-cache']).toBe('HIT');
    world.clock.advance('1ms');
    expect((await get()).headers['x-cache']).toBe('MISS');
  });

  it('are kept for HEAD and GET alike, as one has the headers of the other', async () => {
    const { handler } = simulate(toy);
    expect((await request(handler).head('/toy/v1/notes/1')).headers['x-cache']).toBe('MISS');
    const get = await request(handler).get('/toy/v1/notes/1');
    expect([get.headers['x-cache'], get.body]).toEqual(['HIT', { id: 1, text: 'first' }]);
  });

  it('never hold a refusal', async () => {
    const { handler } = simulate(toy);
    const get = () => request(handler).get('/toy/v1/notes/2');
    expect((await get()).headers['x-cache']).toBe('BYPASS');
    await request(handler).post('/toy/v1/notes').send({ text: 'two' });
    expect((await get()).body).toEqual({ id: 2, text: 'two' });
  });
});

describe('limits', () => {
  it('are obeyed on the world’s clock', async () => {
    const { handler, world } = simulate(toy);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await request(handler).get('/toy/v1/notes')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    world.clock.advance('61s');
    await request(handler).get('/toy/v1/notes').expect(200);
  });

  it('can be switched off for a world', async () => {
    const { handler } = simulate(toy, { limits: 'off' });
    for (let i = 0; i < 8; i++) await request(handler).get('/toy/v1/notes').expect(200);
  });
});

describe('the journal', () => {
  it('tells what came, what answered and which stage did, without secrets', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/notes?secret=abc&limit=1');
    await request(handler).get('/toy/v1/notes/1');
    await request(handler).get('/toy/v1/notes/1');
    await request(handler).get('/toy/elsewhere');
    expect(
      world.journal
        .entries({ kind: 'request' })
        .map(({ target, operation, status, by }) => ({ target, operation, status, by })),
    ).toEqual([
      { target: '/v1/notes?secret=***&limit=1', operation: 'listNotes', status: 200, by: 'operation' },
      { target: '/v1/notes/1', operation: 'getNote', status: 200, by: 'operation' },
      { target: '/v1/notes/1', operation: 'getNote', status: 200, by: 'cache' },
      { target: '/elsewhere', operation: undefined, status: 404, by: 'route' },
    ]);
  });
});
