/** Personal keys: one person reads their own accounts, so no call names a user; nine reads have a limit for each account. */
import { Snaptrade, SnaptradeAuth, SnaptradeError } from 'snaptrade-typescript-sdk';
import { describe, expect, it } from 'vitest';
import { snaptrade as provider } from '../../mocks/snaptrade/provider.ts';
import { startSimulator } from '../../src/engine/simulator.ts';
import { type Client, client, credentialsOf } from './client.ts';

/** The same client with the world's personal key: nothing it sends names a user. */
function withPersonalKey(api: Client) {
  const { personalClientId, personalConsumerKey } = api.credentials as unknown as Record<string, string>;
  const credentials = { clientId: personalClientId ?? '', consumerKey: personalConsumerKey ?? '' };
  return {
    credentials,
    get: (path: string, query = {}) => api.get(path, query, { user: false, credentials }),
    post: (path: string, body?: unknown) => api.post(path, body, { user: false, credentials }),
    delete: (path: string, query = {}) => api.delete(path, { user: false, credentials, query }),
  };
}

function accountBooks(headers: Readonly<Record<string, string>>) {
  const of = (name: string) => headers[`x-ratelimit-account-${name}`];
  return { limit: of('limit'), remaining: of('remaining'), reset: of('reset') };
}

const NO_BOOKS = { limit: undefined, remaining: undefined, reset: undefined };

describe('a personal key', () => {
  it('reads the accounts of its person without userId and userSecret', async () => {
    const api = client();
    const mine = withPersonalKey(api);
    expect(mine.credentials.clientId).toMatch(/^PERS-/);
    for (const path of ['/authorizations', '/accounts']) {
      const { status, body } = await mine.get(path);
      expect(status).toBe(200);
      expect(body).toEqual((await api.get(path)).body);
    }
    const [account] = (await mine.get('/accounts')).body;
    expect(await mine.get(`/accounts/${account.id}/activities`, { limit: 3 })).toMatchObject({
      body: { pagination: { limit: 3 } },
    });
  });

  it('may do without the user only: what else is wrong is still refused', async () => {
    const mine = withPersonalKey(client());
    const [account] = (await mine.get('/accounts')).body;
    expect(await mine.get(`/accounts/${account.id}/activities`, { limit: 0 })).toMatchObject({
      status: 400,
      body: { detail: 'limit must be >= 1 (given 0)', code: '1012' },
    });
    expect((await mine.post('/snapTrade/login', { connectionType: 'write' })).status).toBe(400);
    expect((await mine.post('/snapTrade/login', {})).status).toBe(200);
  });

  it('is signed with its own secret: the application’s does not do', async () => {
    const api = client();
    const { credentials } = withPersonalKey(api);
    const { consumerKey } = api.credentials;
    const mixed = { user: false, credentials: { ...credentials, consumerKey } };
    expect(await api.get('/accounts', {}, mixed)).toMatchObject({ status: 401, body: { code: '1076' } });
  });

  it('looks at no userId or userSecret, not even at wrong ones', async () => {
    const api = client();
    const { credentials } = withPersonalKey(api);
    const wrong = { credentials: { ...credentials, userSecret: 'wrong' } };
    expect(await api.get('/accounts', {}, wrong)).toMatchObject({ status: 200 });
  });

  it('has one user, who can be neither registered nor deleted nor given a new secret', async () => {
    const api = client();
    const { userId, userSecret } = api.credentials;
    const mine = withPersonalKey(api);
    expect((await mine.get('/snapTrade/listUsers')).body).toEqual([userId]);
    for (const refused of [
      await mine.post('/snapTrade/registerUser', { userId: 'second' }),
      await mine.post('/snapTrade/resetUserSecret', { userId, userSecret }),
      await mine.delete('/snapTrade/deleteUser', { userId }),
    ]) {
      expect(refused).toMatchObject({ status: 400, body: { code: '1012' } });
    }
    expect((await api.get('/snapTrade/listUsers')).body).not.toContain('second');
    expect((await api.get('/accounts')).status).toBe(200);
  });

  it('lets nobody in once its user is deleted', async () => {
    const api = client();
    const mine = withPersonalKey(api);
    await api.delete('/snapTrade/deleteUser', { user: false, query: { userId: api.credentials.userId } });
    api.simulated.world.clock.advance('30s');
    expect(await mine.get('/accounts')).toMatchObject({ status: 401, body: { code: '1083' } });
    expect((await mine.get('/snapTrade/listUsers')).body).toEqual([]);
  });

  it('may be given by a world file, and leads to its own world at the default address', async () => {
    const api = client();
    const { simulator } = api.simulated;
    simulator.createWorld({
      template: 'empty',
      clock: 'frozen',
      providers: { snaptrade: { personalClientId: 'PERS-MINE', personalConsumerKey: 'my own key' } },
    });
    const credentials = { clientId: 'PERS-MINE', consumerKey: 'my own key' };
    const answer = await api.get('/accounts', {}, { user: false, credentials });
    expect(answer).toMatchObject({ status: 200, body: [] });
  });

  it('shows in a journal without its secret', async () => {
    const api = client();
    const { world } = api.simulated;
    const mine = withPersonalKey(api);
    await mine.get('/accounts', { note: mine.credentials.consumerKey });
    const entries = JSON.stringify(world.journal.entries());
    expect(entries).toContain(mine.credentials.clientId);
    expect(entries).not.toContain(mine.credentials.consumerKey);
  });
});

describe('10 requests a minute for an account', () => {
  it('are one book for all of its reads, and the eleventh is refused', async () => {
    const api = client();
    const mine = withPersonalKey(api);
    const { clock } = api.simulated.world;
    const [account, other] = (await mine.get('/accounts')).body;
    const reads = ['', '/balances', '/positions/all', '/activities'].map(
      (path) => `/accounts/${account.id}${path}`,
    );
    for (let i = 0; i < 8; i++) {
      const answer = await mine.get(reads[i % reads.length] ?? '');
      expect(accountBooks(answer.headers)).toEqual({ limit: '10', remaining: String(9 - i), reset: '60' });
    }
    clock.advance('20s');
    await mine.get(reads[0] ?? '');
    expect(accountBooks((await mine.get(reads[1] ?? '')).headers)).toEqual({
      limit: '10',
      remaining: '0',
      reset: '40',
    });

    const refused = await mine.get(reads[2] ?? '');
    expect(refused).toMatchObject({
      status: 429,
      body: { detail: 'Request was throttled. Expected available in 40 seconds.', code: '0000' },
    });
    // Which limit it was is told by the header that says 0.
    expect(accountBooks(refused.headers).remaining).toBe('0');
    expect(Number(refused.headers['x-ratelimit-remaining'])).toBeGreaterThan(200);
    // Another account has a book of its own, and what is not about one account has none.
    expect((await mine.get(`/accounts/${other.id}`)).status).toBe(200);
    expect(accountBooks((await mine.get('/accounts')).headers)).toEqual(NO_BOOKS);

    clock.advance('40s');
    expect((await mine.get(reads[2] ?? '')).status).toBe(200);
  });

  it('count nothing that was refused, in neither book', async () => {
    const api = client();
    const mine = withPersonalKey(api);
    const [account] = (await mine.get('/accounts')).body;
    for (let i = 0; i < 10; i++) await mine.get(`/accounts/${account.id}`);
    const left = async () => (await mine.get(`/accounts/${account.id}`)).headers['x-ratelimit-remaining'];
    expect(await left()).toBe('239');
    expect(await left()).toBe('239');
  });

  it('keep no book of accounts that are not there', async () => {
    const mine = withPersonalKey(client());
    const answer = await mine.get('/accounts/11111111-1111-4111-8111-111111111111');
    expect(answer.status).toBe(404);
    expect(accountBooks(answer.headers)).toEqual(NO_BOOKS);
  });

  it('do not bind the application’s own key, whose requests are counted apart', async () => {
    const api = client();
    const mine = withPersonalKey(api);
    const [account] = (await api.get('/accounts')).body;
    let last = await api.get(`/accounts/${account.id}`);
    for (let i = 0; i < 11; i++) last = await api.get(`/accounts/${account.id}`);
    expect(last.status).toBe(200);
    expect(accountBooks(last.headers)).toEqual(NO_BOOKS);
    expect((await mine.get('/authorizations')).headers['x-ratelimit-remaining']).toBe('249');
  });

  it('are not enforced in a world with limits off', async () => {
    const mine = withPersonalKey(client({ limits: 'off' }));
    const [account] = (await mine.get('/accounts')).body;
    let last = await mine.get(`/accounts/${account.id}`);
    for (let i = 0; i < 12; i++) last = await mine.get(`/accounts/${account.id}`);
    expect(last.status).toBe(200);
    expect(accountBooks(last.headers).remaining).toBe('0');
  });
});

describe('the SDK in its personal mode, unmodified', () => {
  it('reads without a user; what it sends unsigned is refused', async () => {
    const simulator = await startSimulator({ providers: [provider], port: 0, world: { clock: 'running' } });
    try {
      const world = simulator.world();
      const { personalClientId, personalConsumerKey } = credentialsOf({ world }) as unknown as Record<
        string,
        string
      >;
      const { accountInformation, authentication, connections } = new Snaptrade({
        auth: SnaptradeAuth.personalApiKey({
          clientId: personalClientId ?? '',
          consumerKey: personalConsumerKey ?? '',
        }),
        basePath: world.baseUrl('snaptrade'),
      });
      const linked = (await connections.listBrokerageAuthorizations({})).data;
      expect(linked.map((one) => one.brokerage?.slug)).toEqual(['COMMSEC', 'STAKE', 'COINBASE']);
      const accounts = (await accountInformation.listUserAccounts({})).data;
      const accountId = accounts[0]?.id ?? '';
      const { data, headers } = await accountInformation.getAccountActivities({
        accountId,
        limit: 5,
      });
      expect(data.data).toHaveLength(5);
      expect(headers['x-ratelimit-account-remaining']).toBe('9');

      // Its types know that a personal key must not call these; code without types calls them.
      const untyped = authentication as unknown as Record<string, (given?: object) => Promise<unknown>>;
      for (const call of [
        untyped.registerSnapTradeUser?.({ userId: 'second' }),
        untyped.listSnapTradeUsers?.(),
      ]) {
        const error = await call?.then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(SnaptradeError);
        expect(error).toMatchObject({ status: 401, responseBody: { code: '0000' } });
      }
      const sent = world.journal.entries({ kind: 'request' }).map(({ target }) => target);
      expect(sent.some((target) => target.includes('userSecret'))).toBe(false);
    } finally {
      await simulator.close();
    }
  });
});
