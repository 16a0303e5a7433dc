/** What SnapTrade tells an application by itself, and how. */
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { signatureOf, webhooks } from '../../mocks/snaptrade/webhooks.ts';
import { type Receiver, receive } from '../webhooks/receiver.ts';
import { type Client, client } from './client.ts';

const MINUTE = 60_000;

interface Listening {
  readonly st: Client;
  readonly receiver: Receiver;
  readonly secret: string;
  /** Moves the clock and waits; gives what was told since. */
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from event to event.
  pass(by: string | number): Promise<any[]>;
}

async function listening(events?: string[], file: WorldFile = {}): Promise<Listening> {
  const receiver = await receive();
  const st = client(file);
  const { world } = st.simulated;
  const { secret } = world.webhooks.add({
    provider: 'snaptrade',
    url: receiver.url,
    ...(events && { events }),
  });
  let seen = 0;
  return {
    st,
    receiver,
    secret,
    async pass(by) {
      world.clock.advance(by);
      await world.webhooks.idle();
      const all = receiver.bodies();
      const news = all.slice(seen);
      seen = all.length;
      return news;
    },
  };
}

const types = (bodies: { eventType: string }[]): string[] => bodies.map(({ eventType }) => eventType);

async function connectionsOf({ st }: Listening) {
  return (await st.get('/authorizations')).body as { id: string; name: string; brokerage: { id: string } }[];
}

describe('a message', () => {
  it('has the common fields, a time with microseconds, and is signed over the body itself', async () => {
    const here = await listening();
    await here.st.post('/snapTrade/registerUser', { userId: 'new-user' }, { user: false });
    const [body] = await here.pass(0);
    expect(body).toEqual({
      webhookId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      clientId: here.st.credentials.clientId,
      eventTimestamp: '2026-03-15T22:00:00.000000+00:00',
      userId: 'new-user',
      eventType: 'USER_REGISTERED',
      webhookSecret: here.secret,
    });
    const [request] = here.receiver.received;
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers['user-agent']).toBe('SnapTrade-Webhook');
    expect(request?.headers.signature).toBe(
      signatureOf(request?.body ?? '', here.st.credentials.consumerKey),
    );
  });

  it('of a known body has the known signature', () => {
    const body =
      '{"userId":"snaptrade-user-123","webhookId":"dbaee13a-1184-4677-9741-b6845e60ee3a","clientId":"PASSIVTEST","eventTimestamp":"2025-01-01T00:00:00.000000+00:00","eventType":"USER_REGISTERED"}';
    expect(signatureOf(body, 'test-consumer-key')).toBe('zbznpCJill3ZV7ts91hVbCh9M4zzsEaQRGmVwDm+bqU=');
  });

  it.each([200, 201, 202, 204])('is delivered with %i', (status) => {
    expect(webhooks.succeeded(status)).toBe(true);
  });

  it.each([203, 206, 301, 302, 400, 404, 429, 500])('is not delivered with %i', (status) => {
    expect(webhooks.succeeded(status)).toBe(false);
  });

  it('can have headers of the application’s own', async () => {
    const receiver = await receive();
    const st = client();
    const { world } = st.simulated;
    world.webhooks.add({ provider: 'snaptrade', url: receiver.url, headers: { 'X-Own': 'value' } });
    await st.post('/snapTrade/registerUser', { userId: 'new-user' }, { user: false });
    await world.webhooks.idle();
    expect(receiver.received[0]?.headers['x-own']).toBe('value');
  });
});

describe('an undelivered message', () => {
  it('is tried three more times, after 30, 60 and 120 minutes', async () => {
    const here = await listening(['USER_REGISTERED']);
    here.receiver.answers(500);
    await here.st.post('/snapTrade/registerUser', { userId: 'new-user' }, { user: false });
    await here.pass('7d');
    const [delivery] = here.st.simulated.world.webhooks.deliveries();
    const minutes = delivery?.attempts.map(
      ({ at }) => (Date.parse(at) - Date.parse('2026-03-15T22:00:00Z')) / MINUTE,
    );
    expect(minutes).toEqual([0, 30, 90, 210]);
    expect(delivery?.state).toBe('given-up');
    expect(here.st.simulated.world.webhooks.list()).toMatchObject([{ disabledAt: null }]);
  });

  it('keeps its time, and so its signature: a receiver that refuses what is older than 300 s refuses retries', async () => {
    const here = await listening(['USER_REGISTERED']);
    here.receiver.answers(500, 200);
    await here.st.post('/snapTrade/registerUser', { userId: 'new-user' }, { user: false });
    await here.pass('30m');
    const [first, second] = here.receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers.signature).toBe(first?.headers.signature);
  });

  it('is renewed where the world says so', async () => {
    const switches = { snaptrade: { webhookRetries: 'renewed' } };
    const here = await listening(['USER_REGISTERED'], { switches });
    here.receiver.answers(500, 200);
    await here.st.post('/snapTrade/registerUser', { userId: 'new-user' }, { user: false });
    const bodies = await here.pass('30m');
    expect(bodies.map(({ eventTimestamp }) => eventTimestamp)).toEqual([
      '2026-03-15T22:00:00.000000+00:00',
      '2026-03-15T22:30:00.000000+00:00',
    ]);
    expect(new Set(bodies.map(({ webhookId }) => webhookId)).size).toBe(1);
    const signatures = here.receiver.received.map(({ headers }) => headers.signature);
    expect(new Set(signatures).size).toBe(2);
  });
});

describe('users', () => {
  it('that are deleted are told of when the queue got to them, their connections first', async () => {
    const here = await listening(['USER_DELETED', 'CONNECTION_DELETED']);
    const own = await connectionsOf(here);
    const { userId } = here.st.credentials;
    await here.st.delete('/snapTrade/deleteUser', { query: { userId }, user: false });
    expect(await here.pass('29s')).toEqual([]);
    const bodies = await here.pass('1s');
    expect(types(bodies)).toEqual([...own.map(() => 'CONNECTION_DELETED'), 'USER_DELETED']);
    expect(
      bodies
        .map((body) => body.brokerageAuthorizationId)
        .slice(0, -1)
        .sort(),
    ).toEqual(own.map(({ id }) => id).sort());
    expect(new Set(bodies.map((body) => body.userId))).toEqual(new Set([userId]));
  });
});

describe('connections', () => {
  it('that are deleted are told of once, with their brokerage', async () => {
    const here = await listening(['CONNECTION_DELETED']);
    const [one, other] = await connectionsOf(here);
    await here.st.delete(`/connection/${one?.id}`);
    expect(await here.pass('29s')).toEqual([]);
    const [deleted] = await here.pass('1s');
    expect(deleted).toMatchObject({
      eventType: 'CONNECTION_DELETED',
      userId: here.st.credentials.userId,
      brokerageAuthorizationId: one?.id,
      brokerageId: one?.brokerage.id,
    });
    await here.st.delete(`/authorizations/${other?.id}`);
    expect(await here.pass(0)).toMatchObject([{ brokerageAuthorizationId: other?.id }]);
    const { world } = here.st.simulated;
    for (const status of ['healthy', 'removed'] as const) {
      world.change({ change: 'connection', connection: 'owner-commsec', status });
    }
    const { length } = (await here.pass(0)).filter((body) => body.brokerageAuthorizationId === one?.id);
    expect(length).toBe(0);
  });

  it('that break and are repaired are told of, on purpose or not', async () => {
    const here = await listening(['CONNECTION_BROKEN', 'CONNECTION_FIXED']);
    const { world } = here.st.simulated;
    const set = (status: 'healthy' | 'login-required' | 'revoked' | 'failing') =>
      world.change({ change: 'connection', connection: 'owner-commsec', status });
    set('login-required');
    set('revoked');
    set('healthy');
    set('failing');
    set('healthy');
    const bodies = await here.pass(0);
    expect(types(bodies)).toEqual(['CONNECTION_BROKEN', 'CONNECTION_FIXED']);
    const [first] = await connectionsOf(here);
    await here.st.post(`/authorizations/${first?.id}/disable`);
    expect(await here.pass(0)).toMatchObject([
      { eventType: 'CONNECTION_BROKEN', brokerageAuthorizationId: first?.id },
    ]);
  });

  it('that begin later are told of with their accounts, and once more when their first sync ends', async () => {
    const here = await listening(undefined, {
      entities: { connections: [{ key: 'owner-commsec', createdAt: '2026-03-16T00:00:00Z' }] },
    });
    const id = async () => (await connectionsOf(here)).find(({ name }) => /commsec/i.test(name))?.id;
    expect(await id()).toBeUndefined();
    const began = await here.pass('2h');
    const own = await id();
    const ofOwn = (bodies: { brokerageAuthorizationId: string }[]) =>
      bodies.filter((body) => body.brokerageAuthorizationId === own);
    expect(types(ofOwn(began) as never)).toEqual([
      'CONNECTION_ADDED',
      'NEW_ACCOUNT_AVAILABLE',
      'ACCOUNT_HOLDINGS_UPDATED',
    ]);
    const synced = ofOwn(await here.pass('30s'));
    expect(types(synced as never)).toEqual(['ACCOUNT_TRANSACTIONS_INITIAL_UPDATE']);
  });
});

describe('holdings', () => {
  it('are told of every day, changed or not, account by account', async () => {
    const here = await listening(['ACCOUNT_HOLDINGS_UPDATED']);
    const bodies = await here.pass('3d');
    const accounts = (await here.st.get('/accounts')).body as {
      id: string;
      brokerage_authorization: string;
    }[];
    const [account] = accounts;
    const ofAccount = bodies.filter(({ accountId }) => accountId === account?.id);
    expect(ofAccount).toHaveLength(3);
    const fine = { success: true, error: null };
    expect(ofAccount[0]).toMatchObject({
      brokerageAuthorizationId: account?.brokerage_authorization,
      brokerageId: expect.any(String),
      details: { total_value: fine, positions: fine, balances: fine, orders: fine },
    });
    const at = Date.parse(ofAccount[0].eventTimestamp);
    const { body } = await here.st.get(`/accounts/${account?.id}`);
    expect(body.sync_status.holdings.last_successful_sync).toBe(new Date(at + 2 * 86_400_000).toISOString());
  });

  it('are told of after a refresh', async () => {
    const here = await listening(['ACCOUNT_HOLDINGS_UPDATED']);
    const [connection] = await connectionsOf(here);
    await here.st.post(`/authorizations/${connection?.id}/refresh`);
    expect(await here.pass('29s')).toEqual([]);
    const bodies = await here.pass('1s');
    expect(bodies.length).toBeGreaterThan(0);
    expect(new Set(bodies.map((body) => body.brokerageAuthorizationId))).toEqual(new Set([connection?.id]));
  });

  it('are told of when they could not be read, too', async () => {
    const here = await listening(['ACCOUNT_HOLDINGS_UPDATED', 'ACCOUNT_TRANSACTIONS_UPDATED']);
    const { world } = here.st.simulated;
    for (const { key } of world.connections()) {
      world.change({ change: 'connection', connection: key, status: 'failing' });
    }
    const bodies = await here.pass('1d');
    expect(new Set(types(bodies))).toEqual(new Set(['ACCOUNT_HOLDINGS_UPDATED']));
    expect(bodies[0].details.positions).toEqual({ success: false, error: expect.any(String) });
  });

  it('of a disabled connection are not told of', async () => {
    const here = await listening(['ACCOUNT_HOLDINGS_UPDATED']);
    const { world } = here.st.simulated;
    for (const { key } of world.connections()) {
      world.change({ change: 'connection', connection: key, status: 'login-required' });
    }
    expect(await here.pass('3d')).toEqual([]);
  });
});

describe('transactions', () => {
  it('are told of when a sync found new ones, and only then', async () => {
    const here = await listening(['ACCOUNT_TRANSACTIONS_UPDATED'], {
      entities: { accounts: [{ key: 'owner-shares', rowsPerYear: 0 }] },
    });
    const { world } = here.st.simulated;
    const accounts = (await here.st.get('/accounts')).body as { id: string; name: string }[];
    const own = accounts.find(({ name }) => /commsec/i.test(name))?.id;
    const ofOwn = (bodies: { accountId: string }[]) => bodies.filter(({ accountId }) => accountId === own);
    expect(ofOwn(await here.pass('3d'))).toEqual([]);
    world.change({
      ...{ change: 'trade', account: 'owner-shares', kind: 'buy', symbol: 'VAS.AX' },
      ...{ quantity: '5', price: '89.75' },
    });
    expect(ofOwn(await here.pass('2d'))).toHaveLength(1);
    expect(ofOwn(await here.pass('5d'))).toEqual([]);
  });
});
