/** SnapTrade: the table of contents. */
import { hex, type Seed, sub } from '../../fixtures/ledger/index.ts';
import { subNumber } from '../../fixtures/ledger/seed.ts';
import { armedFaults, defineProvider, validate } from '../../src/provider/index.ts';
import { accounts } from './accounts.ts';
import { activities } from './activities.ts';
import { allActivities } from './all-activities.ts';
import { applicationOf, personalKeyOf } from './application.ts';
import { authenticate, sparedParameters } from './auth.ts';
import { bundles } from './bundles.ts';
import { changes } from './changes.ts';
import {
  connectionDeleted,
  connectionRefreshed,
  connectionRefreshFailed,
  connections,
  transactionsSynced,
} from './connections.ts';
import { crypto } from './crypto/index.ts';
import { problems, render } from './errors.ts';
import { faults } from './faults.ts';
import { contract } from './generated/contract.ts';
import type { operations } from './generated/types.ts';
import { history } from './history.ts';
import { LENS } from './lens.ts';
import { announceLimits, throttle } from './limits.ts';
import { oauthClientOf } from './oauth/client.ts';
import { oauthMarkOf, oauthPages } from './oauth/pages.ts';
import { options } from './options/index.ts';
import { OPTION_EXPIRES, optionExpires } from './options/positions.ts';
import { performance } from './performance.ts';
import { link } from './portal/link.ts';
import { pages } from './portal/pages.ts';
import { sessionEvents } from './portal/read-events.ts';
import { portalAnswered } from './portal/steps.ts';
import { positions } from './positions.ts';
import { readyUser } from './ready-user.ts';
import { reference } from './reference/index.ts';
import { refuseRemoved } from './removed.ts';
import { sample } from './sample.ts';
import { LEGACY_PREFIX } from './signature.ts';
import { createState, type Principal, type SnapTradeState, type SnapTradeWorld } from './state.ts';
import { status } from './status.ts';
import { suite } from './suite/index.ts';
import { switches } from './switches.ts';
import { trading, tradingEvents } from './trading/index.ts';
import { rowArrived } from './trading/watches.ts';
import { userDeleted, users } from './users.ts';
import { connectionMoved, webhooks } from './webhooks.ts';
import { mayBeNull } from './wire/nulls.ts';

/** 2026-06-12T00:00:00Z, when the API left the old prefix (ST-71). */
const PREFIX_DEPRECATED = '@1781222400';

/** What the provider's web framework puts on every response (ST-73). */
const SERVER_HEADERS = Object.entries({
  Vary: 'Accept, DNT, origin, Cookie',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
});

export const snaptrade = defineProvider<operations, SnapTradeState, Principal>()({
  id: LENS,
  title: 'SnapTrade',
  hosts: ['api.snaptrade.com'],
  basePaths: ['', LEGACY_PREFIX],
  contract,
  switches,
  // Django, which the provider's headers and error texts point to, reads the last of several.
  repeatedParameter: 'last',
  exactNumbers: true,
  createState,

  credentials: (world) => {
    const { clientId, consumerKey } = applicationOf(world);
    const personal = personalKeyOf(world);
    const oauth = oauthClientOf(world);
    return {
      tokens: [clientId, personal.clientId, oauth.clientId, oauth.mark],
      // The user is looked up in the ledger, which a world that is only made does without.
      get show() {
        return {
          clientId,
          consumerKey,
          ...readyUser(world),
          personalClientId: personal.clientId,
          personalConsumerKey: personal.consumerKey,
          oauthClientId: oauth.clientId,
          oauthClientSecret: oauth.clientSecret,
        };
      },
    };
  },
  identify: (request) => request.queryValues.get('clientId')?.at(-1) ?? oauthMarkOf(request),
  openCredentials: ['clientId', 'userId', 'personalClientId', 'oauthClientId'],
  secretParameters: ['userSecret', 'token', 'ticket'],
  secretMembers: ['userSecret', 'consumerKey', 'webhookSecret', 'access_token', 'refresh_token'],
  secretInAddresses: ['code'],
  environment: {
    SNAPTRADE_BASE_URL: 'baseUrl',
    SNAPTRADE_CLIENT_ID: 'clientId',
    SNAPTRADE_CONSUMER_KEY: 'consumerKey',
    SNAPTRADE_USER_ID: 'userId',
    SNAPTRADE_USER_SECRET: 'userSecret',
  },

  // As Django REST framework has it: who you are, how often you came, and only then what you want (ST-C03).
  checks: [
    authenticate,
    throttle,
    armedFaults,
    refuseRemoved,
    validate(contract.requests, problems, sparedParameters),
  ],
  handlers: {
    ...status,
    ...users,
    ...link,
    ...sessionEvents,
    ...connections,
    ...accounts,
    ...positions,
    ...activities,
    ...history,
    ...bundles,
    ...allActivities,
    ...performance,
    ...reference,
    ...trading,
    ...options,
    ...crypto,
  },
  pages: [...pages, ...oauthPages],
  events: {
    'portal-answered': portalAnswered,
    'user-deleted': userDeleted,
    'connection-refreshed': connectionRefreshed,
    'connection-refresh-failed': connectionRefreshFailed,
    'transactions-synced': transactionsSynced,
    'connection-deleted': connectionDeleted,
    ...tradingEvents,
    [OPTION_EXPIRES]: optionExpires,
  },
  connectionMoved,
  rowArrived,
  webhooks,

  mayBeNull,
  changes,
  faults,
  problems,
  render,
  finish: (x) => {
    announceLimits(x);
    x.setHeader('X-Request-ID', requestId(x.world));
    for (const [name, value] of SERVER_HEADERS) x.setHeader(name, value);
    if (x.basePath === LEGACY_PREFIX) x.setHeader('Deprecation', PREFIX_DEPRECATED);
  },
  sample,
  suite,
});

/** 32 hexadecimal digits without dashes (ST-70). */
function requestId(world: SnapTradeWorld): string {
  let own = requestSeeds.get(world.seed);
  if (own === undefined) {
    own = sub(world.seed, LENS, 'request');
    requestSeeds.set(world.seed, own);
  }
  return hex(subNumber(own, world.serial('request')), 32);
}

/** Of each world, what its request ids are drawn from: every answer has one. */
const requestSeeds = new WeakMap<Seed, Seed>();
