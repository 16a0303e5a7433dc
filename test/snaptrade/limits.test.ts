/** Limits on requests, and the headers every answer carries. */
import { describe, expect, it } from 'vitest';
import { client } from './client.ts';

/** What a client sees of the books. */
function books(headers: Readonly<Record<string, string>>) {
  return {
    limit: Number(headers['x-ratelimit-limit']),
    remaining: Number(headers['x-ratelimit-remaining']),
    reset: Number(headers['x-ratelimit-reset']),
  };
}

describe('250 requests a minute', () => {
  it('pass, and the next is refused until the oldest is a minute old', async () => {
    const api = client();
    const { clock } = api.simulated.world;
    for (let i = 0; i < 50; i++) await api.get('/snapTrade/listUsers');
    clock.advance('30s');
    let last = await api.get('/snapTrade/listUsers');
    for (let i = 0; i < 199; i++) last = await api.get('/snapTrade/listUsers');
    expect(books(last.headers)).toEqual({ limit: 250, remaining: 0, reset: 30 });

    const refused = await api.get('/snapTrade/listUsers');
    expect(refused).toMatchObject({
      status: 429,
      body: {
        detail: 'Request was throttled. Expected available in 30 seconds.',
        status_code: 429,
        code: '0000',
      },
    });
    expect(books(refused.headers)).toMatchObject({ remaining: 0, reset: 30 });

    clock.advance('29s');
    expect((await api.get('/snapTrade/listUsers')).body.detail).toContain('available in 1 second.');
    clock.advance('1s');
    const again = await api.get('/snapTrade/listUsers');
    expect(again.status).toBe(200);
    // The fifty of the first half minute have left the window; refused requests were never in it.
    expect(books(again.headers)).toEqual({ limit: 250, remaining: 49, reset: 30 });
  });

  it('are of the application: its users share them', async () => {
    const api = client();
    const { body } = await api.post('/snapTrade/registerUser', { userId: 'second' });
    const before = books((await api.get('/accounts')).headers).remaining;
    expect(books((await api.as(body).get('/accounts')).headers).remaining).toBe(before - 1);
  });

  it('may have been used up by users who are not watched here', async () => {
    const api = client();
    const spend = (count: unknown): void =>
      api.simulated.world.change({ change: 'requests-spent', provider: 'snaptrade', count: count as number });
    spend(249);
    expect(books((await api.get('/accounts')).headers)).toEqual({ limit: 250, remaining: 0, reset: 60 });
    expect((await api.get('/accounts')).status).toBe(429);
    for (const count of [0, 251, 1.5, '7']) expect(() => spend(count)).toThrow(/1 to 250/);
  });

  it('count what is refused later, but neither GET / nor what is not authenticated', async () => {
    const api = client();
    const before = books((await api.get('/accounts')).headers).remaining;
    expect(books((await api.send('GET', '/')).headers).remaining).toBe(before);
    expect(books((await api.send('GET', '/accounts')).headers).remaining).toBe(before);
    expect(books((await api.get('/accounts/none')).headers).remaining).toBe(before - 1);
  });

  it('are not enforced in a world with limits off, though the headers show them', async () => {
    const api = client({ limits: 'off' });
    let last = await api.get('/snapTrade/listUsers');
    for (let i = 0; i < 251; i++) last = await api.get('/snapTrade/listUsers');
    expect(last.status).toBe(200);
    expect(books(last.headers)).toMatchObject({ limit: 250, remaining: 0 });
  });
});

describe('headers of every answer', () => {
  it.each(['/', '/accounts', '/nowhere', '/accounts/%FF'])('say how the books stand: %s', async (target) => {
    const { headers } = await client().send('GET', target);
    expect(books(headers)).toEqual({ limit: 250, remaining: 250, reset: 0 });
  });

  it('name the request in 32 hexadecimal digits, each its own', async () => {
    const api = client();
    const ids = [
      await api.send('GET', '/'),
      await api.get('/accounts'),
      await api.send('GET', '/nowhere'),
      await api.delete('/accounts'),
    ].map((answer) => answer.headers['x-request-id']);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are those of the framework it is built on', async () => {
    for (const target of ['/', '/accounts', '/nowhere']) {
      expect((await client().send('GET', target)).headers).toMatchObject({
        vary: 'Accept, DNT, origin, Cookie',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
  });

  it('tell of the old prefix, on requests that use it and no others', async () => {
    const api = client();
    expect((await api.get('/accounts')).headers.deprecation).toBeUndefined();
    expect((await api.get('/accounts', {}, { prefix: '/api/v1' })).headers.deprecation).toBe('@1781222400');
    expect((await api.send('GET', '/api/v1/accounts')).headers.deprecation).toBe('@1781222400');
    expect(Date.parse('2026-06-12T00:00:00Z') / 1000).toBe(1781222400);
  });

  it('differ in nothing else between the prefixes: the answers are the same', async () => {
    const api = client();
    const [account] = (await api.get('/accounts')).body;
    for (const path of ['/authorizations', '/accounts', `/accounts/${account.id}/positions/all`]) {
      expect((await api.get(path, {}, { prefix: '/api/v1' })).text).toBe((await api.get(path)).text);
    }
  });
});
