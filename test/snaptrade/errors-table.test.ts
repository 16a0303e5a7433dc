/** docs/snaptrade/errors.md is true: every row of its table is provoked, as it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';
import { optionOrder } from './derivatives.ts';
import { idOf, ledgerOf } from './ledger.ts';
import { Application } from './oauth.ts';
import { CLOSING, OPENING, QUIET, Trader } from './trading-kit.ts';
import { Visitor } from './visitor.ts';

interface Row {
  readonly code: string;
  readonly status: number;
  readonly how: string;
}

const page = readFileSync(new URL('../../docs/snaptrade/errors.md', import.meta.url), 'utf8');
const rows: readonly Row[] = [
  ...page.matchAll(/^\| (?:`([^`]+)`|none) \| (\d{3}) \| [^|]+ \| ([^|]+) \|$/gm),
].map(([, code = 'none', status, how = '']) => ({ code, status: Number(status), how: how.trim() }));

const NONE = '11111111-1111-4111-8111-111111111111';

/** The next request to this operation meets the fault. */
function armed(fault: string, operation: string, more: Readonly<Record<string, string>> = {}): Client {
  const api = client();
  api.simulated.world.arm({ provider: 'snaptrade', fault, operation, times: 1, ...more });
  return api;
}

const refusedWith = (code: string) => armed('refused', 'listAccounts', { code }).get('/accounts');

/** The first connection, disabled or refreshed once, and then again. */
async function twice(first: string, second: string): Promise<Answer> {
  const api = client();
  const [{ id }] = (await api.get('/authorizations')).body;
  expect((await api.post(`/authorizations/${id}/${first}`)).status).toBe(200);
  return api.post(`/authorizations/${id}/${second}`);
}

/** What an application is told, by an answer or otherwise. */
interface Told {
  readonly status: number;
  readonly code: string;
}

/** A login in the portal that fails: told in the window's message, and in the address that the user comes back to. */
async function portal(
  user: string,
  { reconnect, code }: { readonly reconnect?: string; readonly code?: string } = {},
): Promise<readonly Told[]> {
  const failed = async (options: object): Promise<Visitor> => {
    const here = new Visitor(client());
    await here.enter({ ...(reconnect === undefined ? { broker: 'STAKE' } : { reconnect }), ...options });
    await here.login(user);
    if (code !== undefined) await here.send('code', { code });
    return here;
  };
  const [message] = (await failed({})).page.messages as { statusCode: number; errorCode: string }[];
  const back = await failed({ customRedirect: 'https://app.example/back' });
  const { away = '' } = await back.send('return');
  const query = new URL(away).searchParams;
  return [
    { status: message?.statusCode ?? 0, code: message?.errorCode ?? '' },
    { status: Number(query.get('status_code')), code: query.get('error_code') ?? '' },
  ];
}

const told = ({ status, body }: Answer): Told => ({
  status,
  code: (body as { code?: string }).code ?? 'none',
});

const accountOf = (key: string): string => idOf(ledgerOf(), 'account', key);

/** An order for a share in the account of that key. */
const ordered = (api: Client, key: string): Promise<Answer> =>
  api.post('/trade/place', {
    account_id: accountOf(key),
    action: 'BUY',
    symbol: 'AAPL',
    units: 1,
    order_type: 'Market',
    time_in_force: 'Day',
  });

/** By code and status: the ways that the row tells, the first of its words first. */
const provocations: Readonly<Record<string, () => Promise<readonly (Answer | Told)[]>>> = {
  '0000 401': async () => {
    const api = client();
    return [await api.send('GET', '/accounts'), await api.get('/accounts', {}, { user: false })];
  },
  '0000 429': async () => {
    const api = client();
    api.simulated.world.change({ change: 'requests-spent', provider: 'snaptrade', count: 250 });
    return [
      await api.get('/accounts'),
      ...(await portal('rate-limited')),
      await armed('rate-limited', 'listAccounts').get('/accounts'),
    ];
  },
  '1000 500': async () => [
    ...(await portal('unexpected')),
    await armed('server-error', 'listAccounts').get('/accounts'),
  ],
  '1006 400': async () => [...(await portal('not-in-progress')), ...(await portal('login-expired'))],
  '1010 400': async () => {
    const api = client();
    await api.post('/snapTrade/registerUser', { userId: 'twice' });
    return [await api.post('/snapTrade/registerUser', { userId: 'twice' })];
  },
  '1011 404': async () => [await client().get(`/accounts/${NONE}`)],
  '1012 400': async () => {
    const api = client();
    const [{ id }] = (await api.get('/accounts')).body;
    const { personalClientId, personalConsumerKey } = api.credentials as unknown as Record<string, string>;
    const credentials = { clientId: personalClientId ?? '', consumerKey: personalConsumerKey ?? '' };
    return [
      await api.get(`/accounts/${id}/activities`, { limit: 0 }),
      await api.post('/snapTrade/registerUser', { userId: 'second' }, { user: false, credentials }),
    ];
  },
  '1019 400': async () => {
    const trader = new Trader({ ...QUIET, switches: { snaptrade: { closedMarket: 'refused' } } });
    trader.until(OPENING);
    expect((await trader.send({})).status).toBe(200);
    trader.until(CLOSING);
    return [await trader.send({})];
  },
  '1023 400': async () =>
    portal('somebody-else', { reconnect: idOf(ledgerOf(), 'connection', 'owner-stake') }),
  '1063 400': async () => {
    const closed = client();
    closed.simulated.world.change({
      provider: 'snaptrade',
      change: 'account-status',
      account: 'owner-wall-street',
      status: 'closed',
    });
    return [await ordered(client(), 'owner-shares'), await ordered(closed, 'owner-wall-street')];
  },
  '1066 403': async () => {
    const here = new Visitor(client());
    const connection = await here.connect('STAKE', 'jo');
    const [{ id }] = (await here.api.get(`/authorizations/${connection}/accounts`)).body;
    const order = { account_id: id, action: 'BUY', symbol: 'AAPL', units: 1 };
    const app = new Application(client());
    const { access } = await app.tokens();
    const path = `/accounts/${accountOf('owner-wall-street')}/trading/cancel`;
    return [
      await here.api.post('/trade/place', { ...order, order_type: 'Market', time_in_force: 'Day' }),
      await app.call('POST', path, access, { brokerage_order_id: 'any' }),
      ...(await portal('wrong-password')),
      await armed('forbidden-scope', 'listAccounts').get('/accounts'),
    ];
  },
  '1076 401': async () => {
    const api = client();
    const at = api.simulated.world.clock.now() * 1000;
    return [
      await api.get('/accounts', {}, { credentials: { consumerKey: 'wrong' } }),
      await api.get('/accounts', {}, { at }),
    ];
  },
  '1083 401': async () => {
    const app = new Application(client());
    const { access } = await app.tokens();
    return [
      await app.api.get('/accounts', {}, { credentials: { userSecret: 'wrong' } }),
      await app.call('GET', '/snapTrade/listUsers', access),
    ];
  },
  '1086 400': async () => portal('second-factor', { code: '000000' }),
  '1140 403': async () => portal('no-permission'),
  '1156 400': async () => {
    const impact = `/accounts/${accountOf('owner-shares')}/trading/options/impact`;
    return [await client().post(impact, optionOrder)];
  },
  '3000 500': async () => portal('broker-down'),
  '1141 403': async () => {
    const api = client({ switches: { snaptrade: { keys: 'production' } } });
    const [{ id }] = (await api.get('/authorizations')).body;
    return [await api.post(`/authorizations/${id}/disable`)];
  },
  '3002 503': async () => {
    const api = client();
    api.simulated.world.change({ change: 'connection', connection: 'owner-stake', status: 'failing' });
    const below = `/accounts/${accountOf('owner-wall-street')}`;
    return [
      await api.get(`${below}/recentOrders`),
      await api.get(`${below}/recentOrders/v2`),
      await api.post(`${below}/orders/details`, { brokerage_order_id: 'any' }),
      ...(await portal('no-data')),
      await armed('unavailable', 'listAccounts').get('/accounts'),
    ];
  },
  '3003 402': async () => [await twice('disable', 'refresh')],
  '3011 402': async () => [await twice('disable', 'disable')],
  '3012 425': async () => {
    const here = new Visitor(client());
    const connection = await here.connect('STAKE', 'jo');
    const [account] = (await here.api.get(`/authorizations/${connection}/accounts`)).body;
    const api = armed('still-syncing', 'listBalances');
    const [{ id }] = (await api.get('/accounts')).body;
    return [
      await here.api.get(`/accounts/${account.id}/holdings`),
      await api.get(`/accounts/${id}/balances`),
    ];
  },
  'throttled 429': async () => [await twice('refresh', 'refresh')],
  'none 410': async () => {
    const api = client({ switches: { snaptrade: { removedOperations: 'gone' } } });
    const [{ id }] = (await api.get('/accounts')).body;
    return [await api.get(`/accounts/${id}/positions`)];
  },
  'parse_error 400': async () => {
    const api = client();
    const timestamp = String(api.simulated.world.clock.now() / 1000);
    const query = new URLSearchParams({ clientId: api.credentials.clientId, timestamp });
    // The signature is over the body, so it is not looked at before the body can be read.
    const headers = { Signature: 'any' };
    return [await api.send('POST', `/snapTrade/registerUser?${query}`, headers, '{"userId":')];
  },
  'not_found 404': async () => [await client().get('/nowhere')],
  'method_not_allowed 405': async () => [await client().call('PATCH', '/accounts')],
  'service_unavailable 503': async () => [
    await armed('unavailable', 'listUsers').get('/snapTrade/listUsers'),
  ],
};

describe('the table of refusals', () => {
  it('has every code that was found, and is read whole', () => {
    const codes = new Set(rows.map(({ code }) => code));
    const found =
      '0000 1000 1006 1010 1011 1012 1019 1023 1063 1066 1076 1083 1086 1140 1141 1156 3000 3002 3003 3004 3011 3012';
    for (const code of [...found.split(' '), 'throttled', 'none']) expect(codes).toContain(code);
    expect(rows).toHaveLength(page.split('\n').filter((line) => /^\| (`|none)/.test(line)).length);
    const keys = new Set(rows.map(({ code, status }) => `${code} ${status}`));
    for (const key of Object.keys(provocations)) expect(keys).toContain(key);
  });

  it.each(rows)('is provoked as it says: $code $status $how', async ({ code, status, how }) => {
    const provoke = provocations[`${code} ${status}`];
    const answers = [...((await provoke?.()) ?? [])];
    // Whatever a brokerage or a portal says can be had from any call, too.
    if (how.includes('fault `refused`')) answers.push(await refusedWith(code));
    expect(answers.length).toBeGreaterThan(how.includes(';') ? 1 : 0);
    for (const answer of answers) {
      expect('body' in answer ? told(answer) : answer).toEqual({ status, code });
    }
  });
});
