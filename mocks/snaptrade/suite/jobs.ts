/** The whole jobs a client is asked to do. */
import type { Job } from '../../../src/provider/index.ts';
import type { SnapTradeState } from '../state.ts';
import { orderJobs } from './order-jobs.ts';
import { lastAnswer, lastWalk } from './served.ts';
import * as truth from './truth.ts';

type SnapTradeJob = Job<SnapTradeState>;

/** Wherever they stand: JSON numbers, or strings of digits. */
export const DECIMALS: readonly string[] = [
  'amount',
  'cash',
  'buying_power',
  'units',
  'fractional_units',
  'price',
  'cost_basis',
  'average_purchase_price',
  'open_pnl',
  'fee',
  'fx_rate',
];
export const TIMES: readonly string[] = [
  'timestamp',
  'created_date',
  'updated_date',
  'disabled_date',
  'funding_date',
  'opening_date',
  'last_successful_sync',
  'as_of',
  'trade_date',
  'settlement_date',
  'eventTimestamp',
];

const CONNECTION = { connectionId: 'id of a connection' };
const ACCOUNT = { accountId: 'id of an account' };

export const jobs: Readonly<Record<string, SnapTradeJob>> = {
  checkStatus: job({
    says: 'Whether the API is up, and its time: the answer of `GET /`.',
    input: {},
    operations: ['checkStatus'],
    truth: () => undefined,
    served: lastAnswer('checkStatus'),
  }),
  listUsers: job({
    says: 'Ids of all users of the application.',
    input: {},
    operations: ['listUsers'],
    truth: truth.usersLeft,
    served: lastAnswer('listUsers'),
  }),
  registerUser: job({
    says: 'Registers a user, and proves the secret that came back: `{ userId, connections }`, the connections as that user reads them.',
    input: { userId: 'the id it is to have' },
    operations: ['registerUser', 'listConnections'],
    truth: truth.newUser,
  }),
  resetUserSecret: job({
    says: "Exchanges the user's secret for a new one, and proves that: the user's connections, read with the new secret.",
    input: {},
    operations: ['resetUserSecret', 'listConnections'],
    truth: truth.connections,
  }),
  deleteUser: job({
    says: 'Deletes a user, waits until that is done, and gives the ids of the users that are left.',
    input: { userId: 'id of a user' },
    operations: ['deleteUser', 'listUsers'],
    truth: truth.usersLeft,
  }),
  openPortal: job({
    says: 'A way into the connection portal: `{ redirectURI, sessionId }`.',
    input: {
      'broker?': 'slug of the brokerage to go to at once',
      'connectionType?': 'read, trade or trade-if-available',
      'reconnect?': 'id of a connection to mend',
    },
    operations: ['login'],
    truth: truth.portalSession,
    served: lastAnswer('login'),
  }),
  listConnections: job({
    says: 'All connections of the user, disabled ones too.',
    input: {},
    operations: ['listConnections'],
    truth: truth.connections,
    served: lastAnswer('listConnections'),
  }),
  getConnection: job({
    says: 'One connection.',
    input: CONNECTION,
    operations: ['getConnection'],
    truth: truth.connection,
    served: lastAnswer('getConnection'),
  }),
  refreshConnection: job({
    says: 'Asks for a refresh, waits until the data are newer than before, and gives the accounts of the connection then.',
    input: CONNECTION,
    operations: ['refreshConnection', 'listAccountsOfConnection', 'getConnection'],
    truth: truth.refreshedAccounts,
  }),
  disableConnection: job({
    says: 'Disables a connection on purpose, and gives it as it is then.',
    input: CONNECTION,
    operations: ['disableConnection', 'getConnection'],
    truth: truth.connection,
  }),
  deleteConnection: job({
    says: 'Deletes a connection, waits until it is gone, and gives those that are left.',
    input: CONNECTION,
    operations: ['deleteConnection', 'getConnection', 'listConnections'],
    truth: truth.connectionsLeft,
  }),
  removeConnection: job({
    says: 'Deletes a connection in the form that was removed (`DELETE /authorizations/{id}`), and gives those that are left.',
    input: CONNECTION,
    operations: ['removeConnection', 'listConnections'],
    truth: truth.connectionsLeft,
  }),
  listAccounts: job({
    says: 'All accounts of the user over all connections.',
    input: {},
    operations: ['listAccounts'],
    truth: truth.accounts,
    served: lastAnswer('listAccounts'),
  }),
  listAccountsOfConnection: job({
    says: 'The accounts behind one connection.',
    input: CONNECTION,
    operations: ['listAccountsOfConnection'],
    truth: truth.accountsOfConnection,
    served: lastAnswer('listAccountsOfConnection'),
  }),
  listBalances: job({
    says: 'Cash in an account, an entry per currency.',
    input: ACCOUNT,
    operations: ['listBalances'],
    truth: truth.balances,
    served: lastAnswer('listBalances'),
  }),
  listPositions: job({
    says: 'Everything an account holds, and when that was read: `{ results, data_freshness }`.',
    input: ACCOUNT,
    operations: ['listAllPositions'],
    truth: truth.positions,
    served: lastAnswer('listAllPositions'),
  }),
  listOldPositions: job({
    says: 'The list of positions that was removed (`GET /accounts/{id}/positions`).',
    input: ACCOUNT,
    operations: ['listPositions'],
    truth: truth.oldPositions,
    served: lastAnswer('listPositions'),
  }),
  listActivities: job({
    says: 'All activities of an account, of all pages; of a new account once its first sync has ended.',
    input: {
      ...ACCOUNT,
      'startDate?': 'first day wanted',
      'endDate?': 'last day wanted, itself included',
      'type?': 'types wanted, with commas between them',
    },
    operations: ['listActivities', 'getAccount'],
    truth: truth.activities,
    served: lastWalk,
  }),
  readPortfolio: job({
    says: 'A connection with its accounts, each with `balances` and `positions`: all of it, or a failure.',
    input: CONNECTION,
    operations: ['getConnection', 'listAccountsOfConnection', 'listBalances', 'listAllPositions'],
    truth: truth.portfolio,
  }),
  readWebhook: job({
    says: 'Takes a webhook for true, and gives its body but for webhookSecret; or fails with `unauthorized`.',
    input: { body: 'the body as it came', signature: 'the header Signature' },
    operations: [],
    truth: truth.webhook,
  }),
  ...orderJobs,
};

function job(told: Omit<SnapTradeJob, 'decimals' | 'times'>): SnapTradeJob {
  return { ...told, decimals: DECIMALS, times: TIMES };
}
