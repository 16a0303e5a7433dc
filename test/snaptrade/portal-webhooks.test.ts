/** What an application hears of the portal. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Receiver, receive } from '../webhooks/receiver.ts';
import { client } from './client.ts';
import { Visitor } from './visitor.ts';

interface Told {
  readonly eventType: string;
  readonly [field: string]: unknown;
}

let receiver: Receiver;

async function listening(): Promise<{ readonly here: Visitor; told(by?: string): Promise<Told[]> }> {
  receiver = await receive();
  const here = new Visitor(client());
  const { world } = here.api.simulated;
  world.webhooks.add({ provider: 'snaptrade', url: receiver.url });
  let seen = 0;
  return {
    here,
    async told(by = '0s') {
      world.clock.advance(by);
      await world.webhooks.idle();
      const all = receiver.bodies() as Told[];
      const news = all.slice(seen);
      seen = all.length;
      return news;
    },
  };
}

const types = (all: readonly Told[]): string[] => all.map(({ eventType }) => eventType);

afterEach(() => receiver.received.splice(0));

describe('a new connection', () => {
  it('is told of in order: the attempt, the connection, its accounts, their holdings, then their transactions', async () => {
    const { here, told } = await listening();
    const id = await here.connect('STAKE', 'jo');
    const now = await told();
    expect(types(now)).toEqual([
      'CONNECTION_ATTEMPTED',
      'CONNECTION_ADDED',
      'NEW_ACCOUNT_AVAILABLE',
      'NEW_ACCOUNT_AVAILABLE',
      'ACCOUNT_HOLDINGS_UPDATED',
      'ACCOUNT_HOLDINGS_UPDATED',
    ]);
    const { brokerage } = (await here.api.get(`/authorizations/${id}`)).body;
    expect(now[0]).toMatchObject({
      userId: here.api.credentials.userId,
      brokerageId: brokerage.id,
      connectionAttemptedResult: 'SUCCESS',
    });
    expect(now[1]).toMatchObject({ brokerageAuthorizationId: id, brokerageId: brokerage.id });
    expect(types(await told('30s'))).toEqual([
      'ACCOUNT_TRANSACTIONS_INITIAL_UPDATE',
      'ACCOUNT_TRANSACTIONS_INITIAL_UPDATE',
    ]);
  });

  it('is synced every night from then on', async () => {
    const { here, told } = await listening();
    const id = await here.connect('STAKE', 'jo');
    await told('1m');
    const night = (await told('1d')).filter((one) => one.brokerageAuthorizationId === id);
    expect(types(night)).toContain('ACCOUNT_HOLDINGS_UPDATED');
    expect(types(night)).not.toContain('CONNECTION_ADDED');
  });
});

describe('an attempt', () => {
  it.each([
    ['wrong-password', 'INVALID_CREDENTIALS'],
    ['login-expired', 'AUTH_EXPIRED'],
    ['bad-auth-code', 'INVALID_AUTH_CODE'],
    ['not-in-progress', 'AUTH_NOT_IN_PROGRESS'],
    ['broker-down', 'UNCAUGHT_ERROR'],
    ['no-data', 'NO_DATA'],
  ])('as %s is told of as %s, and as a failure', async (user, connectionAttemptedResult) => {
    const { here, told } = await listening();
    await here.enter({ broker: 'STAKE' });
    await here.login(user);
    const all = await told();
    expect(types(all)).toEqual(['CONNECTION_ATTEMPTED', 'CONNECTION_FAILED']);
    expect(all[0]).toMatchObject({ connectionAttemptedResult });
    expect(all[1]).not.toHaveProperty('brokerageId');
  });

  it('with a wrong code, or as somebody else, is told of as such', async () => {
    const { here, told } = await listening();
    await here.enter({ broker: 'STAKE' });
    await here.login('second-factor');
    await here.send('code', { code: '1' });
    const [{ id }] = (await here.api.get('/authorizations')).body;
    await here.enter({ reconnect: id });
    await here.login('somebody-else');
    const results = (await told()).flatMap((one) => one.connectionAttemptedResult ?? []);
    expect(results).toEqual(['INVALID_MFA_CODE', 'DIFFERENT_ACCOUNT']);
  });
});

describe('a connection that went through the portal again', () => {
  it('is told of as fixed where it was disabled, and read anew', async () => {
    const { here, told } = await listening();
    const id = await here.connect('STAKE', 'jo');
    await told('1m');
    await here.api.post(`/authorizations/${id}/disable`);
    await told();
    await here.enter({ reconnect: id });
    await here.login('jo');
    await here.share();
    expect(types(await told())).toEqual([
      'CONNECTION_ATTEMPTED',
      'CONNECTION_FIXED',
      'ACCOUNT_HOLDINGS_UPDATED',
      'ACCOUNT_HOLDINGS_UPDATED',
    ]);
  });

  it('is told of as updated where it worked', async () => {
    const { here, told } = await listening();
    await here.connect('STAKE', 'jo');
    await told();
    await here.connect('STAKE', 'jo');
    expect(types(await told())).toEqual(['CONNECTION_ATTEMPTED', 'CONNECTION_UPDATED']);
  });

  it('tells of accounts that are shared no more, or again', async () => {
    const { here, told } = await listening();
    const id = await here.connect('STAKE', 'jo');
    const [, second] = (await here.api.get(`/authorizations/${id}/accounts`)).body;
    await here.enter({ reconnect: id });
    await here.login('jo');
    await told();
    const [, offer] = /name="account" value="([^"]+)"/.exec(here.page.html) ?? [];
    await here.send('share', { account: offer ?? '' });
    expect((await told()).at(-1)).toMatchObject({ eventType: 'ACCOUNT_REMOVED', accountId: second.id });
    await here.enter({ reconnect: id });
    await here.login('jo');
    await here.share();
    expect((await told()).at(-1)).toMatchObject({ eventType: 'NEW_ACCOUNT_AVAILABLE', accountId: second.id });
  });

  it('may have accounts found that were not shared at first', async () => {
    const { here, told } = await listening();
    await here.enter({ broker: 'STAKE' });
    await here.login('jo');
    const [, offer] = /name="account" value="([^"]+)"/.exec(here.page.html) ?? [];
    await here.send('share', { account: offer ?? '' });
    expect(types(await told()).filter((type) => type === 'NEW_ACCOUNT_AVAILABLE')).toHaveLength(1);
    await here.enter({ broker: 'STAKE' });
    await here.login('jo');
    await here.share();
    expect(types(await told())).toEqual([
      'CONNECTION_ATTEMPTED',
      'CONNECTION_UPDATED',
      'NEW_ACCOUNT_AVAILABLE',
    ]);
  });
});
