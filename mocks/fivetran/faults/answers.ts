/** Refusals in this API's words, given although nothing is wrong. */
import { type Play, retryAfterHeader } from '../../../src/provider/index.ts';
import { problems, refusals } from '../errors.ts';
import type { operations } from '../generated/types.ts';
import { noLimits, usedUp } from '../limits.ts';
import type { FivetranState, Principal } from '../state.ts';
import { reading } from '../switches.ts';
import { READS, SYNCS, UPDATES } from './concerns.ts';

/** What a key would need, named as the one permission that is known (FT-C38). */
const PERMISSIONS: Readonly<Record<keyof operations, string>> = {
  listConnections: 'CONNECTOR_READ',
  getConnection: 'CONNECTOR_READ',
  getConnector: 'CONNECTOR_READ',
  updateConnection: 'CONNECTOR_MANAGE',
  updateConnector: 'CONNECTOR_MANAGE',
  syncConnection: 'CONNECTOR_MANAGE',
  forceConnection: 'CONNECTOR_MANAGE',
  syncConnector: 'CONNECTOR_MANAGE',
  forceConnector: 'CONNECTOR_MANAGE',
  listGroups: 'DESTINATION_READ',
  getAccountInfo: 'ACCOUNT_READ',
};

export const answers: Readonly<Record<string, Play<FivetranState, Principal>>> = {
  'rate-limited': {
    play(x, given) {
      const { said, headers } = usedUp(x);
      const documented = reading(x.world, 'retryAfter') === 'sent' ? 'seconds' : 'absent';
      return {
        ...said,
        headers: {
          ...retryAfterHeader(given, x.now, documented),
          ...(given.resetHeaders === true ? headers : noLimits),
        },
      };
    },
  },
  unavailable: {
    play(x, given) {
      const said = refusals.unavailable();
      return given.retryAfter === undefined
        ? said
        : { ...said, headers: retryAfterHeader(given, x.now, 'seconds') };
    },
  },
  'server-error': { play: (x) => problems.unexpected(x) },
  // Only a known key sees limits (FT-C03).
  unauthorized: { play: ({ world }) => ({ ...refusals.unauthorized(world), headers: noLimits }) },
  'forbidden-scope': {
    play: ({ operation }) => refusals.forbidden(PERMISSIONS[operation.id as keyof operations]),
  },
  'not-found': {
    on: [...READS, ...UPDATES, ...SYNCS],
    play: ({ world, path }) => refusals.connectionNotFound(world, path.connectionId ?? ''),
  },
  // The one conflict that is known here (FT-C13); others belong to operations that this mock has not.
  conflict: { on: SYNCS, play: ({ path }) => refusals.paused(path.connectionId ?? '') },
};
