/** Refusals on demand, in SnapTrade's words. Each happens once; the next request meets the API as it is. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';

let api: Client;
let ids: { readonly connection: string; readonly account: string };
beforeEach(async () => {
  api = client({ limits: 'off' });
  const [connection] = (await api.get('/authorizations')).body;
  const [account] = (await api.get(`/authorizations/${connection.id}/accounts`)).body;
  ids = { connection: connection.id, account: account.id };
});

const labelOf = ({ headers }: Answer): string | undefined => headers['understudy-fault'];

/** A request that succeeds, for each operation. */
const REQUESTS: Readonly<Record<string, () => Promise<Answer>>> = {
  checkStatus: () => api.send('GET', '/'),
  listUsers: () => api.get('/snapTrade/listUsers', {}, { user: false }),
  registerUser: () => api.post('/snapTrade/registerUser', { userId: 'newcomer' }, { user: false }),
  resetUserSecret: () => {
    const { userId, userSecret } = api.credentials;
    return api.post('/snapTrade/resetUserSecret', { userId, userSecret }, { user: false });
  },
  deleteUser: () =>
    api.delete('/snapTrade/deleteUser', { query: { userId: api.credentials.userId }, user: false }),
  login: () => api.post('/snapTrade/login', { connectionType: 'read' }),
  listConnections: () => api.get('/authorizations'),
  getConnection: () => api.get(`/authorizations/${ids.connection}`),
  removeConnection: () => api.delete(`/authorizations/${ids.connection}`),
  listAccountsOfConnection: () => api.get(`/authorizations/${ids.connection}/accounts`),
  refreshConnection: () => api.post(`/authorizations/${ids.connection}/refresh`),
  disableConnection: () => api.post(`/authorizations/${ids.connection}/disable`),
  deleteConnection: () => api.delete(`/connection/${ids.connection}`),
  listAccounts: () => api.get('/accounts'),
  getAccount: () => api.get(`/accounts/${ids.account}`),
  listBalances: () => api.get(`/accounts/${ids.account}/balances`),
  listAllPositions: () => api.get(`/accounts/${ids.account}/positions/all`),
  listPositions: () => api.get(`/accounts/${ids.account}/positions`),
  listActivities: () => api.get(`/accounts/${ids.account}/activities`),
};

const ACCOUNT_READS =
  'listAccountsOfConnection listAccounts getAccount listBalances listAllPositions listPositions listActivities';
const WRITES = 'removeConnection refreshConnection disableConnection deleteConnection';
const CONNECTIONS = `listConnections getConnection removeConnection deleteConnection`;
const APPLICATION = 'listUsers registerUser resetUserSecret deleteUser';
const SIGNED = `${APPLICATION} login listConnections getConnection ${WRITES} ${ACCOUNT_READS}`;

/** Fault, status, code, text, and the operations it can happen on. */
const REFUSALS = [
  ['rate-limited', 429, '0000', 'Request was throttled. Expected available in 7 seconds.', SIGNED],
  ['server-error', 500, '1000', 'Encountered an unexpected exception.', `checkStatus ${SIGNED}`],
  ['unauthorized', 401, '1076', 'Unable to verify signature sent', APPLICATION],
  [
    'unauthorized',
    401,
    '1083',
    'Invalid userID or userSecret provided',
    `login listConnections getConnection ${WRITES} ${ACCOUNT_READS}`,
  ],
  [
    'forbidden-scope',
    403,
    '1066',
    'User does not have permission to access this resource',
    `deleteUser login ${CONNECTIONS} ${ACCOUNT_READS}`,
  ],
  [
    'forbidden-scope',
    403,
    '1141',
    'Feature is not enabled for this customer or this connection',
    'refreshConnection disableConnection',
  ],
  [
    'not-found',
    404,
    '1011',
    'The requested resource does not exist.',
    `deleteUser getConnection ${WRITES} listAccountsOfConnection getAccount listBalances listActivities`,
  ],
  [
    'unavailable',
    503,
    '3002',
    'Unable to sync with brokerage account. Invalid response from Brokerage API.',
    `refreshConnection ${ACCOUNT_READS}`,
  ],
  [
    'unavailable',
    503,
    'service_unavailable',
    'Service temporarily unavailable, try again later.',
    `checkStatus ${APPLICATION} login ${CONNECTIONS} disableConnection`,
  ],
] as const;

describe.each(REFUSALS)('%s is %i, code %s', (fault, status, code, detail, operations) => {
  it.each(operations.split(' '))('on %s, once', async (operation) => {
    const { id } = api.simulated.world.arm({ provider: 'snaptrade', operation, fault, times: 1 });
    const ask = REQUESTS[operation] as () => Promise<Answer>;

    const refused = await ask();
    expect(refused.body).toEqual({ detail, status_code: status, code });
    expect([refused.status, labelOf(refused)]).toEqual([status, id]);

    const next = await ask();
    expect(next.status).toBeLessThan(300);
    expect(labelOf(next)).toBeUndefined();
  });
});

describe('gone', () => {
  it.each([...ACCOUNT_READS.split(' '), 'removeConnection'])(
    '%s has nothing but a text, once',
    async (operation) => {
      api.simulated.world.arm({ provider: 'snaptrade', operation, fault: 'gone', times: 1 });
      const ask = REQUESTS[operation] as () => Promise<Answer>;
      const { status, body } = await ask();
      expect([status, body]).toEqual([
        410,
        { detail: 'This endpoint is no longer available for your account.' },
      ]);
      expect((await ask()).status).toBeLessThan(300);
    },
  );
});

describe('rate-limited', () => {
  const refusal = async (more: object): Promise<Answer> => {
    api.simulated.world.arm({
      provider: 'snaptrade',
      operation: 'listAccounts',
      fault: 'rate-limited',
      times: 1,
      ...more,
    });
    return api.get('/accounts');
  };

  it('tells the wait in the text and in the headers of the limit, not in Retry-After', async () => {
    const { body, headers } = await refusal({ retryAfter: 12 });
    expect(body.detail).toBe('Request was throttled. Expected available in 12 seconds.');
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '250',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '12',
    });
    expect(headers).not.toHaveProperty('retry-after');
  });

  it.each([
    ['seconds', /^12$/],
    ['date', / GMT$/],
  ])('writes Retry-After as %s where a test asks for it', async (form, looks) => {
    const { headers } = await refusal({ retryAfter: 12, form });
    expect(headers['retry-after']).toMatch(looks);
  });

  it('can leave out the headers of the limit', async () => {
    const { headers } = await refusal({ resetHeaders: false });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });

  it('takes nothing from the limit', async () => {
    const before = Number((await api.get('/accounts')).headers['x-ratelimit-remaining']);
    await refusal({});
    // One for the refused request itself: the limit is passed before a fault takes its turn.
    expect(Number((await api.get('/accounts')).headers['x-ratelimit-remaining'])).toBe(before - 2);
  });
});

describe('unavailable', () => {
  it('says when to come back if it is told to', async () => {
    api.simulated.world.arm({ provider: 'snaptrade', fault: 'unavailable', retryAfter: 3, times: 1 });
    expect((await api.get('/accounts')).headers['retry-after']).toBe('3');
  });
});

describe('a fault meets only the requests it is aimed at', () => {
  const ledgerKeyOf = (): string => {
    const { world } = api.simulated;
    return (
      world.connections().find(({ seenBy, person }) => seenBy.includes('snaptrade') && person === 'owner')
        ?.key ?? ''
    );
  };

  it('of a connection, named by itself or by one of its accounts', async () => {
    const { body } = await api.get('/authorizations');
    const statuses = async (): Promise<number[]> => {
      const all: number[] = [];
      for (const { id } of body) all.push((await api.get(`/authorizations/${id}/accounts`)).status);
      return all;
    };
    api.simulated.world.arm({ provider: 'snaptrade', fault: 'server-error', connection: ledgerKeyOf() });
    expect((await statuses()).filter((status) => status === 500)).toHaveLength(1);
    const accounts = (await api.get('/accounts')).body;
    const below = await Promise.all(
      accounts.map(({ id }: { id: string }) => api.get(`/accounts/${id}/balances`)),
    );
    const refused = below.filter(({ status }) => status === 500).length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(accounts.length);
  });

  it('of a user, by the id, in the query and in a body', async () => {
    const { userId } = api.credentials;
    const other = (await api.post('/snapTrade/registerUser', { userId: 'other' }, { user: false })).body;
    api.simulated.world.arm({ provider: 'snaptrade', fault: 'server-error', credential: userId });
    expect((await api.as(other).get('/accounts')).status).toBe(200);
    expect((await api.get('/accounts')).status).toBe(500);
    expect((await REQUESTS.resetUserSecret?.())?.status).toBe(500);
    expect((await REQUESTS.deleteUser?.())?.status).toBe(500);
    expect((await REQUESTS.listUsers?.())?.status).toBe(200);
  });

  it('of the application: all that is signed', async () => {
    api.simulated.world.arm({ provider: 'snaptrade', fault: 'server-error', credential: 'clientId' });
    expect((await REQUESTS.listUsers?.())?.status).toBe(500);
    expect((await api.get('/accounts')).status).toBe(500);
    expect((await api.send('GET', '/')).status).toBe(200);
  });

  it('of a connection that is to be mended in the portal', async () => {
    api.simulated.world.arm({ provider: 'snaptrade', fault: 'server-error', connection: ledgerKeyOf() });
    const [first] = (await api.get('/authorizations')).body;
    expect((await api.post('/snapTrade/login', { reconnect: first.id })).status).toBe(500);
    expect((await api.post('/snapTrade/login', {})).status).toBe(200);
  });
});
