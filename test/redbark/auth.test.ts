import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

const MINUTE = 60_000;

describe('keys', () => {
  it('look as the documentation shows them: rbk_live_ and 64 hexadecimal digits', () => {
    const { world } = redbarkIn();
    const keys = Object.entries(world.providers.redbark?.credentials ?? {});
    expect(keys.map(([name]) => name)).toEqual(
      expect.arrayContaining(['saver', 'developer', 'professional', 'trialing', 'pastDue']),
    );
    for (const [, text] of keys) expect(text).toMatch(/^rbk_live_[0-9a-f]{64}$/);
    expect(new Set(keys.map(([, text]) => text)).size).toBe(keys.length);
  });

  it('differ from world to world, and lead to theirs on the default address', async () => {
    const { simulator, handler, key } = redbarkIn();
    const other = simulator.createWorld({ id: 'other', seed: 8 });
    const credentials = other.providers.redbark?.credentials ?? {};
    expect(credentials.professional).not.toBe(key('professional'));
    const { body } = await request(handler)
      .get('/redbark/v1/connections')
      .set('Authorization', `Bearer ${credentials.professional}`)
      .expect(200);
    const own = await request(handler)
      .get('/w/other/redbark/v1/connections')
      .set('Authorization', `Bearer ${credentials.professional}`);
    expect(body).toEqual(own.body);
  });

  it('can be added and changed by a world file', async () => {
    const rb = redbarkIn({
      providers: { redbark: { keys: { small: { plan: 'saver' }, professional: { status: 'cancelled' } } } },
    });
    expect((await rb.get('/v1/connections', '', { key: 'small' })).status).toBe(403);
    expect((await rb.get('/v1/connections', '', { key: 'professional' })).status).toBe(401);
    expect((await rb.get('/v1/connections', '', { key: 'developer' })).status).toBe(200);
  });
});

describe('a request without a key that works', () => {
  const rb = redbarkIn({ providers: { redbark: { keys: { old: { status: 'cancelled' } } } } });
  const paths = [
    '/v1/connections',
    '/v1/accounts',
    '/v1/balances',
    '/v1/categories',
    '/v1/transactions',
    '/v1/holdings',
    '/v1/trades',
  ] as const;

  it.each(paths)('%s answers 401 in the envelope, without a code', async (path) => {
    const { status, error } = await rb.get(path, '', { key: undefined });
    expect(status).toBe(401);
    expect(error).toEqual({ message: expect.stringContaining('Authorization: Bearer') });
  });

  it.each([
    ['an unknown key', `Bearer rbk_live_${'0'.repeat(64)}`],
    ['no token', 'Bearer'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['two tokens', 'Bearer a b'],
    ['a name of Object.prototype', 'Bearer __proto__'],
  ])('answers 401 to %s', async (_, authorization) => {
    const { status, error } = await rb.get('/v1/connections', '', { headers: { authorization } });
    expect(status).toBe(401);
    expect(error.code).toBeUndefined();
  });

  it('answers 401 to a key whose subscription is cancelled', async () => {
    expect((await rb.get('/v1/connections', '', { key: 'old' })).status).toBe(401);
  });

  it('never tells the key it was given', async () => {
    const authorization = `Bearer rbk_live_${'ab'.repeat(32)}`;
    expect((await rb.get('/v1/connections', '', { headers: { authorization } })).text).not.toContain('abab');
  });

  it('is answered by /health, which asks for none', async () => {
    const { status, body } = await rb.get('/health', '', { key: undefined });
    expect([status, body]).toEqual([200, { status: 'ok' }]);
  });
});

describe('the scheme', () => {
  it('may be written in any case', async () => {
    const rb = redbarkIn();
    const authorization = `bearer ${rb.key('professional')}`;
    expect((await rb.get('/v1/connections', '', { headers: { authorization } })).status).toBe(200);
  });
});

describe('guessing keys', () => {
  const guess = (start: string) => ({ headers: { authorization: `Bearer ${start}${'0'.repeat(60)}` } });

  it('is refused with 429 after 60 failures a minute from one address with one start of a key', async () => {
    const rb = redbarkIn();
    for (let i = 0; i < 60; i++) {
      const { status, headers } = await rb.get('/v1/connections', '', guess('rbk_live_aaaaaaa'));
      expect([status, headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual([
        401,
        '60',
        String(59 - i),
      ]);
    }
    const { status, headers, error } = await rb.get('/v1/connections', '', guess('rbk_live_aaaaaaa'));
    expect(status).toBe(429);
    expect(error.code).toBeUndefined();
    expect(headers['retry-after']).toBe('60');
    expect(headers['x-ratelimit-reset']).toBe(String((rb.now() + MINUTE) / 1000));

    rb.world.clock.advance(MINUTE);
    expect((await rb.get('/v1/connections', '', guess('rbk_live_aaaaaaa'))).status).toBe(401);
  });

  it('counts by the first 16 characters: another start has a bucket of its own', async () => {
    const rb = redbarkIn();
    for (let i = 0; i < 61; i++) await rb.get('/v1/connections', '', guess('rbk_live_aaaaaaa'));
    expect((await rb.get('/v1/connections', '', guess('rbk_live_aaaaaab'))).status).toBe(401);
    expect((await rb.get('/v1/connections', '', guess('rbk_live_aaaaaaab'))).status).toBe(429);
  });

  it('is looked at before the key: a right key that starts the same is refused too', async () => {
    const rb = redbarkIn();
    const right = rb.key('professional');
    for (let i = 0; i < 60; i++) await rb.get('/v1/connections', '', guess(right.slice(0, 16)));
    expect((await rb.get('/v1/connections')).status).toBe(429);
    expect((await rb.get('/v1/connections', '', { key: 'developer' })).status).toBe(200);
  });

  it('counts 401s only, not refusals of a key that is known', async () => {
    const rb = redbarkIn();
    for (let i = 0; i < 70; i++) {
      expect((await rb.get('/v1/connections', '', { key: 'saver' })).status).toBe(403);
    }
  });

  it('is not limited where limits are off', async () => {
    const rb = redbarkIn({ limits: 'off' });
    for (let i = 0; i < 65; i++) {
      expect((await rb.get('/v1/connections', '', guess('rbk_live_aaaaaaa'))).status).toBe(401);
    }
  });
});
