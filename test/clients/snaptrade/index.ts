/** SnapTrade, as one would want it to be used in production: the reference that every case is passed by. */
import {
  type ClientDefinition,
  type ClientOperation,
  defineClient,
} from '../../../src/verify/define-client.ts';
import {
  listAccounts,
  listActivities,
  listBalances,
  listOldPositions,
  listPositions,
  readPortfolio,
} from './accounts.ts';
import { Api } from './api.ts';
import {
  accountsOf,
  deleteConnection,
  disableConnection,
  getConnection,
  listConnections,
  refreshConnection,
  removeConnection,
  rowsOf,
} from './connections.ts';
import { readBalanceHistory, readReturnRates, syncTransactions, takeDeliveries } from './data.ts';
import { exchangeRate, findSecurity, offerBrokerages } from './lookup.ts';
import { exchangeCode, readWithTokens } from './oauth.ts';
import { ORDER_JOBS } from './order-jobs.ts';
import { type Policies, policies } from './policies.ts';
import { finishPortal, followPortal, type LinkWish, linkForLater } from './portal.ts';
import { deleteUser, listUsers, openPortal, registerUser, resetUserSecret } from './users.ts';
import { readWebhook } from './webhooks.ts';

type Input = Parameters<ClientOperation>[0];

const JOBS: Readonly<Record<string, (api: Api, input: Input) => Promise<unknown>>> = {
  checkStatus: (api) => api.get('/', { as: 'anyone' }),
  listUsers: (api) => listUsers(api),
  registerUser: (api, { userId }) => registerUser(api, userId),
  resetUserSecret: (api) => resetUserSecret(api),
  deleteUser: (api, { userId }) => deleteUser(api, userId),
  openPortal: (api, options) => openPortal(api, options),
  listConnections: (api) => listConnections(api),
  getConnection: (api, { connectionId }) => getConnection(api, connectionId),
  listAccountsOfConnection: async (api, { connectionId }) => rowsOf(api, await accountsOf(api, connectionId)),
  refreshConnection: async (api, { connectionId }) => rowsOf(api, await refreshConnection(api, connectionId)),
  disableConnection: (api, { connectionId }) => disableConnection(api, connectionId),
  deleteConnection: (api, { connectionId }) => deleteConnection(api, connectionId),
  removeConnection: (api, { connectionId }) => removeConnection(api, connectionId),
  listAccounts: (api) => listAccounts(api),
  listBalances: (api, { accountId }) => listBalances(api, accountId),
  listPositions: (api, { accountId }) => listPositions(api, accountId),
  listOldPositions: (api, { accountId }) => listOldPositions(api, accountId),
  listActivities: (api, { accountId, ...filter }) => listActivities(api, accountId, filter),
  readPortfolio: (api, { connectionId }) => readPortfolio(api, connectionId),
  linkForLater: (api, wish) => linkForLater(api, wish as unknown as LinkWish),
  finishPortal: (api, { address }) => finishPortal(api, address),
  followPortal: (api, { messages }) => followPortal(api, messages),
  listOwnAccounts: (api) => listAccounts(api),
  listOwnActivities: (api, { accountId, ...filter }) => listActivities(api, accountId, filter),
  exchangeCode: (api, { code, redirectUri, codeVerifier }) =>
    exchangeCode(api, { code, redirectUri, codeVerifier }),
  readWithTokens: (api, { accessToken, refreshToken }) => readWithTokens(api, accessToken, refreshToken),
  syncTransactions: (api, { connectionId, accountId, startDate }) =>
    syncTransactions(api, { connectionId, accountId, startDate }),
  readBalanceHistory: (api, { accountId }) => readBalanceHistory(api, accountId),
  readReturnRates: (api, { accountId }) => readReturnRates(api, accountId),
  takeDeliveries: (api, { deliveries }) => takeDeliveries(api, deliveries),
  offerBrokerages: (api, { forTrading }) => offerBrokerages(api, forTrading === true),
  findSecurity: (api, { ticker, mic }) => findSecurity(api, ticker, mic),
  exchangeRate: (api, { from, to }) => exchangeRate(api, from, to),
  readWebhook: async (api, { body, signature }) => readWebhook(api, body, signature),
  ...ORDER_JOBS,
};

export type { Policies };

/** @param changes policies in which it differs from the reference */
export function snaptradeClient(changes: Partial<Policies> = {}): ClientDefinition {
  const own: Policies = { ...policies, ...changes };
  return defineClient({
    client: 'snaptrade-reference',
    version: '1.0.0',
    clock: true,
    operations: Object.fromEntries(
      Object.entries(JOBS).map(([name, job]) => [
        `snaptrade.${name}`,
        (input, context) => job(new Api(context, own), input),
      ]),
    ),
  });
}
