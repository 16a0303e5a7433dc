/** Refusals: one envelope, string codes, and input no client should send. */
import { describe, expect, it } from 'vitest';
import { client, signatureOf } from './client.ts';

describe('the envelope', () => {
  it('is detail, status_code and a code that is a string', async () => {
    const { status, body } = await client().get('/accounts/11111111-1111-4111-8111-111111111111');
    expect(status).toBe(404);
    expect(body).toEqual({
      detail: 'The requested resource does not exist.',
      status_code: 404,
      code: '1011',
    });
    // Clients that compare with the number 1011 never match.
    expect(body.code === 1011).toBe(false);
  });

  it('lacks status and code in 410, which is detail alone', async () => {
    const api = client({ switches: { snaptrade: { customer: 'after' } } });
    const [account] = (await api.get('/accounts')).body;
    const { status, body } = await api.get(`/accounts/${account.id}/positions`);
    expect(status).toBe(410);
    expect(body).toEqual({ detail: 'This endpoint is no longer available for your account.' });
  });
});

describe('parameters that break the contract', () => {
  it.each([
    ['limit', '0', 'limit must be >= 1 (given 0)'],
    ['limit', '-5', 'limit must be >= 1 (given -5)'],
    ['limit', 'many', 'limit must be integer (given many)'],
    ['limit', '1e3', 'limit must be integer (given 1e3)'],
    ['offset', '-1', 'offset must be >= 0 (given -1)'],
    ['offset', '99999999999', 'offset must be <= 2147483647 (given 99999999999)'],
    ['offset', '9'.repeat(400), `offset must be integer (given ${'9'.repeat(60)}...)`],
    ['startDate', '2026-02-30', 'startDate must match format "date" (given 2026-02-30)'],
    ['endDate', 'yesterday', 'endDate must match format "date" (given yesterday)'],
  ])('are named and shown: %s=%s', async (name, value, detail) => {
    const api = client();
    const [account] = (await api.get('/accounts')).body;
    const answer = await api.get(`/accounts/${account.id}/activities`, { [name]: value });
    expect(answer).toMatchObject({ status: 400, body: { detail, status_code: 400, code: '1012' } });
  });

  it('are told all at once', async () => {
    const api = client();
    const [account] = (await api.get('/accounts')).body;
    const { body } = await api.get(`/accounts/${account.id}/activities`, { limit: 0, offset: -1 });
    expect(body.detail).toBe('offset must be >= 0 (given -1); limit must be >= 1 (given 0)');
  });

  it('in a path are an address that leads nowhere', async () => {
    expect(await client().get('/accounts/none')).toMatchObject({ status: 404, body: { code: '1011' } });
  });

  it('that come twice count the last time', async () => {
    const api = client();
    const { clientId, consumerKey, userId, userSecret } = api.credentials;
    const [account] = (await api.get('/accounts')).body;
    const path = `/accounts/${account.id}/activities`;
    const query = `clientId=NOBODY&clientId=${clientId}&userId=${userId}&userSecret=x&userSecret=${userSecret}&limit=7&limit=2&timestamp=1773612000`;
    const signature = signatureOf(consumerKey, null, path, query);
    const { body } = await api.send('GET', `${path}?${query}`, { Signature: signature });
    expect(body.pagination.limit).toBe(2);
  });
});

describe('bodies', () => {
  it('that are missing, or no object, are refused', async () => {
    const api = client();
    const missing = await api.post('/snapTrade/registerUser');
    expect(missing).toMatchObject({ status: 400, body: { detail: 'the body is required', code: '1012' } });
    const list = await api.post('/snapTrade/registerUser', [1]);
    expect(list).toMatchObject({ status: 400, body: { detail: 'the body must be object (given a list)' } });
  });

  it('that are no JSON are refused before the signature, which covers them', async () => {
    const api = client();
    const query = `clientId=${api.credentials.clientId}&timestamp=1773612000`;
    const answer = await api.send(
      'POST',
      `/snapTrade/registerUser?${query}`,
      { Signature: 'AAAA' },
      '{"userId":',
    );
    expect(answer).toMatchObject({ status: 400, body: { status_code: 400, code: 'parse_error' } });
    expect(answer.body.detail).toMatch(/^JSON parse error: /);
  });

  it('may be absent with a form content type, as axios sends a POST without a body', async () => {
    const api = client();
    const [connection] = (await api.get('/authorizations')).body;
    const path = `/authorizations/${connection.id}/refresh`;
    const { clientId, consumerKey, userId, userSecret } = api.credentials;
    const query = new URLSearchParams({ clientId, userId, userSecret, timestamp: '1773612000' }).toString();
    const answer = await api.send('POST', `${path}?${query}`, {
      Signature: signatureOf(consumerKey, null, path, query),
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': '0',
    });
    expect(answer.status).toBe(200);
  });

  it('over a megabyte are too large', async () => {
    const answer = await client().post('/snapTrade/registerUser', { userId: 'x'.repeat(1_100_000) });
    expect(answer).toMatchObject({ status: 413, body: { status_code: 413, code: 'request_too_large' } });
  });

  it('with keys of every object’s ancestry do no harm', async () => {
    const api = client();
    const text = '{"userId":"__proto__","__proto__":{"polluted":true},"constructor":{}}';
    const query = `clientId=${api.credentials.clientId}&timestamp=1773612000`;
    const content = JSON.parse(text) as unknown;
    const answer = await api.send(
      'POST',
      `/snapTrade/registerUser?${query}`,
      { Signature: signatureOf(api.credentials.consumerKey, content, '/snapTrade/registerUser', query) },
      text,
    );
    expect(answer).toMatchObject({ status: 200, body: { userId: '__proto__' } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect((await api.get('/snapTrade/listUsers')).body).toContain('__proto__');
    expect(await api.as(answer.body).get('/accounts')).toMatchObject({ status: 200, body: [] });
  });
});

describe('addresses', () => {
  it('that lead nowhere say what is near', async () => {
    const { status, body } = await client().send('GET', '/authorization');
    expect(status).toBe(404);
    expect(body).toMatchObject({ status_code: 404, code: 'not_found' });
    expect(body.detail).toContain('/authorizations');
  });

  it('do not take every method', async () => {
    const answer = await client().send('PUT', '/authorizations');
    expect(answer).toMatchObject({ status: 405, body: { status_code: 405, code: 'method_not_allowed' } });
    expect(answer.headers.allow).toContain('GET');
  });

  it.each(['/accounts/%FF', '/accounts/%00/balances', '/accounts?userId=%C3%28'])(
    'that cannot be decoded are refused: %s',
    async (target) => {
      const answer = await client().send('GET', target);
      expect(answer).toMatchObject({ status: 400, body: { status_code: 400, code: '1012' } });
    },
  );
});
