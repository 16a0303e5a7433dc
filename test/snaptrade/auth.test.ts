/** Who gets in: the checks of the query's credentials, their order and their words. */
import { describe, expect, it } from 'vitest';
import { client, credentialsOf, signatureOf } from './client.ts';

const refusal = (code: string, detail: string) => ({ status: 401, body: { detail, status_code: 401, code } });
const NOT_PROVIDED = refusal('0000', 'Authentication credentials were not provided.');
const BAD_SIGNATURE = refusal('1076', 'Unable to verify signature sent');
const BAD_USER = refusal('1083', 'Invalid userID or userSecret provided');
const NO_USER = refusal('0000', 'Please provide clientId, userId and userSecret in query params');
const BAD_TIME = refusal('1076', 'Invalid timestamp');

const MINUTE = 60_000;

describe('the status page', () => {
  it.each(['', '?timestamp=1', '?clientId=nobody&timestamp=x'])(
    'asks for nothing: GET /%s',
    async (query) => {
      const answer = await client().send('GET', `/${query}`, { Signature: 'nonsense' });
      expect(answer).toMatchObject({ status: 200, body: { online: true } });
      expect(new Date(answer.body.timestamp).toISOString()).toBe('2026-03-15T22:00:00.000Z');
    },
  );

  it('is served under the old prefix too', async () => {
    expect(await client().send('GET', '/api/v1/')).toMatchObject({ status: 200 });
  });
});

describe('credentials', () => {
  it('of the world let a request in', async () => {
    expect(await client().get('/authorizations')).toMatchObject({ status: 200 });
  });

  it.each(['clientId', 'timestamp'])('need %s in the query', async (name) => {
    const api = client();
    const query = new URLSearchParams({ clientId: api.credentials.clientId, timestamp: '1773612000' });
    query.delete(name);
    const signature = signatureOf(api.credentials.consumerKey, null, '/authorizations', query.toString());
    expect(await api.send('GET', `/authorizations?${query}`, { Signature: signature })).toMatchObject(
      NOT_PROVIDED,
    );
  });

  it('need the Signature header', async () => {
    const api = client();
    const { clientId } = api.credentials;
    expect(await api.send('GET', `/authorizations?clientId=${clientId}&timestamp=1773612000`)).toMatchObject(
      NOT_PROVIDED,
    );
  });

  it('in headers alone are none', async () => {
    const api = client();
    const { clientId, userId, userSecret } = api.credentials;
    const headers = { clientId, userId, userSecret, timestamp: '1773612000', Signature: 'AAAA' };
    expect(await api.send('GET', '/authorizations', headers)).toMatchObject(NOT_PROVIDED);
  });

  it('of a user go with every call about that user, POST and DELETE too', async () => {
    const api = client();
    const [connection] = (await api.get('/authorizations')).body;
    for (const answer of [
      await api.get('/accounts', {}, { user: false }),
      await api.post('/snapTrade/login', {}, { user: false }),
      await api.post(`/authorizations/${connection.id}/refresh`, undefined, { user: false }),
      await api.delete(`/connection/${connection.id}`, { user: false }),
    ]) {
      expect(answer).toMatchObject(NO_USER);
    }
  });

  it('of a user are not asked for by calls of the application', async () => {
    const api = client();
    expect(await api.get('/snapTrade/listUsers', {}, { user: false })).toMatchObject({ status: 200 });
    expect(await api.post('/snapTrade/registerUser', { userId: 'a' }, { user: false })).toMatchObject({
      status: 200,
    });
    expect(await api.delete('/snapTrade/deleteUser', { user: false, query: { userId: 'a' } })).toMatchObject({
      status: 200,
    });
  });

  it('of an unknown user and a wrong secret get the same refusal', async () => {
    const api = client();
    const { userId } = api.credentials;
    const other = (await api.post('/snapTrade/registerUser', { userId: 'other' })).body;
    for (const user of [
      { userId: 'nobody', userSecret: 'x' },
      { userId, userSecret: 'x' },
      { userId, userSecret: other.userSecret },
      { userId: '__proto__', userSecret: 'x' },
    ]) {
      expect(await api.as(user).get('/accounts')).toMatchObject(BAD_USER);
    }
  });

  it('appear in no refusal', async () => {
    const api = client();
    const { consumerKey, userSecret } = api.credentials;
    const answers = [
      await api.get('/authorizations', {}, { signed: { path: '/x' } }),
      await api.as({ userId: 'nobody', userSecret }).get('/accounts'),
      await api.post('/snapTrade/resetUserSecret', { userId: 1, userSecret: [userSecret] }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text).not.toContain(userSecret);
      expect(answer.text).not.toContain(consumerKey);
    }
  });
});

describe('the signature', () => {
  it.each([
    ['another key', { credentials: { consumerKey: 'another' } }],
    ['another path', { signed: { path: '/accounts' } }],
    ['another query', { signed: { query: 'clientId=x' } }],
    ['{} as the content of an empty body', { signed: { content: {} } }],
  ])('over %s is refused', async (_name, call) => {
    expect(await client().get('/authorizations', {}, call)).toMatchObject(BAD_SIGNATURE);
  });

  it('is over the query as sent: not sorted, not decoded', async () => {
    const api = client();
    const { clientId, consumerKey, userId, userSecret } = api.credentials;
    const at = 1773612000;
    const query = `timestamp=${at}&userSecret=${userSecret}&clientId=${clientId}&userId=${userId}&x=%61+b`;
    const sorted = query.split('&').sort().join('&');
    const decoded = query.replace('%61+b', 'a b');
    const signed = (over: string) => ({
      Signature: signatureOf(consumerKey, null, '/authorizations', over),
    });
    expect(await api.send('GET', `/authorizations?${query}`, signed(query))).toMatchObject({ status: 200 });
    expect(await api.send('GET', `/authorizations?${query}`, signed(sorted))).toMatchObject(BAD_SIGNATURE);
    expect(await api.send('GET', `/authorizations?${query}`, signed(decoded))).toMatchObject(BAD_SIGNATURE);
  });

  it('is over null where the body is {}, and over the body where it is not', async () => {
    const api = client();
    expect(await api.post('/snapTrade/login', {})).toMatchObject({ status: 200 });
    expect(await api.post('/snapTrade/login', {}, { signed: { content: {} } })).toMatchObject(BAD_SIGNATURE);
    const body = { darkMode: true };
    expect(await api.post('/snapTrade/login', body)).toMatchObject({ status: 200 });
    expect(await api.post('/snapTrade/login', body, { signed: { content: null } })).toMatchObject(
      BAD_SIGNATURE,
    );
  });

  it('may be under either form of the path, whichever is sent', async () => {
    const api = client();
    for (const prefix of ['', '/api/v1']) {
      for (const path of ['/authorizations', '/api/v1/authorizations']) {
        const answer = await api.get('/authorizations', {}, { prefix, signed: { path } });
        expect(answer, `sent ${prefix}, signed ${path}`).toMatchObject({ status: 200 });
      }
    }
  });

  it('may come again, as clients that retry send it', async () => {
    const api = client();
    const at = api.simulated.world.clock.now();
    expect(await api.get('/authorizations', {}, { at })).toMatchObject({ status: 200 });
    api.simulated.world.clock.advance('35s');
    expect(await api.get('/authorizations', {}, { at })).toMatchObject({ status: 200 });
  });
});

describe('the timestamp', () => {
  it('is in seconds: milliseconds are no timestamp', async () => {
    const api = client();
    const at = api.simulated.world.clock.now();
    expect(await api.get('/accounts', {}, { at: at * 1000 })).toMatchObject(BAD_TIME);
  });

  it.each(['soon', '-1', '1.5', '0x10', '１'])('is whole digits, not %s', async (timestamp) => {
    const api = client();
    const { clientId, consumerKey } = api.credentials;
    const query = new URLSearchParams({ clientId, timestamp }).toString();
    const signature = signatureOf(consumerKey, null, '/accounts', query);
    expect(await api.send('GET', `/accounts?${query}`, { Signature: signature })).toMatchObject(BAD_TIME);
  });

  it('may be five minutes from the world’s time, no more', async () => {
    const api = client();
    const now = api.simulated.world.clock.now();
    for (const away of [-5 * MINUTE, 5 * MINUTE]) {
      expect(await api.get('/accounts', {}, { at: now + away })).toMatchObject({ status: 200 });
      expect(await api.get('/accounts', {}, { at: now + away * 1.01 })).toMatchObject(BAD_TIME);
    }
  });

  it('may be the machine’s own time, wherever the world’s clock stands', async () => {
    const api = client();
    expect(await api.get('/accounts', {}, { at: Date.parse('2020-01-01') })).toMatchObject(BAD_TIME);
    expect(await api.get('/accounts', {}, { at: Date.now() })).toMatchObject({ status: 200 });
  });

  it('may be any with timestampWindow off', async () => {
    const api = client({ switches: { snaptrade: { timestampWindow: 'off' } } });
    expect(await api.get('/accounts', {}, { at: Date.parse('2020-01-01') })).toMatchObject({ status: 200 });
  });
});

describe('the application', () => {
  const stranger = { credentials: { clientId: 'NOBODY' } };

  it('that is unknown is one whose signature cannot be verified', async () => {
    expect(await client().get('/accounts', {}, stranger)).toMatchObject(BAD_SIGNATURE);
  });

  it('that is unknown may be told so with unknownClient client', async () => {
    const api = client({ switches: { snaptrade: { unknownClient: 'client' } } });
    expect(await api.get('/accounts', {}, stranger)).toMatchObject(
      refusal('1083', 'Invalid clientId provided'),
    );
  });

  it('leads a request at the default address to its own world', async () => {
    const api = client();
    const { simulator } = api.simulated;
    const other = simulator.createWorld({ template: 'empty', seed: 5, clock: 'frozen' });
    const credentials = credentialsOf({ world: other });
    expect(credentials.clientId).not.toBe(api.credentials.clientId);
    expect(await api.get('/authorizations', {}, { credentials })).toMatchObject({ status: 200, body: [] });
  });
});

describe('the order of the checks', () => {
  it('is credentials, client, timestamp, signature, user, and only then the parameters', async () => {
    const api = client();
    const bad = { limit: 'x' };
    const path = '/accounts/no-uuid/activities';
    const old = Date.parse('2020-01-01');
    const wrongKey = { consumerKey: 'wrong' };
    const unknown = { clientId: 'NOBODY', consumerKey: 'wrong', userSecret: 'wrong' };
    const code = async (more: Parameters<typeof api.get>[2]) => (await api.get(path, bad, more)).body.code;
    const strict = client({ switches: { snaptrade: { unknownClient: 'client' } } });
    expect((await strict.get(path, bad, { credentials: unknown, at: old })).body.detail).toBe(
      'Invalid clientId provided',
    );
    expect((await api.get(path, bad, { credentials: wrongKey, at: old })).body.detail).toBe(
      'Invalid timestamp',
    );
    expect(await code({ credentials: { ...wrongKey, userSecret: 'wrong' } })).toBe('1076');
    expect(await code({ credentials: { userSecret: 'wrong' } })).toBe('1083');
    expect(await code({})).toBe('1011');
  });
});
