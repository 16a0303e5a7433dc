/** Jobs with the other two ways in: a personal key, and OAuth, where a code is exchanged and tokens run out. */
import type { Job } from '../../../src/provider/index.ts';
import { accountsOf, connectionsOf } from '../lens.ts';
import { allow, challengeOf, type Grant, nextTokens, tokensInForce } from '../oauth/grants.ts';
import { readyUser } from '../ready-user.ts';
import { findUser, type SnapTradeState, type SnapTradeWorld } from '../state.ts';
import { accountBody, balanceBodies } from '../wire/account.ts';
import { oauthUserId } from '../wire/oauth.ts';
import { DECIMALS, TIMES } from './jobs.ts';
import { accounts, activities, type Truth } from './truth.ts';

const exchanged: Truth = (world, input) => ({
  userId: oauthUserId(world, readyUser(world).userId),
  accounts: accounts(world, input),
});

/** The refresh token that is good now is the one that has to be kept: the one before is dead (ST-462). */
const readWithTokens: Truth = (world) => {
  const user = findUser(world.state, readyUser(world).userId);
  const grant = grantOf(world);
  const connections = user === undefined ? [] : connectionsOf(world, user);
  return {
    accounts: connections.flatMap((one) =>
      accountsOf(world.ledger, one).map((place) => ({
        ...accountBody(world, place),
        balances: balanceBodies(world, place),
      })),
    ),
    refreshToken: grant === undefined ? null : tokensInForce(world, grant).refresh,
  };
};

export const accessJobs: Readonly<Record<string, Job<SnapTradeState>>> = {
  listOwnAccounts: job({
    says: 'With a personal key for credentials, `clientId` and `consumerKey` alone: all accounts of its user.',
    input: {},
    operations: ['listAccounts'],
    truth: accounts,
  }),
  listOwnActivities: job({
    says: 'With a personal key: all activities of an account, of all pages.',
    input: { accountId: 'id of an account', startDate: 'first day wanted' },
    operations: ['listActivities', 'getAccount'],
    truth: activities,
  }),
  exchangeCode: job({
    says: 'With `oauthClientId` and `oauthClientSecret` for credentials: exchanges the code that came back with a user for tokens, and proves them: `{ userId, accounts }`, who the user is by the answer, and their accounts.',
    input: {
      code: 'the code',
      redirectUri: 'the address that it came to',
      codeVerifier: 'what code_challenge was made from',
    },
    operations: ['listAccounts'],
    truth: exchanged,
  }),
  readWithTokens: job({
    says: 'With `oauthClientId` and `oauthClientSecret`: reads all accounts of the user, each with its `balances`, with tokens that were kept since they came: `{ accounts, refreshToken }`, the refresh token to keep from now on.',
    input: { accessToken: 'may have run out', refreshToken: 'came with it' },
    operations: ['listAccounts', 'listBalances'],
    truth: readWithTokens,
  }),
};

const REDIRECT_URI = 'http://127.0.0.1:3000/callback';
/** The example of RFC 7636. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/**
 * `$oauth.code`, `$oauth.access-token`, ...: before the case began the user allowed the application to read, and, but for
 * the code, it got its tokens then. Those of `spent-` were refreshed once since, by somebody who did not keep what came.
 */
export function oauthText(world: SnapTradeWorld, name: string): string | undefined {
  switch (name) {
    case 'redirect-uri':
      return REDIRECT_URI;
    case 'verifier':
      return VERIFIER;
    case 'code':
      return allowed(world);
    case 'access-token':
      return tokensOf(world, 1)?.access;
    case 'refresh-token':
      return tokensOf(world, 1)?.refresh;
    case 'spent-access-token':
      return tokensOf(world, 2)?.access;
    case 'spent-refresh-token':
      return tokensOf(world, 2)?.refresh;
    default:
      return undefined;
  }
}

/** The first pair of tokens of the one grant, which was taken so many times; texts are asked for one after the other. */
function tokensOf(world: SnapTradeWorld, rounds: number): ReturnType<typeof tokensInForce> | undefined {
  if (grantOf(world) === undefined) allowed(world);
  const grant = grantOf(world);
  if (grant === undefined) return undefined;
  while (grant.round < rounds) nextTokens(world, grant, grant.scopes);
  return tokensInForce(world, { ...grant, round: 1 });
}

function grantOf({ state }: SnapTradeWorld): Grant | undefined {
  return Object.values(state.grants).at(-1);
}

function allowed(world: SnapTradeWorld): string | undefined {
  const user = findUser(world.state, readyUser(world).userId);
  const wish = { redirectUri: REDIRECT_URI, challenge: challengeOf(VERIFIER) };
  return user && allow(world, user, ['read'], wish);
}

function job(told: Omit<Job<SnapTradeState>, 'decimals' | 'times'>): Job<SnapTradeState> {
  return { ...told, decimals: DECIMALS, times: TIMES };
}
