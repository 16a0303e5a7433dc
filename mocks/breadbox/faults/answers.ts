/** Refusals in this API's words, given although nothing is wrong. */
import { type Headers, type Play, type Problem, retryAfterHeader } from '../../../src/provider/index.ts';
import { problems, refusals } from '../errors.ts';
import { noLimits, usedUp } from '../limits.ts';
import type { BreadboxState, Principal } from '../state.ts';
import { namedConnection } from './concerns.ts';

type Answers = Readonly<Record<string, Play<BreadboxState, Principal>>>;

export const answers: Answers = {
  'rate-limited': {
    play(x, given) {
      const seconds = Number(given.retryAfter);
      const said = refusals.rateLimited(seconds);
      const headers = {
        ...retryAfterHeader(given, x.now, 'seconds'),
        ...(given.resetHeaders === true ? usedUp(x, seconds) : noLimits),
      };
      return { ...said, headers };
    },
  },
  unavailable: {
    play: (x, given) =>
      withHeaders(
        refusals.databaseUnavailable(),
        given.retryAfter === undefined ? {} : retryAfterHeader(given, x.now, 'seconds'),
      ),
  },
  'server-error': { play: (x) => problems.unexpected(x) },
  // A key that is refused is not counted, so its answer tells no limits (BB-C23).
  unauthorized: { play: () => withHeaders(refusals.revokedKey(), noLimits) },
  'forbidden-scope': { on: ['triggerSync'], play: () => refusals.readOnlyKey() },
  'not-found': {
    on: ['getConnectionStatus', 'triggerSync'],
    when: (x) => namedConnection(x) !== undefined,
    play: () => refusals.connectionNotFound(),
  },
  // A sync of all has no 409: it joins what runs (BB-C15).
  conflict: {
    on: ['triggerSync'],
    when: (x) => namedConnection(x) !== undefined,
    play: () => refusals.syncInProgress(),
  },
};

function withHeaders(said: Problem, headers: Headers): Problem {
  return { ...said, headers: { ...said.headers, ...headers } };
}
