/** Connections, accounts and their data, as they are read. */
import { type Step, step } from './step.ts';

const CRYPTO = 'COINBASE';

const connections: readonly Step[] = [
  step(
    'connections.listBrokerageAuthorizations',
    ({ connections }, { user }) => connections.listBrokerageAuthorizations(user),
    {
      keep: (all, stage) => {
        const shares = all.find(({ brokerage }) => brokerage?.allows_trading && brokerage.slug !== CRYPTO);
        stage.keep('connection', shares?.id);
        stage.keep('crypto connection', all.find(({ brokerage }) => brokerage?.slug === CRYPTO)?.id);
        const other = all.find(({ id, brokerage }) => id !== shares?.id && brokerage?.slug !== CRYPTO);
        stage.keep('other connection', other?.id);
      },
    },
  ),
  step('connections.detailBrokerageAuthorization', ({ connections }, stage) =>
    connections.detailBrokerageAuthorization({ ...stage.user, authorizationId: stage.the('connection') }),
  ),
  step(
    'connections.listBrokerageAuthorizationAccounts',
    ({ connections }, stage) =>
      connections.listBrokerageAuthorizationAccounts({
        ...stage.user,
        authorizationId: stage.the('connection'),
      }),
    { keep: (accounts, stage) => stage.keep('account', accounts[0]?.id) },
  ),
  step('connections.returnRates', ({ connections }, stage) =>
    connections.returnRates({ ...stage.user, authorizationId: stage.the('connection') }),
  ),
  step('connections.refreshBrokerageAuthorization', ({ connections }, stage) =>
    connections.refreshBrokerageAuthorization({ ...stage.user, authorizationId: stage.the('connection') }),
  ),
  step('connections.syncBrokerageAuthorizationTransactions', ({ connections }, stage) =>
    connections.syncBrokerageAuthorizationTransactions({
      ...stage.user,
      authorizationId: stage.the('connection'),
    }),
  ),
  step('connections.sessionEvents', ({ connections }, { clientId, user }) =>
    connections.sessionEvents({ partnerClientId: clientId, userId: user.userId }),
  ),
];

const accounts: readonly Step[] = [
  step(
    'accountInformation.listUserAccounts',
    ({ accountInformation }, { user }) => accountInformation.listUserAccounts(user),
    {
      keep: (all, stage) => {
        const connection = stage.the('crypto connection');
        stage.keep('crypto account', all.find((one) => one.brokerage_authorization === connection)?.id);
      },
    },
  ),
  step('accountInformation.getUserAccountDetails', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountDetails({ ...stage.user, accountId: stage.the('account') }),
  ),
  step(
    'accountInformation.getUserAccountDetails',
    ({ accountInformation }, stage) =>
      accountInformation.getUserAccountDetails({ ...stage.user, accountId: stage.the('connection') }),
    { why: 'the id of a connection', refused: { status: 404, code: '1011' } },
  ),
  step('accountInformation.updateUserAccount', ({ accountInformation }, stage) =>
    accountInformation.updateUserAccount({ ...stage.user, accountId: stage.the('account') }),
  ),
  step('accountInformation.getUserAccountBalance', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountBalance({ ...stage.user, accountId: stage.the('account') }),
  ),
  step(
    'accountInformation.getAllAccountPositions',
    ({ accountInformation }, stage) =>
      accountInformation.getAllAccountPositions({ ...stage.user, accountId: stage.the('account') }),
    {
      keep: ({ results }, stage) => {
        const listed = results.find(({ instrument }) => instrument.kind === 'stock')?.instrument;
        const { id, symbol } = (listed ?? {}) as { readonly id?: string; readonly symbol?: string };
        stage.keep('security', id);
        stage.keep('ticker', symbol);
      },
    },
  ),
  step('accountInformation.getUserAccountPositions', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountPositions({ ...stage.user, accountId: stage.the('account') }),
  ),
  step('accountInformation.getUserHoldings', ({ accountInformation }, stage) =>
    accountInformation.getUserHoldings({ ...stage.user, accountId: stage.the('account') }),
  ),
  step('accountInformation.getAllUserHoldings', ({ accountInformation }, { user }) =>
    accountInformation.getAllUserHoldings(user),
  ),
  step('accountInformation.getAccountBalanceHistory', ({ accountInformation }, stage) =>
    accountInformation.getAccountBalanceHistory({ ...stage.user, accountId: stage.the('account') }),
  ),
  step('accountInformation.getUserAccountReturnRates', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountReturnRates({
      ...stage.user,
      accountId: stage.the('account'),
      timeframes: '1Y,1M',
    }),
  ),
  step('accountInformation.getAccountActivities', ({ accountInformation }, stage) =>
    accountInformation.getAccountActivities({ ...stage.user, accountId: stage.the('account'), limit: 50 }),
  ),
  step('transactionsAndReporting.getActivities', ({ transactionsAndReporting }, { user }) =>
    transactionsAndReporting.getActivities({
      ...user,
      startDate: '2026-01-01',
      endDate: '2026-01-31',
      type: 'BUY,SELL',
    }),
  ),
  step('transactionsAndReporting.getReportingCustomRange', ({ transactionsAndReporting }, { user }) =>
    transactionsAndReporting.getReportingCustomRange({
      ...user,
      startDate: '2025-03-01',
      endDate: '2026-02-28',
    }),
  ),
  step('referenceData.symbolSearchUserAccount', ({ referenceData }, stage) =>
    referenceData.symbolSearchUserAccount({ ...stage.user, accountId: stage.the('account'), substring: 'a' }),
  ),
];

export const reading: readonly Step[] = [...connections, ...accounts];

/** What ends a connection, and what it refuses then. */
export const ending: readonly Step[] = [
  step('connections.disableBrokerageAuthorization', ({ connections }, stage) =>
    connections.disableBrokerageAuthorization({ ...stage.user, authorizationId: stage.the('connection') }),
  ),
  step(
    'connections.disableBrokerageAuthorization',
    ({ connections }, stage) =>
      connections.disableBrokerageAuthorization({ ...stage.user, authorizationId: stage.the('connection') }),
    { why: 'disabled already', refused: { status: 402, code: '3011' } },
  ),
  step(
    'connections.refreshBrokerageAuthorization',
    ({ connections }, stage) =>
      connections.refreshBrokerageAuthorization({ ...stage.user, authorizationId: stage.the('connection') }),
    { why: 'disabled', refused: { status: 402, code: '3003' } },
  ),
  step('connections.deleteConnection', ({ connections }, stage) =>
    connections.deleteConnection({ ...stage.user, connectionId: stage.the('connection') }),
  ),
  step('connections.removeBrokerageAuthorization', ({ connections }, stage) =>
    connections.removeBrokerageAuthorization({
      ...stage.user,
      authorizationId: stage.the('other connection'),
    }),
  ),
];
