/** Refusals, as SnapTrade words them. */
import { type Given, type Headers, type Play, retryAfterHeader } from '../../../src/provider/index.ts';
import { problems, refusals } from '../errors.ts';
import type { OperationId } from '../generated/operations.ts';
import { operations } from '../generated/operations.ts';
import type { Principal, SnapTradeState } from '../state.ts';

/** Read from the brokerage, or from a copy of what it said. */
const ACCOUNT_READS: readonly OperationId[] = [
  'listAccountsOfConnection',
  'listAccounts',
  'getAccount',
  'listBalances',
  'listAllPositions',
  'listPositions',
  'listActivities',
];
const SIGNED: readonly OperationId[] = idsOf((id) => id !== 'checkStatus');
/** Documented with a 403 of their own, code 1141. */
const FEATURES: readonly OperationId[] = ['refreshConnection', 'disableConnection'];
const OF_A_USER: readonly OperationId[] = idsOf(
  (id) => !['checkStatus', 'listUsers', 'registerUser', 'resetUserSecret'].includes(id),
);
const WITH_ID: readonly OperationId[] = idsOf((id, path) => path.includes('{') || id === 'deleteUser');
const NEEDS_BROKERAGE: ReadonlySet<string> = new Set<OperationId>([...ACCOUNT_READS, 'refreshConnection']);

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
    on: OF_A_USER,
    play: (x) =>
      FEATURES.includes(x.operation.id as OperationId) ? refusals.featureOff() : refusals.notPermitted(),
  },
  'not-found': { on: WITH_ID, play: refusals.notFound },
  gone: { on: [...ACCOUNT_READS, 'removeConnection'], play: refusals.gone },
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
