/** Users and what the whole application may ask for. */
import { type Step, step } from './step.ts';

const NEWCOMER = 'usér-✓ 1+2';

export const beginning: readonly Step[] = [
  step('apiStatus.check', ({ apiStatus }) => apiStatus.check()),
  step(
    'authentication.registerSnapTradeUser',
    ({ authentication }) => authentication.registerSnapTradeUser({ userId: NEWCOMER }),
    { keep: ({ userSecret }, stage) => stage.keep('newcomer’s secret', userSecret) },
  ),
  step(
    'authentication.registerSnapTradeUser',
    ({ authentication }) => authentication.registerSnapTradeUser({ userId: NEWCOMER }),
    { why: 'the same user again', refused: { status: 400, code: '1010' } },
  ),
  step('authentication.listSnapTradeUsers', ({ authentication }) => authentication.listSnapTradeUsers()),
  step('authentication.loginSnapTradeUser', ({ authentication }, stage) =>
    authentication.loginSnapTradeUser({
      userId: NEWCOMER,
      userSecret: stage.the('newcomer’s secret'),
      customRedirect: 'https://example.com/done?a=1&b=2',
    }),
  ),
  step(
    'authentication.resetSnapTradeUserSecret',
    ({ authentication }, stage) =>
      authentication.resetSnapTradeUserSecret({
        userId: NEWCOMER,
        userSecret: stage.the('newcomer’s secret'),
      }),
    { keep: ({ userSecret }, stage) => stage.keep('newcomer’s new secret', userSecret) },
  ),
  step(
    'accountInformation.listUserAccounts',
    ({ accountInformation }, stage) =>
      accountInformation.listUserAccounts({
        userId: NEWCOMER,
        userSecret: stage.the('newcomer’s secret'),
      }),
    { why: 'with the secret of before', refused: { status: 401, code: '1083' } },
  ),
  step('authentication.deleteSnapTradeUser', ({ authentication }) =>
    authentication.deleteSnapTradeUser({ userId: NEWCOMER }),
  ),
];
