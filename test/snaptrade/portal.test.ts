/** The way into the connection portal. The portal itself comes later: the link is minted and leads nowhere yet. */
import { describe, expect, it } from 'vitest';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { listUsers, type SnapTradeState } from '../../mocks/snaptrade/state.ts';
import { liveWorld } from '../support/live-world.ts';
import { client, credentialsOf } from './client.ts';

/** A world without a server around it: what the portal will find in the state can be looked at. */
function bareWorld() {
  const world = liveWorld([snaptrade]);
  const view = world.view(snaptrade);
  const state = () => view.state as SnapTradeState;
  const [user] = listUsers(state());
  if (user === undefined) throw new Error('The household has no user.');
  const login = (body: object): string => {
    const baseUrl = 'http://127.0.0.1:4010/snaptrade';
    const exchange = { world: view, now: view.now(), principal: { kind: 'user', user }, body, baseUrl };
    const answer = snaptrade.handlers.login(exchange as never) as { body: { sessionId: string } };
    return answer.body.sessionId;
  };
  return { world, user, login, sessions: () => state().sessions };
}

describe('a portal link', () => {
  it('has the documented parameters, at the simulator’s own address', async () => {
    const api = client();
    const { status, body } = await api.post('/snapTrade/login', { broker: 'STAKE' });
    expect(status).toBe(200);
    const link = new URL(body.redirectURI);
    expect(link.hostname).toBe('127.0.0.1');
    expect(link.pathname).toBe('/snaptrade/snapTrade/redeemToken');
    expect([...link.searchParams.keys()]).toEqual([
      'token',
      'clientId',
      'broker',
      'connectionPortalVersion',
      'sessionId',
    ]);
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      clientId: api.credentials.clientId,
      broker: 'STAKE',
      connectionPortalVersion: 'v4',
      sessionId: body.sessionId,
    });
    expect(link.searchParams.get('token')).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
  });

  it('names no broker where none was asked for, and is minted anew each time', async () => {
    const api = client();
    const [first, second] = [await api.post('/snapTrade/login'), await api.post('/snapTrade/login', {})];
    expect(new URL(first.body.redirectURI).searchParams.has('broker')).toBe(false);
    expect(first.body.sessionId).not.toBe(second.body.sessionId);
    expect(first.body.redirectURI).not.toBe(second.body.redirectURI);
  });

  it('stays within its world', async () => {
    const api = client();
    const world = api.simulated.simulator.createWorld({ id: 'other', clock: 'frozen' });
    const credentials = credentialsOf({ world });
    const { body } = await api.post('/snapTrade/login', {}, { credentials });
    expect(new URL(body.redirectURI).searchParams.get('clientId')).toBe(credentials.clientId);
  });

  it('lasts five minutes of the world’s clock', () => {
    const { world, login, sessions } = bareWorld();
    const sessionId = login({});
    expect(sessions()[sessionId]?.expiresAt).toBe(world.now() + 300_000);
    world.clock.advance(299_000);
    login({});
    expect(Object.keys(sessions())).toContain(sessionId);
    world.clock.advance(1_000);
    login({});
    expect(Object.keys(sessions())).not.toContain(sessionId);
  });

  it('is always to version 4 of the portal', async () => {
    for (const connectionPortalVersion of ['v4', 'v3', 'v2']) {
      const { body } = await client().post('/snapTrade/login', { connectionPortalVersion });
      expect(new URL(body.redirectURI).searchParams.get('connectionPortalVersion')).toBe('v4');
    }
  });
});

describe('options of the portal', () => {
  it('are kept for it', () => {
    const { user, login, sessions } = bareWorld();
    const options = { broker: 'STAKE', connectionType: 'trade', customRedirect: 'app://done' };
    const sessionId = login(options);
    expect(sessions()[sessionId]).toMatchObject({
      ...options,
      userId: user.userId,
      immediateRedirect: false,
    });
  });

  it.each([
    ['en', 200],
    ['EN', 200],
    ['en-US', 200],
    ['en_AU', 200],
    ['pt-BR', 200],
    ['pt_br', 200],
    ['pt', 400],
    ['fr', 400],
    ['', 400],
  ])('locale %j gives %i', async (locale, status) => {
    expect((await client().post('/snapTrade/login', { locale })).status).toBe(status);
  });

  it.each([
    ['an unknown broker', { broker: 'NOBODY' }],
    ['a bank', { broker: 'WESTPAC' }],
    ['a connection type that is none', { connectionType: 'write' }],
    ['a portal version that is none', { connectionPortalVersion: 'v9' }],
    ['a connection of nobody', { reconnect: '11111111-1111-4111-8111-111111111111' }],
  ])('with %s are refused', async (_name, body) => {
    expect(await client().post('/snapTrade/login', body)).toMatchObject({
      status: 400,
      body: { code: '1012' },
    });
  });

  it('cannot ask a read-only brokerage for trading, unless it is only a wish', async () => {
    const { login, sessions } = bareWorld();
    for (const broker of ['SANDBOX', 'COMMSEC']) {
      const refused = await client().post('/snapTrade/login', { broker, connectionType: 'trade' });
      expect(refused).toMatchObject({
        status: 400,
        body: { detail: `${broker} does not have a trade type available`, code: '1012' },
      });
      const sessionId = login({ broker, connectionType: 'trade-if-available' });
      expect(sessions()[sessionId]?.connectionType).toBe('read');
    }
  });

  it('may ask to mend a connection that is disabled', async () => {
    const api = client();
    const [connection] = (await api.get('/authorizations')).body;
    await api.post(`/authorizations/${connection.id}/disable`);
    expect(await api.post('/snapTrade/login', { reconnect: connection.id })).toMatchObject({ status: 200 });
  });
});
