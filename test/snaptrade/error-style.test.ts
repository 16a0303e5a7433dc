/** Refusals as the official document writes them, for worlds that ask for it (`errorStyle: documented`). */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';
import { Official } from './official.ts';
import { officialIsThere } from './official-documents.ts';

const NOBODY = '11111111-1111-4111-8111-111111111111';

interface Refused {
  readonly status: number;
  readonly body: unknown;
  /** An operation whose official description has a schema for this status. */
  readonly official?: string;
  ask(api: Client): Promise<Answer>;
}

const refused: readonly Refused[] = [
  {
    status: 400,
    body: { default_detail: 'locale "xx" is not available. Allowed: en, pt-BR.', default_code: 1012 },
    official: 'Authentication_loginSnapTradeUser',
    ask: (api) => api.post('/snapTrade/login', { locale: 'xx' }),
  },
  {
    status: 401,
    body: { default_detail: 'Unable to verify signature sent', default_code: 1076 },
    official: 'Authentication_resetSnapTradeUserSecret',
    ask: (api) => api.get('/accounts', {}, { signed: { path: '/elsewhere' } }),
  },
  {
    status: 402,
    body: { detail: 'This connection is already disabled.', code: 3011 },
    official: 'Connections_disableBrokerageAuthorization',
    ask: async (api) => {
      const path = `/authorizations/${await connectionOf(api)}/disable`;
      await api.post(path);
      return api.post(path);
    },
  },
  {
    status: 403,
    body: { detail: 'Feature is not enabled for this customer or this connection', default_code: 1141 },
    official: 'Connections_refreshBrokerageAuthorization',
    ask: async (api) => {
      arm(api, 'forbidden-scope', 'refreshConnection');
      return api.post(`/authorizations/${await connectionOf(api)}/refresh`);
    },
  },
  {
    status: 404,
    body: { default_detail: 'The requested resource does not exist.', default_code: 1011 },
    official: 'Connections_deleteConnection',
    ask: (api) => api.delete(`/connection/${NOBODY}`),
  },
  {
    status: 405,
    body: {
      detail: 'Method "PUT" not allowed. Allowed here: GET.',
      status_code: 405,
      code: 'method_not_allowed',
    },
    ask: (api) => api.call('PUT', '/accounts'),
  },
  {
    status: 410,
    body: { detail: 'This endpoint is no longer available for your account.' },
    ask: (api) => faulty(api, 'gone'),
  },
  {
    status: 425,
    body: { detail: 'The resource is currently being populated. Please try again later.', code: 3012 },
    official: 'AccountInformation_getUserHoldings',
    ask: (api) => faulty(api, 'still-syncing'),
  },
  {
    status: 429,
    body: {
      detail: 'Connection refreshed too recently. Please try again later.',
      status_code: 429,
      code: 'throttled',
    },
    official: 'Connections_refreshBrokerageAuthorization',
    ask: async (api) => {
      const path = `/authorizations/${await connectionOf(api)}/refresh`;
      await api.post(path);
      return api.post(path);
    },
  },
  {
    status: 429,
    body: {
      detail: 'Request was throttled. Expected available in 7 seconds.',
      status_code: 429,
      code: 0,
    },
    ask: (api) => faulty(api, 'rate-limited', { retryAfter: 7 }),
  },
  {
    status: 500,
    body: { detail: 'Encountered an unexpected exception.', status_code: 500, code: 1000 },
    official: 'Authentication_resetSnapTradeUserSecret',
    ask: (api) => faulty(api, 'server-error'),
  },
  {
    status: 503,
    body: {
      detail: 'Unable to sync with brokerage account. Invalid response from Brokerage API.',
      status_code: 503,
      code: 3002,
    },
    official: 'AccountInformation_getAllAccountPositions',
    ask: (api) => faulty(api, 'unavailable'),
  },
];

describe('refusals in the official style', () => {
  it.each(refused)('are named after the status, with codes that are numbers: $status $body', async (row) => {
    const { status, body } = await row.ask(documented());
    expect({ status, body }).toEqual({ status: row.status, body: row.body });
  });

  let documents: Official;
  beforeAll(() => {
    if (officialIsThere) documents = new Official();
  });

  it.runIf(officialIsThere).each(refused.filter(({ official }) => official !== undefined))(
    'satisfy the schema of the official document: $status of $official',
    async ({ status, official, ask }) => {
      const { body } = await ask(documented());
      expect(documents.differences(official ?? '', status, body)).toEqual([]);
    },
  );

  it('are not the default', async () => {
    expect((await client().get(`/accounts/${NOBODY}`)).body).toHaveProperty('code', '1011');
  });
});

function documented(): Client {
  return client({ switches: { snaptrade: { errorStyle: 'documented' } } });
}

async function connectionOf(api: Client): Promise<string> {
  return (await api.get('/authorizations')).body[0].id;
}

/** What the list of positions says while a fault is armed. */
async function faulty(api: Client, fault: string, more = {}): Promise<Answer> {
  const [account] = (await api.get('/accounts')).body;
  arm(api, fault, 'listAllPositions', more);
  return api.get(`/accounts/${account.id}/positions/all`);
}

function arm(api: Client, fault: string, operation: string, more = {}): void {
  api.simulated.world.arm({ provider: 'snaptrade', operation, fault, ...more });
}
