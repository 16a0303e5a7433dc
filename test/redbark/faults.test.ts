/** Refusals on demand, in Redbark's words. Each happens once; the next request meets the API as it is. */
import { beforeEach, describe, expect, it } from 'vitest';
import { judgedRedbark, labelOf } from './faulty.ts';
import type { Path, Query, Redbark } from './redbark.ts';

let rb: Redbark;
beforeEach(() => {
  rb = judgedRedbark();
});

/** A request that succeeds, for each operation. */
function requests(): readonly (readonly [operation: string, path: Path, query: Query])[] {
  const broker = { connectionId: rb.connection('owner-commsec') };
  return [
    ['getHealth', '/health', ''],
    ['listConnections', '/v1/connections', ''],
    ['listAccounts', '/v1/accounts', ''],
    ['listBalances', '/v1/balances', { accountIds: rb.account('owner-everyday') }],
    ['listCategories', '/v1/categories', ''],
    ['listTransactions', '/v1/transactions', { connectionId: rb.connection('owner-commbank') }],
    ['listHoldings', '/v1/holdings', broker],
    ['listTrades', '/v1/trades', broker],
  ];
}

const KEYED =
  'listConnections listAccounts listBalances listCategories listTransactions listHoldings listTrades';
const LIVE = 'listTransactions listHoldings listTrades';

/** Fault, status, what the error says, and the operations it can happen on. */
const REFUSALS = [
  ['rate-limited', 429, { message: 'Rate limit exceeded' }, KEYED],
  ['too-many-in-flight', 429, { message: 'Too many concurrent requests' }, LIVE],
  ['server-error', 500, { message: 'Internal server error' }, `getHealth ${KEYED}`],
  ['unauthorized', 401, { message: 'Invalid API key' }, KEYED],
  ['plan-required', 403, { message: 'API access requires a Developer or Professional plan' }, KEYED],
  [
    'professional-required',
    403,
    { message: 'Brokerage endpoints require a Professional plan', code: 'professional_required' },
    'listHoldings listTrades',
  ],
  ['not-found', 404, { message: 'Connection not found', code: 'connection_not_found' }, LIVE],
  ['not-found', 404, { message: 'Account not found', code: 'account_not_found' }, 'listBalances'],
  ['gone', 410, { message: 'Endpoint requires an accountId' }, 'listTransactions'],
  [
    'unavailable',
    503,
    { message: 'Service temporarily unavailable' },
    'getHealth listConnections listAccounts listBalances listCategories',
  ],
  ['unavailable', 503, { message: 'Banking provider temporarily unavailable' }, 'listTransactions'],
  ['unavailable', 503, { message: 'Brokerage provider temporarily unavailable' }, 'listHoldings listTrades'],
] as const;

describe.each(REFUSALS)('%s is %i %j', (fault, status, error, operations) => {
  it.each(operations.split(' '))('on %s, once', async (operation) => {
    const [, path, query] = requests().find(([id]) => id === operation) ?? ['', '/health', ''];
    const { id } = rb.world.arm({ provider: 'redbark', operation, fault, times: 1 });

    const refused = await rb.get(path as Path, query as Query);
    expect([refused.status, refused.error, labelOf(refused)]).toEqual([status, error, id]);

    const next = await rb.get(path as Path, query as Query);
    expect([next.status, labelOf(next)]).toEqual([200, undefined]);
  });
});

describe('rate-limited', () => {
  const query = () => ({ connectionId: rb.connection('owner-commsec') });
  const refusal = async (more: object) => {
    rb.world.arm({ provider: 'redbark', operation: 'listTrades', fault: 'rate-limited', times: 1, ...more });
    const { headers, status } = await rb.get('/v1/trades', query());
    expect(status).toBe(429);
    return headers;
  };

  it('tells the wait in seconds, and the second at which the window ends, as documented', async () => {
    const headers = await refusal({ retryAfter: 12 });
    expect(headers).toMatchObject({
      'retry-after': '12',
      'x-ratelimit-limit': '30',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(rb.now() / 1000) + 12),
      'x-cache': 'BYPASS',
    });
  });

  it('tells it as an HTTP date, which a client that reads digits takes for no wait at all', async () => {
    const headers = await refusal({ retryAfter: 12, form: 'date' });
    expect(Date.parse(headers['retry-after'] ?? '')).toBe(Math.floor(rb.now() / 1000) * 1000 + 12_000);
    expect(headers['retry-after']).toMatch(/ GMT$/);
  });

  it('leaves out Retry-After, or the headers of the bucket, or both', async () => {
    expect(await refusal({ form: 'absent' })).not.toHaveProperty('retry-after');
    const bare = Object.keys(await refusal({ form: 'absent', resetHeaders: false }));
    expect(bare.filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  });

  it('takes nothing from the bucket', async () => {
    await refusal({});
    expect((await rb.get('/v1/trades', query())).headers['x-ratelimit-remaining']).toBe('29');
  });
});

describe('other refusals', () => {
  it('too many in flight: come back in a second', async () => {
    rb.world.arm({ provider: 'redbark', operation: 'listTrades', fault: 'too-many-in-flight', times: 1 });
    const { headers } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
    expect(headers['retry-after']).toBe('1');
  });

  it('a provider that is down is 502 in a world of the first generation', async () => {
    rb = judgedRedbark({ switches: { redbark: { providerDown: '502' } } });
    rb.world.arm({ provider: 'redbark', fault: 'unavailable', times: 2, retryAfter: 3 });
    const { status, headers } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
    expect([status, headers['retry-after']]).toEqual([502, '3']);
    expect((await rb.get('/v1/connections')).status).toBe(503);
  });

  it('a key that seems revoked shows the limit of failed attempts, and is counted as none', async () => {
    rb.world.arm({ provider: 'redbark', fault: 'unauthorized', times: 1 });
    const { headers } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
    expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['60', '60']);
  });

  it('an account that is aimed at is what is not found', async () => {
    const query = { connectionId: rb.connection('owner-stake'), accountId: rb.account('owner-stake-asx') };
    rb.world.arm({ provider: 'redbark', fault: 'not-found', account: 'owner-stake-asx', times: 1 });
    expect(
      (await rb.get('/v1/trades', { ...query, accountId: rb.account('owner-wall-street') })).status,
    ).toBe(200);
    expect((await rb.get('/v1/trades', query)).error.code).toBe('account_not_found');
  });

  it('a call that names an account is not gone', async () => {
    rb.world.arm({ provider: 'redbark', fault: 'gone', times: 1 });
    const query = { connectionId: rb.connection('owner-commbank'), accountId: rb.account('owner-everyday') };
    expect((await rb.get('/v1/transactions', query)).status).toBe(200);
    expect((await rb.get('/v1/transactions', { connectionId: query.connectionId })).status).toBe(410);
  });
});

describe('a fault meets only the requests it is aimed at', () => {
  const status = async (path: Path, query: Query, key?: string): Promise<number> =>
    (await rb.get(path, query, key === undefined ? {} : { key })).status;

  it('of a key, by its name', async () => {
    rb.world.arm({ provider: 'redbark', fault: 'server-error', credential: 'developer' });
    expect(await status('/v1/accounts', '')).toBe(200);
    expect(await status('/v1/accounts', '', 'developer')).toBe(500);
  });

  it('of a connection, named by itself or by one of its accounts', async () => {
    rb.world.arm({ provider: 'redbark', fault: 'server-error', connection: 'owner-commbank' });
    expect(await status('/v1/transactions', { connectionId: rb.connection('partner-westpac') })).toBe(200);
    expect(await status('/v1/transactions', { connectionId: rb.connection('owner-commbank') })).toBe(500);
    expect(await status('/v1/balances', { accountIds: rb.account('owner-savings') })).toBe(500);
    expect(await status('/v1/accounts', '')).toBe(200);
  });

  it('of an account, named by itself or by its connection alone', async () => {
    rb.world.arm({ provider: 'redbark', fault: 'server-error', account: 'owner-stake-asx' });
    const connectionId = rb.connection('owner-stake');
    expect(await status('/v1/trades', { connectionId })).toBe(500);
    expect(await status('/v1/trades', { connectionId, accountIds: rb.account('owner-stake-asx') })).toBe(500);
    expect(await status('/v1/trades', { connectionId, accountIds: rb.account('owner-wall-street') })).toBe(
      200,
    );
  });
});

describe('another plan', () => {
  it.each([
    [{ plan: 'saver' }, 403, 403],
    [{ plan: 'developer' }, 200, 403],
    [{ status: 'trialing' }, 200, 403],
    [{ status: 'past_due' }, 200, 200],
    [{ status: 'cancelled' }, 401, 401],
  ])('%j holds from now on', async (change, general, brokerage) => {
    rb.world.change({ change: 'plan', provider: 'redbark', credential: 'professional', ...change });
    expect((await rb.get('/v1/accounts')).status).toBe(general);
    const { status } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
    expect(status).toBe(brokerage);
    expect((await rb.get('/v1/accounts', '', { key: 'developer' })).status).toBe(200);
  });

  it.each([
    [{ credential: 'profesional', plan: 'saver' }, /no key "profesional".*professional/s],
    [{ credential: 'saver', plan: 'gold' }, /"gold".*saver, developer, professional/s],
    [{ credential: 'saver' }, /give a plan, a status or both/],
  ])('%j is refused, and changes nothing', async (change, says) => {
    expect(() => rb.world.change({ change: 'plan', provider: 'redbark', ...change })).toThrow(says);
    expect((await rb.get('/v1/accounts')).status).toBe(200);
  });
});
