/** Refusals, as Redbark words them. */
import { type Headers, type Play, type Problem, retryAfterHeader } from '../../../src/provider/index.ts';
import { problems, refusals } from '../errors.ts';
import type { OperationId } from '../generated/operations.ts';
import { tooManyInFlight } from '../limits.ts';
import type { Principal, RedbarkExchange, RedbarkState } from '../state.ts';

type RedbarkPlay = Play<RedbarkState, Principal>;

const LIVE: readonly OperationId[] = ['listTransactions', 'listHoldings', 'listTrades'];
const BROKERAGE: readonly OperationId[] = ['listHoldings', 'listTrades'];
const WITH_KEY: readonly OperationId[] = [
  'listConnections',
  'listAccounts',
  'listBalances',
  'listCategories',
  ...LIVE,
];

export const answers: Readonly<Record<string, RedbarkPlay>> = {
  'rate-limited': {
    on: WITH_KEY,
    play: (x, given) => {
      const wait = retryAfterHeader(given, x.now, 'seconds');
      return { ...refusals.rateLimited(), headers: { ...wait, ...bucketHeaders(x, given) } };
    },
  },
  'too-many-in-flight': { on: LIVE, play: tooManyInFlight },
  unavailable: {
    play: (x, { retryAfter }) => {
      const refusal = outage(x);
      return retryAfter === undefined
        ? refusal
        : { ...refusal, headers: { 'Retry-After': Number(retryAfter) } };
    },
  },
  'server-error': { play: problems.unexpected },
  unauthorized: {
    on: WITH_KEY,
    play: (x) => {
      // Nobody is known any more: what such an answer says about limits is of failed attempts.
      x.principal = undefined;
      return refusals.invalidKey();
    },
  },
  'plan-required': { on: WITH_KEY, play: refusals.planTooSmall },
  'professional-required': { on: BROKERAGE, play: refusals.notProfessional },
  'not-found': {
    on: [...LIVE, 'listBalances'],
    play: (x, { account }) =>
      account !== undefined || x.operation.id === 'listBalances'
        ? refusals.accountNotFound()
        : refusals.connectionNotFound(),
  },
  gone: {
    // The one 410 that was seen: of a call that leaves `accountId` out (RB-C03).
    on: ['listTransactions'],
    when: (x) => x.query.accountId === undefined,
    play: refusals.accountIdNeeded,
  },
};

/** The bank or broker where the operation reads one, in the world's own status; else the service (RB-C40). */
function outage(x: RedbarkExchange): Problem {
  switch (x.operation.id as OperationId) {
    case 'listTransactions':
      return refusals.providerDown(x.world, 'banking');
    case 'listHoldings':
    case 'listTrades':
      return refusals.providerDown(x.world, 'brokerage');
    default:
      return refusals.unavailable();
  }
}

/** The bucket seems empty until the time to wait is over. */
function bucketHeaders(
  { now }: RedbarkExchange,
  { retryAfter, resetHeaders }: Readonly<Record<string, unknown>>,
): Headers {
  if (resetHeaders === false) {
    return { 'X-RateLimit-Limit': null, 'X-RateLimit-Remaining': null, 'X-RateLimit-Reset': null };
  }
  return {
    'X-RateLimit-Remaining': 0,
    'X-RateLimit-Reset': Math.ceil(now / 1000) + Number(retryAfter),
  };
}
