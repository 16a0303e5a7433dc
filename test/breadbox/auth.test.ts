import { describe, expect, it } from 'vitest';
import { type Breadbox, type ErrorBody, open } from './support.ts';

const READS = ['/connections', '/accounts', '/transactions?limit=1'];

const code = async (box: Breadbox, key: string | null): Promise<[number, string]> => {
  const { status, body } = await box.get<ErrorBody>('/connections', { key });
  return [status, body.error.code];
};

describe('API keys', () => {
  it('look like bb_ and 43 letters and digits', () => {
    const { fullAccess, readOnly } = open().credentials;
    for (const key of [fullAccess, readOnly]) expect(key).toMatch(/^bb_[0-9A-Za-z]{43}$/);
    expect(fullAccess).not.toBe(readOnly);
  });

  it('differ between worlds of one seed', () => {
    // The default world of another simulator has the same id, so the same keys; another seed has others.
    expect(open().credentials).toEqual(open().credentials);
    expect(open({ seed: 2 }).credentials.fullAccess).not.toBe(open().credentials.fullAccess);
  });

  it('are asked for: 401 MISSING_API_KEY without one', async () => {
    const box = open();
    expect(await code(box, null)).toEqual([401, 'MISSING_API_KEY']);
    expect(await code(box, '')).toEqual([401, 'MISSING_API_KEY']);
  });

  it('are known: 401 INVALID_API_KEY for any other', async () => {
    const box = open();
    const almost = `${box.credentials.fullAccess?.slice(0, -1)}_`;
    for (const key of ['secret', 'bb_', 'bb_nope', almost, 'x'.repeat(10_000)]) {
      expect(await code(box, key), key.slice(0, 50)).toEqual([401, 'INVALID_API_KEY']);
    }
  });

  it('can be revoked: 401 REVOKED_API_KEY', async () => {
    const box = open();
    expect(await code(box, box.credentials.revoked ?? '')).toEqual([401, 'REVOKED_API_KEY']);
  });

  it('never show in an error', async () => {
    const box = open();
    for (const key of ['bb_nope', box.credentials.revoked ?? '', box.credentials.readOnly ?? '']) {
      const { text } = await box.post('/sync', '{broken', {
        key,
        headers: { 'Content-Type': 'application/json' },
      });
      expect(text).not.toContain(key);
    }
  });

  it('are not read from Authorization: this generation knows one header', async () => {
    const box = open();
    const headers = { Authorization: `Bearer ${box.credentials.fullAccess}` };
    const { status, body } = await box.get<ErrorBody>('/connections', { key: null, headers });
    expect([status, body.error.code]).toEqual([401, 'MISSING_API_KEY']);
  });

  it('can be added and changed by the world file', async () => {
    const box = open({
      providers: { breadbox: { keys: { auditor: { scope: 'read_only' }, readOnly: { revoked: true } } } },
    });
    expect((await box.get('/connections', { key: box.credentials.auditor })).status).toBe(200);
    expect((await box.post('/sync', {}, { key: box.credentials.auditor })).status).toBe(403);
    expect(await code(box, box.credentials.readOnly ?? '')).toEqual([401, 'REVOKED_API_KEY']);
  });
});

describe('scopes', () => {
  it('let both kinds of key read', async () => {
    const box = open();
    for (const key of [box.credentials.fullAccess, box.credentials.readOnly]) {
      for (const path of READS) expect((await box.get(path, { key })).status).toBe(200);
      const id = box.idOf('child-chase');
      expect((await box.get(`/connections/${id}/status`, { key })).status).toBe(200);
    }
  });

  it('let only full_access write: 403 FORBIDDEN for read_only', async () => {
    const box = open();
    const { status, body } = await box.post<ErrorBody>('/sync', {}, { key: box.credentials.readOnly });
    expect([status, body.error.code]).toEqual([403, 'FORBIDDEN']);
    expect((await box.post('/sync', {}, { key: box.credentials.fullAccess })).status).toBe(202);
  });

  it('are looked at before the body is', async () => {
    const box = open();
    const headers = { 'Content-Type': 'application/json' };
    expect((await box.post('/sync', '{', { key: box.credentials.readOnly, headers })).status).toBe(403);
  });
});

describe('the rate limit', () => {
  const ask = (box: Breadbox, key = box.credentials.fullAccess) =>
    box.get<ErrorBody>('/connections?user_id=x', { key });

  it('lets 60 through at once, then answers 429 RATE_LIMITED with Retry-After', async () => {
    const box = open();
    for (let i = 0; i < 60; i++) expect((await ask(box)).status).toBe(400);
    const { status, body, headers } = await ask(box);
    expect([status, body.error.code, headers['retry-after']]).toEqual([429, 'RATE_LIMITED', '1']);
  });

  it('gains two requests a second', async () => {
    const box = open();
    for (let i = 0; i < 60; i++) await ask(box);
    box.clock.advance('3s');
    for (let i = 0; i < 6; i++) expect((await ask(box)).status).toBe(400);
    expect((await ask(box)).status).toBe(429);
    box.clock.advance('500ms');
    expect((await ask(box)).status).toBe(400);
  });

  it('counts each key by itself', async () => {
    const box = open();
    for (let i = 0; i < 61; i++) await ask(box);
    expect((await ask(box, box.credentials.readOnly)).status).toBe(400);
  });

  it('tells the burst as the limit, what is left, and when the bucket is full', async () => {
    const box = open();
    await ask(box);
    const { headers } = await ask(box);
    expect(headers['x-ratelimit-limit']).toBe('60');
    expect(headers['x-ratelimit-remaining']).toBe('58');
    expect(headers['x-ratelimit-reset']).toBe(String(box.now() / 1000 + 1));
  });

  it('does not throttle wrong keys, and tells them nothing', async () => {
    const box = open();
    for (let i = 0; i < 70; i++) expect((await ask(box, 'bb_wrong')).status).toBe(401);
    expect((await ask(box, 'bb_wrong')).headers['x-ratelimit-limit']).toBeUndefined();
  });

  it('refuses nothing when limits are off, and still shows the headers', async () => {
    const box = open({ limits: 'off' });
    for (let i = 0; i < 70; i++) expect((await ask(box)).status).toBe(400);
    expect((await ask(box)).headers['x-ratelimit-remaining']).toBe('0');
  });

  it('shows no headers where the world says so', async () => {
    const box = open({ switches: { breadbox: { rateLimitHeaders: 'hidden' } } });
    for (let i = 0; i < 60; i++) await ask(box);
    const { status, headers } = await ask(box);
    expect([status, headers['retry-after']]).toEqual([429, '1']);
    expect(Object.keys(headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });
});
