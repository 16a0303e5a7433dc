/** What a client of Breadbox can be asked to do, each job whole. */
import type { Job } from '../../../src/provider/index.ts';
import type { BreadboxState } from '../state.ts';
import { lastAnswer, lastList, lastWalk } from './served.ts';
import {
  accountRows,
  connectionRows,
  flow,
  freshRows,
  logOfThisSync,
  newestRows,
  outcomes,
  statusBody,
  transactionRows,
  worth,
} from './truth.ts';

const CONNECTION_TIMES = ['last_synced_at', 'last_attempted_sync_at', 'created_at', 'updated_at'];
const LOG_TIMES = ['started_at', 'completed_at'];
const ROW_TIMES = ['datetime', 'created_at', 'updated_at'];

const PERIOD = {
  'accountId?': 'only this account',
  'userId?': 'only accounts of this person',
  'firstDay?': 'first day wanted',
  'lastDay?': 'last day wanted, itself included',
};

export const jobs: Readonly<Record<string, Job<BreadboxState>>> = {
  listConnections: {
    says: 'All connections.',
    input: { 'userId?': 'only those of this person' },
    operations: ['listConnections'],
    truth: connectionRows,
    served: lastList('listConnections'),
    times: CONNECTION_TIMES,
  },
  connectionStatus: {
    says: 'One connection with its latest sync.',
    input: { connectionId: 'id of the connection' },
    operations: ['getConnectionStatus'],
    truth: statusBody,
    served: lastAnswer('getConnectionStatus'),
    times: [...CONNECTION_TIMES, ...LOG_TIMES],
  },
  listAccounts: {
    says: 'All accounts with their balances.',
    input: { 'userId?': 'only those of this person' },
    operations: ['listAccounts'],
    truth: accountRows,
    served: lastList('listAccounts'),
    decimals: ['balance_current', 'balance_available', 'balance_limit'],
    times: ['created_at', 'updated_at'],
  },
  accountsOfConnection: {
    says: 'The accounts of one connection.',
    input: { connectionId: 'id of the connection' },
    operations: ['listAccounts', 'listConnections'],
    truth: (world, { connectionId }) =>
      accountRows(world, {}).filter((account) => account.connection_id === connectionId),
    decimals: ['balance_current', 'balance_available', 'balance_limit'],
    times: ['created_at', 'updated_at'],
  },
  netWorth: {
    says: 'What is owned less what is owed, a row `{ iso_currency_code, amount }` for each currency.',
    input: { 'userId?': 'only accounts of this person' },
    operations: ['listAccounts'],
    truth: worth,
    decimals: ['amount'],
    id: 'iso_currency_code',
  },
  listTransactions: {
    says: 'All transactions that match.',
    input: {
      ...PERIOD,
      'search?': 'only those with this text in name or merchant',
      'sortBy?': 'date, amount or name: what they are to be sorted by; it is all of them in any case',
    },
    operations: ['listTransactions'],
    truth: transactionRows,
    served: lastWalk,
    decimals: ['amount'],
    times: ROW_TIMES,
  },
  newestTransactions: {
    says: 'The newest transactions of an account, newest first.',
    input: { accountId: 'the account', count: 'how many; fewer only if there are no more' },
    operations: ['listTransactions'],
    truth: newestRows,
    decimals: ['amount'],
    times: ROW_TIMES,
    order: 'kept',
  },
  cashFlow: {
    says: 'Money in and money out, neither below zero, a row `{ iso_currency_code, money_in, money_out }` for each currency that has transactions, pending ones included.',
    input: PERIOD,
    operations: ['listTransactions'],
    truth: flow,
    decimals: ['money_in', 'money_out'],
    id: 'iso_currency_code',
  },
  syncConnection: {
    says: 'Sync one connection and wait for the end of that sync; its row of the log if it succeeded, else a failure.',
    input: { connectionId: 'id of the connection' },
    operations: ['triggerSync', 'getConnectionStatus', 'listConnections'],
    truth: logOfThisSync,
    served: (exchanges) => {
      const answer = lastAnswer('getConnectionStatus')(exchanges);
      return typeof answer === 'object' && answer !== null && 'recent_sync' in answer
        ? answer.recent_sync
        : undefined;
    },
    times: LOG_TIMES,
  },
  syncAll: {
    says: 'Sync all active connections and wait for the end of the last; a row `{ connection_id, status, error }` for each, as its log has it.',
    input: {},
    operations: ['triggerSync', 'getConnectionStatus', 'listConnections'],
    truth: outcomes,
    id: 'connection_id',
  },
  freshTransactions: {
    says: 'Sync a connection, wait for success, then give all transactions of one of its accounts.',
    input: {
      connectionId: 'id of the connection',
      accountId: 'the account',
      'firstDay?': 'first day wanted',
    },
    operations: ['triggerSync', 'getConnectionStatus', 'listConnections', 'listTransactions'],
    truth: freshRows,
    decimals: ['amount'],
    times: ROW_TIMES,
  },
};
