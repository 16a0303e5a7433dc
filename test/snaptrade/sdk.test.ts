/**
 * The official TypeScript SDK (npm `snaptrade-typescript-sdk` 11.0.3), unmodified but for `basePath`, against a
 * listening simulator whose clock runs.
 *
 * A user registered here has no connections, since the connection portal comes later; so the flow registers and
 * logs in a new user, and goes on with the ready user of the world's credentials.
 */

import type {
  Account,
  AccountUniversalActivity,
  AllAccountPositionsResponse,
  Balance,
  BrokerageAuthorization,
  LoginRedirectURI,
  Position,
} from 'snaptrade-typescript-sdk';
import { Snaptrade, SnaptradeAuth, SnaptradeError } from 'snaptrade-typescript-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snaptrade as provider } from '../../mocks/snaptrade/provider.ts';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import { credentialsOf } from './client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ providers: [provider], port: 0, world: { clock: 'running' } });
});
afterAll(async () => {
  await simulator.close();
});

/** What the SDK throws for a refusal. */
async function refusal(promise: Promise<unknown>): Promise<SnaptradeError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SnaptradeError);
  return error as SnaptradeError;
}

describe.each([
  ['the root, which 11.0.3 signs as it is sent', ''],
  ['the old prefix, which 11.0.3 sends but does not sign', '/api/v1'],
])('the SDK with a base path at %s', (_name, prefix) => {
  it('runs from registration to deletion with every model filled', async () => {
    const world = simulator.createWorld();
    const { clientId, consumerKey, ...ready } = credentialsOf({ world });
    const snaptrade = new Snaptrade({
      auth: SnaptradeAuth.commercialApiKey({ clientId, consumerKey }),
      basePath: `${world.baseUrl('snaptrade')}${prefix}`,
    });
    const { accountInformation, apiStatus, authentication, connections } = snaptrade;

    // Status, registration, login.
    expect((await apiStatus.check()).data).toMatchObject({ online: true });
    const registered = (await authentication.registerSnapTradeUser({ userId: 'usér-✓ 1+2' })).data;
    expect(registered.userId).toBe('usér-✓ 1+2');
    const newcomer = { userId: 'usér-✓ 1+2', userSecret: registered.userSecret ?? '' };
    const login = (await authentication.loginSnapTradeUser(newcomer)).data as LoginRedirectURI;
    expect(new URL(login.redirectURI ?? '').pathname).toContain('/snapTrade/redeemToken');
    expect((await connections.listBrokerageAuthorizations(newcomer)).data).toEqual([]);
    expect((await authentication.listSnapTradeUsers()).data).toContain(ready.userId);

    // Connections and accounts.
    const linked: BrokerageAuthorization[] = (await connections.listBrokerageAuthorizations(ready)).data;
    expect(linked.map((one) => one.brokerage?.slug)).toEqual(['COMMSEC', 'STAKE', 'COINBASE']);
    const [first] = linked;
    const authorizationId = first?.id ?? '';
    const detail = (await connections.detailBrokerageAuthorization({ ...ready, authorizationId })).data;
    expect(detail).toMatchObject({ disabled: false, brokerage: { name: 'CommSec' } });
    const accounts: Account[] = (await accountInformation.listUserAccounts(ready)).data;
    expect(accounts).toHaveLength(4);
    const behind = (await connections.listBrokerageAuthorizationAccounts({ ...ready, authorizationId })).data;
    expect(behind).toEqual(accounts.filter((one) => one.brokerage_authorization === authorizationId));
    const accountId = behind[0]?.id ?? '';
    const account = (await accountInformation.getUserAccountDetails({ ...ready, accountId })).data;
    expect(account.balance.total?.amount).toBeGreaterThan(0);
    expect(account.sync_status.transactions?.initial_sync_completed).toBe(true);

    // Balances and positions, in both generations.
    const balances: Balance[] = (await accountInformation.getUserAccountBalance({ ...ready, accountId }))
      .data;
    expect(balances[0]?.currency?.code).toBe('AUD');
    expect(typeof balances[0]?.cash).toBe('number');
    const present: AllAccountPositionsResponse = (
      await accountInformation.getAllAccountPositions({ ...ready, accountId })
    ).data;
    expect(present.results.length).toBeGreaterThan(0);
    expect(typeof present.results[0]?.units).toBe('string');
    expect(Date.parse(present.data_freshness.as_of)).not.toBeNaN();
    const legacy: Position[] = (await accountInformation.getUserAccountPositions({ ...ready, accountId }))
      .data;
    expect(legacy.map((one) => one.symbol?.symbol?.symbol)).toEqual(
      present.results.map((one) => (one.instrument as { symbol: string }).symbol),
    );
    expect(typeof legacy[0]?.units).toBe('number');

    // Every activity, page by page.
    const activities: AccountUniversalActivity[] = [];
    for (let total = 1; activities.length < total; ) {
      const page = (
        await accountInformation.getAccountActivities({
          ...ready,
          accountId,
          offset: activities.length,
          limit: 400,
        })
      ).data;
      activities.push(...(page.data ?? []));
      total = page.pagination?.total ?? 0;
    }
    expect(activities.length).toBeGreaterThan(1000);
    expect(new Set(activities.map((one) => one.id)).size).toBe(activities.length);
    expect(activities.find((one) => one.type === 'BUY')?.symbol?.raw_symbol).toBeTypeOf('string');
    const filtered = await accountInformation.getAccountActivities({
      ...ready,
      accountId,
      startDate: '2025-01-01',
      endDate: '2025-12-31',
      type: 'BUY,SELL',
    });
    for (const one of filtered.data.data ?? []) expect(one.trade_date?.slice(0, 4)).toBe('2025');
    expect(new Set(filtered.data.data?.map((one) => one.type))).toEqual(new Set(['BUY', 'SELL']));

    // A refresh passes; once the connection is disabled it does not, while reads go on.
    const refresh = () => connections.refreshBrokerageAuthorization({ ...ready, authorizationId });
    expect((await refresh()).data.detail).toBe(`Connection ${authorizationId} scheduled for refresh`);
    await connections.disableBrokerageAuthorization({ ...ready, authorizationId });
    const refused = await refusal(refresh());
    expect(refused).toMatchObject({ status: 402, responseBody: { code: '3003', status_code: 402 } });
    expect((await accountInformation.getUserAccountBalance({ ...ready, accountId })).data).toEqual(balances);

    // Deletion, queued and at once.
    const deleted = await connections.deleteConnection({ ...ready, connectionId: authorizationId });
    expect(deleted.data.connection_id).toBe(authorizationId);
    const second = linked[1]?.id ?? '';
    const removed = await connections.removeBrokerageAuthorization({ ...ready, authorizationId: second });
    expect({ status: removed.status, data: removed.data }).toEqual({ status: 204, data: '' });
    world.clock.advance('1m');
    const left = (await connections.listBrokerageAuthorizations(ready)).data;
    expect(left.map((one) => one.brokerage?.slug)).toEqual(['COINBASE']);

    const rotated = (await authentication.resetSnapTradeUserSecret(newcomer)).data;
    expect(rotated.userSecret).not.toBe(newcomer.userSecret);
    const farewell = (await authentication.deleteSnapTradeUser({ userId: newcomer.userId })).data;
    expect(farewell).toMatchObject({ status: 'deleted', userId: newcomer.userId });
  });

  it('gets refusals as its own error, with the body', async () => {
    const world = simulator.createWorld();
    const { clientId, consumerKey, ...ready } = credentialsOf({ world });
    const basePath = `${world.baseUrl('snaptrade')}${prefix}`;
    const wrongKey = new Snaptrade({
      auth: SnaptradeAuth.commercialApiKey({ clientId, consumerKey: `${consumerKey}x` }),
      basePath,
    });
    expect(await refusal(wrongKey.accountInformation.listUserAccounts(ready))).toMatchObject({
      status: 401,
      code: 'ERR_BAD_REQUEST',
      responseBody: { detail: 'Unable to verify signature sent', status_code: 401, code: '1076' },
    });
    const personal = new Snaptrade({
      auth: SnaptradeAuth.personalApiKey({ clientId, consumerKey }),
      basePath,
    });
    // A personal key sends no user parameters; a commercial application, which a world has, needs them.
    expect(await refusal(personal.accountInformation.listUserAccounts({}))).toMatchObject({
      status: 401,
      responseBody: { code: '0000' },
    });
  });

  it('signs with a key that needs percent-encoding', async () => {
    const world = simulator.createWorld({
      providers: { snaptrade: { consumerKey: 'a key with spaces & ümlauts %' } },
    });
    const { clientId, consumerKey, ...ready } = credentialsOf({ world });
    const snaptrade = new Snaptrade({
      auth: SnaptradeAuth.commercialApiKey({ clientId, consumerKey }),
      basePath: `${world.baseUrl('snaptrade')}${prefix}`,
    });
    expect((await snaptrade.accountInformation.listUserAccounts(ready)).data).toHaveLength(4);
  });
});
