/** Refusals, as SnapTrade words them. */
import { type Given, type Headers, type Play, retryAfterHeader } from '../../../src/provider/index.ts';
import { PUBLIC } from '../auth.ts';
import { problems, refusals } from '../errors.ts';
import type { OperationId } from '../generated/operations.ts';
import { operations } from '../generated/operations.ts';
import type { Principal, SnapTradeState } from '../state.ts';
import { refused } from './refused.ts';

/** Read from the brokerage, or from a copy of what it said; documented or seen with a 410. */
const ACCOUNT_READS: readonly OperationId[] = [
  'listAccountsOfConnection',
  'listAccounts',
  'getAccount',
  'listBalances',
  'listAllPositions',
  'listPositions',
  'listActivities',
  'getHoldings',
  'listHoldings',
  'listAllActivities',
  'listOptionHoldings',
  'getPerformance',
];
/** Made of such copies. */
const HISTORIES: readonly OperationId[] = [
  'getBalanceHistory',
  'listAccountReturnRates',
  'listConnectionReturnRates',
];
/** Documented with a 403 of their own, code 1141. */
const FEATURES: readonly OperationId[] = [
  'refreshConnection',
  'disableConnection',
  'listTradeDetection',
  'watchTrades',
  'unwatchTrades',
  ...HISTORIES,
];
const SIGNED: readonly OperationId[] = idsOf((id) => !PUBLIC.has(id));
const OF_A_USER: readonly OperationId[] = operations
  .filter(({ parameters }) => parameters.some(({ name }) => name === 'userId'))
  .map(({ id }) => id as OperationId);
/** Name something in the query or the body. */
const NAMING: readonly OperationId[] = [
  'deleteUser',
  'checkOrder',
  'placeOrder',
  'watchTrades',
  'unwatchTrades',
];
const WITH_ID: readonly OperationId[] = idsOf((id, path) => path.includes('{') || NAMING.includes(id));
const NEEDS_BROKERAGE: ReadonlySet<string> = new Set<OperationId>([
  ...ACCOUNT_READS,
  ...HISTORIES,
  ...idsOf((_id, path) => /\/(orders|recentOrders|trading|quotes)(\/|$)|^\/trade\//.test(path)),
  'listConnectionAccounts',
  'refreshConnection',
  'syncTransactions',
]);

export const answers: Readonly<Record<string, Play<SnapTradeState, Principal>>> = {
  'rate-limited': {
    on: SIGNED,
    // Retry-After is not documented: the text and the headers of the limit tell the time to wait (ST-30, ST-31).
    play: (x, given) => ({
      ...refusals.throttled(Number(given.retryAfter)),
      headers: { ...retryAfterHeader(given, x.now, 'absent'), ...limitHeaders(given) },
    }),
  },
  unavailable: {
    play: (x, { retryAfter }) => {
      const refusal = NEEDS_BROKERAGE.has(x.operation.id) ? refusals.brokerageDown() : refusals.unavailable();
      return retryAfter === undefined
        ? refusal
        : { ...refusal, headers: { 'Retry-After': Number(retryAfter) } };
    },
  },
  'server-error': { play: problems.unexpected },
  unauthorized: {
    on: SIGNED,
    play: (x) => (x.principal.kind === 'user' ? refusals.wrongUser() : refusals.badSignature()),
  },
  'forbidden-scope': {
    on: [...new Set([...OF_A_USER, ...FEATURES])],
    play: (x) =>
      FEATURES.includes(x.operation.id as OperationId) ? refusals.featureOff() : refusals.notPermitted(),
  },
  refused: refused(SIGNED),
  'not-found': { on: WITH_ID, play: refusals.notFound },
  gone: {
    on: [...ACCOUNT_READS, 'removeConnection', 'cancelOldOrder', 'placeBracketOrder'],
    play: refusals.gone,
  },
};

function limitHeaders({ retryAfter, resetHeaders }: Given): Headers {
  return resetHeaders === false
    ? { 'X-RateLimit-Limit': null, 'X-RateLimit-Remaining': null, 'X-RateLimit-Reset': null }
    : { 'X-RateLimit-Remaining': 0, 'X-RateLimit-Reset': Number(retryAfter) };
}

function idsOf(wanted: (id: OperationId, path: string) => boolean): OperationId[] {
  return operations
    .map(({ id, path }) => ({ id: id as OperationId, path }))
    .filter(({ id, path }) => wanted(id, path))
    .map(({ id }) => id);
}
