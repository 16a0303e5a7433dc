/** SnapTrade: the table of contents. */
import { hex, sub } from '../../fixtures/ledger/index.ts';
import { armedFaults, defineProvider, validate } from '../../src/provider/index.ts';
import { accounts } from './accounts.ts';
import { activities } from './activities.ts';
import { applicationOf } from './application.ts';
import { authenticate } from './auth.ts';
import { changes } from './changes.ts';
import {
  connectionDeleted,
  connectionRefreshed,
  connectionRefreshFailed,
  connections,
} from './connections.ts';
import { problems, render } from './errors.ts';
import { faults } from './faults.ts';
import { contract } from './generated/contract.ts';
import type { operations } from './generated/types.ts';
import { LENS } from './lens.ts';
import { announceLimits, throttle } from './limits.ts';
import { portal } from './portal.ts';
import { positions } from './positions.ts';
import { readyUser } from './ready-user.ts';
import { sample } from './sample.ts';
import { LEGACY_PREFIX } from './signature.ts';
import { createState, type Principal, type SnapTradeState, type SnapTradeWorld } from './state.ts';
import { status } from './status.ts';
import { suite } from './suite/index.ts';
import { switches } from './switches.ts';
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
    return {
      tokens: [clientId],
      // The user is looked up in the ledger, which a world that is only made does without.
      get show() {
        return { clientId, consumerKey, ...readyUser(world) };
      },
    };
  },
  identify: (request) => request.queryValues.get('clientId')?.at(-1),
  openCredentials: ['clientId', 'userId'],
  secretParameters: ['userSecret', 'token'],
  secretMembers: ['userSecret', 'consumerKey', 'webhookSecret'],
  environment: {
    SNAPTRADE_BASE_URL: 'baseUrl',
    SNAPTRADE_CLIENT_ID: 'clientId',
    SNAPTRADE_CONSUMER_KEY: 'consumerKey',
    SNAPTRADE_USER_ID: 'userId',
    SNAPTRADE_USER_SECRET: 'userSecret',
  },

  // As Django REST framework has it: who you are, how often you came, and only then what you want (ST-C03).
  checks: [authenticate, throttle, armedFaults, validate(contract.requests, problems)],
  handlers: { ...status, ...users, ...portal, ...connections, ...accounts, ...positions, ...activities },
  events: {
    'user-deleted': userDeleted,
    'connection-refreshed': connectionRefreshed,
    'connection-refresh-failed': connectionRefreshFailed,
    'connection-deleted': connectionDeleted,
  },
  connectionMoved,
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
  return hex(sub(world.seed, LENS, 'request', world.serial('request')), 32);
}
