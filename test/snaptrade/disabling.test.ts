/** Why connections become disabled, for each reason that is documented, and how they come back. */
import { describe, expect, it } from 'vitest';
import { type Receiver, receive } from '../webhooks/receiver.ts';
import { client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';
import { Visitor } from './visitor.ts';

const KEY = 'owner-stake';
const ID = idOf(ledgerOf(), 'connection', KEY);
const LOGIN = ledgerOf().people.get('owner')?.email ?? '';

async function listening() {
  const receiver: Receiver = await receive();
  const here = new Visitor(client({ limits: 'off' }));
  const { world } = here.api.simulated;
  world.webhooks.add({
    provider: 'snaptrade',
    url: receiver.url,
    events: ['CONNECTION_BROKEN', 'CONNECTION_FIXED'],
  });
  const told = async () => {
    await world.webhooks.idle();
    return (receiver.bodies() as { eventType: string; brokerageAuthorizationId: string }[]).map(
      ({ eventType, brokerageAuthorizationId }) => [eventType, brokerageAuthorizationId],
    );
  };
  const broken = (because: string, more: object = {}) =>
    world.change({ provider: 'snaptrade', change: 'connection-broken', connection: KEY, because, ...more });
  const mended = async (login: string) => {
    await here.enter({ reconnect: ID });
    await here.login(login);
    return here.share();
  };
  const isDisabled = async () => (await here.api.get(`/authorizations/${ID}`)).body.disabled;
  return { here, world, told, broken, mended, isDisabled };
}

describe('a connection', () => {
  it.each([
    ['the password was changed', 'password-changed', {}, LOGIN],
    ['the user name was changed', 'username-changed', { login: 'jo2' }, 'jo2'],
    ['the grant was removed', 'grant-removed', {}, LOGIN],
    ['the session expired', 'session-expired', {}, LOGIN],
  ])('is broken when %s, and fixed by a reconnect', async (_, because, more, login) => {
    const { here, told, broken, mended, isDisabled } = await listening();
    const before = (await here.api.get('/accounts')).text;
    broken(because, more);
    expect(await isDisabled()).toBe(true);
    expect(await told()).toEqual([['CONNECTION_BROKEN', ID]]);
    expect((await here.api.get('/accounts')).text).toBe(before);
    expect(await here.api.post(`/authorizations/${ID}/refresh`)).toMatchObject({
      status: 402,
      body: { code: '3003' },
    });
    await mended(login);
    expect(await isDisabled()).toBe(false);
    expect(await told()).toEqual([
      ['CONNECTION_BROKEN', ID],
      ['CONNECTION_FIXED', ID],
    ]);
    expect((await here.api.post(`/authorizations/${ID}/refresh`)).status).toBe(200);
  });

  it('is broken when it is asked for, and fixed by a reconnect', async () => {
    const { here, told, mended } = await listening();
    await here.api.post(`/authorizations/${ID}/disable`);
    await mended(LOGIN);
    expect((await told()).map(([type]) => type)).toEqual(['CONNECTION_BROKEN', 'CONNECTION_FIXED']);
  });

  it('whose user name was changed is not mended with the old one', async () => {
    const { here, broken, mended, isDisabled } = await listening();
    broken('username-changed', { login: 'jo2' });
    await mended(LOGIN);
    expect(here.page.messages).toMatchObject([{ status: 'ERROR', errorCode: '1023' }]);
    expect(await isDisabled()).toBe(true);
  });

  it('keeps its accounts under the new name', async () => {
    const { here, world } = await listening();
    const id = await here.connect('STAKE', 'jo');
    const accounts = async () =>
      (await here.api.get(`/authorizations/${id}/accounts`)).body.map((one: { id: string }) => one.id);
    const before = await accounts();
    world.change({
      provider: 'snaptrade',
      change: 'connection-broken',
      connection: 'linked-1',
      because: 'username-changed',
      login: 'jo2',
    });
    await here.enter({ reconnect: id });
    await here.login('jo2');
    await here.share();
    expect(before).toHaveLength(2);
    expect(await accounts()).toEqual(before);
  });

  it('that is used by others too breaks for them when its login changes, and for SnapTrade alone when its session ends', async () => {
    const status = (world: Awaited<ReturnType<typeof listening>>['world']) =>
      world.connections().find(({ key }) => key === KEY)?.status;
    const first = await listening();
    first.broken('session-expired');
    expect(status(first.world)).toBe('healthy');
    const second = await listening();
    second.broken('password-changed');
    expect(status(second.world)).toBe('login-required');
  });

  it.each([
    [{ because: 'boredom' }, /because/],
    [{ because: 'username-changed' }, /login/],
    [{ because: 'username-changed', login: ' ' }, /login/],
    [{ because: 'password-changed', login: 'jo2' }, /login/],
    [{ because: 'password-changed', connection: 'nobody-at-all' }, /connection/],
  ])('does not break for %j', async (change, message) => {
    const { broken } = await listening();
    expect(() => broken(change.because, change)).toThrow(message);
  });

  it('does not break twice', async () => {
    const { broken } = await listening();
    broken('session-expired');
    expect(() => broken('password-changed')).toThrow(/disabled already/);
  });
});
