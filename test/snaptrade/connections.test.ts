/** Connections: what one looks like, and what happens to it. */
import { describe, expect, it } from 'vitest';
import { connections } from '../../mocks/snaptrade/connections.ts';
import { connectionsOf } from '../../mocks/snaptrade/lens.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { listUsers, type SnapTradeState } from '../../mocks/snaptrade/state.ts';
import type { World } from '../../src/provider/index.ts';
import { liveWorld } from '../support/live-world.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const COMMSEC = idOf(ledger, 'connection', 'owner-commsec');
const STAKE = idOf(ledger, 'connection', 'owner-stake');
const ANOTHER_USERS = idOf(ledger, 'connection', 'partner-questrade');
const NOT_LINKED_HERE = idOf(ledger, 'connection', 'owner-commbank');

const NOT_FOUND = { status: 404, body: { detail: 'The requested resource does not exist.', code: '1011' } };

const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);

describe('the list', () => {
  it('has every connection the user linked here, oldest first, and no one else’s', async () => {
    const { body } = await client().get('/authorizations');
    expect(body.map((row: { brokerage: { slug: string } }) => row.brokerage.slug)).toEqual([
      'COMMSEC',
      'STAKE',
      'COINBASE',
    ]);
  });

  it('shows each as its detail does', async () => {
    const api = client();
    for (const row of (await api.get('/authorizations')).body) {
      expect((await api.get(`/authorizations/${row.id}`)).body).toEqual(row);
    }
  });

  it('goes on showing each as its detail does, whatever becomes of them', async () => {
    const api = client();
    const shown = async () => (await api.get('/authorizations')).body as readonly { readonly id: string }[];
    const before = await shown();
    api.simulated.world.clock.advance('2d');
    const later = await shown();
    expect(later).not.toEqual(before);
    api.simulated.world.change({ change: 'connection', connection: 'owner-stake', status: 'login-required' });
    const broken = await shown();
    expect(broken).not.toEqual(later);
    for (const row of broken) expect((await api.get(`/authorizations/${row.id}`)).body).toEqual(row);
  });

  it('has a connection the day it is made, not before', async () => {
    const early = client({ now: '2023-06-30T22:40:16Z' });
    expect((await early.get('/authorizations')).body).toHaveLength(1);
    early.simulated.world.clock.advance('1s');
    expect(ids((await early.get('/authorizations')).body)).toEqual([COMMSEC, STAKE]);
  });
});

describe('a connection', () => {
  it('has the fields of the reference page, and the two that came after it', async () => {
    const { body } = await client().get(`/authorizations/${STAKE}`);
    expect(Object.keys(body)).toEqual([
      'id',
      'created_date',
      'brokerage',
      'name',
      'type',
      'disabled',
      'disabled_date',
      'meta',
      'updated_date',
      'data_freshness_mode',
    ]);
    expect(body).toMatchObject({
      id: STAKE,
      created_date: '2023-06-30T22:40:17.000Z',
      type: 'trade',
      disabled: false,
      disabled_date: null,
      data_freshness_mode: 'delayed',
      brokerage: { slug: 'STAKE', enabled: true, maintenance_mode: false, is_degraded: false },
    });
  });

  it('is for reading where the brokerage does not let clients trade', async () => {
    const { body } = await client().get(`/authorizations/${COMMSEC}`);
    expect(body).toMatchObject({ type: 'read', brokerage: { allows_trading: false } });
  });

  it('may lack a square logo, and says which kind of brokerage it is to', async () => {
    const [commsec, , coinbase] = (await client().get('/authorizations')).body;
    expect(commsec.brokerage.brokerage_type.name).toBe('Traditional Brokerage');
    expect(commsec.brokerage.aws_s3_square_logo_url).toMatch(/^https:/);
    expect(coinbase.brokerage.brokerage_type.name).toBe('Cryptocurrency Exchange');
    expect(coinbase.brokerage.aws_s3_square_logo_url).toBeNull();
  });

  it('writes times with three digits after the second, or six if the world says so', async () => {
    const six = client({ switches: { snaptrade: { timestamps: 'microseconds' } } });
    const { created_date: milliseconds } = (await client().get(`/authorizations/${STAKE}`)).body;
    const { created_date: microseconds } = (await six.get(`/authorizations/${STAKE}`)).body;
    expect(milliseconds).toMatch(/T22:40:17\.\d{3}Z$/);
    expect(microseconds).toMatch(/T22:40:17\.\d{6}Z$/);
  });
});

describe('another user’s connection', () => {
  const calls: readonly (readonly [string, (api: Client, id: string) => ReturnType<Client['get']>])[] = [
    ['GET /authorizations/{id}', (api, id) => api.get(`/authorizations/${id}`)],
    ['GET /authorizations/{id}/accounts', (api, id) => api.get(`/authorizations/${id}/accounts`)],
    ['POST …/refresh', (api, id) => api.post(`/authorizations/${id}/refresh`)],
    ['POST …/disable', (api, id) => api.post(`/authorizations/${id}/disable`)],
    ['DELETE /connection/{id}', (api, id) => api.delete(`/connection/${id}`)],
    ['DELETE /authorizations/{id}', (api, id) => api.delete(`/authorizations/${id}`)],
  ];

  it.each(calls)('is as absent as one that never was: %s', async (_name, call) => {
    const api = client();
    for (const id of [ANOTHER_USERS, NOT_LINKED_HERE, '11111111-1111-4111-8111-111111111111', 'none']) {
      expect(await call(api, id)).toMatchObject(NOT_FOUND);
    }
  });
});

describe('its accounts', () => {
  it('are those of the list of all accounts that name it', async () => {
    const api = client();
    const all = (await api.get('/accounts')).body;
    for (const { id } of (await api.get('/authorizations')).body) {
      const own = all.filter((account: { brokerage_authorization: string }) => {
        return account.brokerage_authorization === id;
      });
      expect((await api.get(`/authorizations/${id}/accounts`)).body).toEqual(own);
      expect(own.length).toBeGreaterThan(0);
    }
  });
});

describe('refreshing', () => {
  const refresh = (api: Client, id = STAKE) => api.post(`/authorizations/${id}/refresh`);

  it('is queued', async () => {
    expect(await refresh(client())).toMatchObject({
      status: 200,
      body: { detail: `Connection ${STAKE} scheduled for refresh` },
    });
  });

  it('again within a minute is refused with a code that is a word', async () => {
    const api = client();
    await refresh(api);
    const again = await refresh(api);
    expect(again).toMatchObject({
      status: 429,
      body: {
        detail: 'Connection refreshed too recently. Please try again later.',
        status_code: 429,
        code: 'throttled',
      },
    });
    expect(Number(again.headers['x-ratelimit-remaining'])).toBeGreaterThan(0);
    expect(await refresh(api, COMMSEC)).toMatchObject({ status: 200 });
    api.simulated.world.clock.advance('59s');
    expect((await refresh(api)).status).toBe(429);
    api.simulated.world.clock.advance('1s');
    expect((await refresh(api)).status).toBe(200);
  });

  it('again is fine in a world with limits off', async () => {
    const api = client({ limits: 'off' });
    await refresh(api);
    expect((await refresh(api)).status).toBe(200);
  });

  it('is no part of the real-time plan', async () => {
    const api = client({ switches: { snaptrade: { freshness: 'realtime' } } });
    expect(await refresh(api)).toMatchObject({
      status: 403,
      body: { detail: 'Feature is not enabled for this customer or this connection', code: '1141' },
    });
  });

  it('of a disabled connection is refused: it would need the brokerage', async () => {
    const api = client();
    await api.post(`/authorizations/${STAKE}/disable`);
    expect(await refresh(api)).toMatchObject({
      status: 402,
      body: {
        detail: 'Unable to sync with brokerage account because the connection is disabled.',
        status_code: 402,
        code: '3003',
      },
    });
  });
});

describe('disabling', () => {
  it('shows in the connection from that moment', async () => {
    const api = client();
    expect(await api.post(`/authorizations/${STAKE}/disable`)).toMatchObject({
      status: 200,
      body: { detail: `Connection ${STAKE} has been disabled` },
    });
    const now = new Date(api.simulated.world.clock.now()).toISOString();
    expect((await api.get(`/authorizations/${STAKE}`)).body).toMatchObject({
      disabled: true,
      disabled_date: now,
      updated_date: now,
    });
    expect((await api.get(`/authorizations/${COMMSEC}`)).body).toMatchObject({ disabled: false });
  });

  it('twice is refused', async () => {
    const api = client();
    await api.post(`/authorizations/${STAKE}/disable`);
    expect(await api.post(`/authorizations/${STAKE}/disable`)).toMatchObject({
      status: 402,
      body: { detail: 'This connection is already disabled.', status_code: 402, code: '3011' },
    });
  });

  it('needs a test key', async () => {
    const api = client({ switches: { snaptrade: { keys: 'production' } } });
    expect(await api.post(`/authorizations/${STAKE}/disable`)).toMatchObject({
      status: 403,
      body: { code: '1141' },
    });
  });

  it.each([
    ['healthy', false],
    ['failing', false],
    ['login-required', true],
    ['revoked', true],
  ] as const)('is what a connection that is %s at the institution shows: %s', async (status, disabled) => {
    const api = client({ entities: { connections: [{ key: 'owner-stake', status }] } });
    const { body } = await api.get(`/authorizations/${STAKE}`);
    expect(body.disabled).toBe(disabled);
    expect(body.disabled_date === null).toBe(!disabled);
  });
});

describe('deleting', () => {
  const CONFIRMATION = {
    detail: 'Connection queued for deletion; please wait for webhook for confirmation.',
    connection_id: STAKE,
  };

  it('is queued: the connection stays until the queue gets to it, then all of it is gone', async () => {
    const api = client();
    const [account] = (await api.get(`/authorizations/${STAKE}/accounts`)).body;
    expect(await api.delete(`/connection/${STAKE}`)).toMatchObject({ status: 200, body: CONFIRMATION });
    expect(ids((await api.get('/authorizations')).body)).toContain(STAKE);
    expect((await api.get(`/accounts/${account.id}/balances`)).status).toBe(200);

    api.simulated.world.clock.advance('30s');
    expect(ids((await api.get('/authorizations')).body)).not.toContain(STAKE);
    expect(await api.get(`/authorizations/${STAKE}`)).toMatchObject(NOT_FOUND);
    expect(ids((await api.get('/accounts')).body)).not.toContain(account.id);
    for (const below of ['', '/balances', '/positions/all', '/positions', '/activities']) {
      expect(await api.get(`/accounts/${account.id}${below}`)).toMatchObject(NOT_FOUND);
    }
  });

  it('twice is one deletion, and then there is nothing to delete', async () => {
    const api = client();
    await api.delete(`/connection/${STAKE}`);
    api.simulated.world.clock.advance('29s');
    expect(await api.delete(`/connection/${STAKE}`)).toMatchObject({ status: 200, body: CONFIRMATION });
    api.simulated.world.clock.advance('1s');
    expect(await api.delete(`/connection/${STAKE}`)).toMatchObject(NOT_FOUND);
  });

  it('works on a disabled connection', async () => {
    const api = client();
    await api.post(`/authorizations/${STAKE}/disable`);
    expect(await api.delete(`/connection/${STAKE}`)).toMatchObject({ status: 200 });
  });

  it('in the removed form is done at once, with an empty 204', async () => {
    const api = client();
    const answer = await api.delete(`/authorizations/${STAKE}`);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
    expect(ids((await api.get('/authorizations')).body)).not.toContain(STAKE);
    expect(await api.delete(`/authorizations/${STAKE}`)).toMatchObject(NOT_FOUND);
  });

  it('survives what was queued before: a refresh of a deleted connection brings nothing back', async () => {
    const api = client();
    await api.post(`/authorizations/${STAKE}/refresh`);
    await api.delete(`/authorizations/${STAKE}`);
    api.simulated.world.clock.advance('1d');
    expect(ids((await api.get('/authorizations')).body)).not.toContain(STAKE);
  });
});

describe('what happens elsewhere', () => {
  const elsewhere = { ...snaptrade, id: 'elsewhere' };

  /** The world behind the wire, for what no request can bring about: an institution that changes its mind. */
  function both() {
    const world = liveWorld([snaptrade, elsewhere]);
    const here = world.view(snaptrade) as World<SnapTradeState>;
    const [user] = listUsers(here.state);
    if (user === undefined) throw new Error('The household has no user.');
    const path = { authorizationId: STAKE };
    const exchange = { world: here, now: here.now(), principal: { kind: 'user', user }, path };
    return { world, here, there: world.view(elsewhere), user, exchange: exchange as never };
  }

  it('stays as it was when a connection is disabled here, and mends it from there', () => {
    const { world, here, there, exchange } = both();
    expect(connections.disableConnection(exchange)).toMatchObject({ status: 200 });
    expect(here.connection('owner-stake').status).toBe('login-required');
    expect(there.connection('owner-stake').status).toBe('healthy');
    world.clock.advance(1000);
    there.setConnection('owner-stake', { status: 'healthy' });
    expect(connections.getConnection(exchange)).toMatchObject({ body: { disabled: false } });
  });

  it('does not bring back what was deleted here', async () => {
    const { world, here, there, user, exchange } = both();
    await connections.removeConnection(exchange);
    world.clock.advance(1000);
    there.setConnection('owner-stake', { status: 'healthy' });
    expect(connectionsOf(here, user).map((connection) => connection.key)).not.toContain('owner-stake');
    expect(there.connection('owner-stake').status).toBe('healthy');
  });
});
