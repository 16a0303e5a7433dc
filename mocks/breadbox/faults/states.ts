/** Connections that seem to stand otherwise, in this API's words for it. */
import type { Instant } from '../../../fixtures/ledger/types.ts';
import {
  type ConnectionState,
  type Given,
  type Play,
  type Pretence,
  parseDuration,
} from '../../../src/provider/index.ts';
import { notes } from '../pretences.ts';
import type { BreadboxExchange, BreadboxState, Principal } from '../state.ts';
import { providerOf } from '../wire/provider.ts';
import { meant } from './concerns.ts';

export const states: Readonly<Record<string, Play<BreadboxState, Principal>>> = {
  'connection-failing': seeming('failing'),
  'reauth-pending': seeming('login-required'),
  // There is no status for it: what comes closest is a permission that was withdrawn (BB-C39).
  'connection-disabled': seeming('revoked'),
  // Nothing is ever gone here: a connection that was deleted shows as disconnected (BB-21).
  'connection-deleted': {
    // What was stored of it stays, transactions too.
    on: ['listConnections', 'getConnectionStatus', 'triggerSync', 'listAccounts'],
    when: (x, given) => meant(x, given).length > 0,
    play: (x, given) => ({
      connections: byKey(meant(x, given), () => ({ status: 'removed', since: x.now })),
    }),
  },
  'still-syncing': {
    when: (x, given) => syncable(x, given).length > 0,
    play: (x, given) => ({
      notes: Object.fromEntries(syncable(x, given).map((key) => [notes.stillSyncing(key), true])),
    }),
  },
};

function seeming(status: 'failing' | 'login-required' | 'revoked'): Play<BreadboxState, Principal> {
  return {
    when: (x, given) => syncable(x, given).length > 0,
    play: (x, given): Pretence => ({
      connections: byKey(syncable(x, given), () => stateOf(status, x.now, given)),
    }),
  };
}

function stateOf(status: ConnectionState['status'], now: Instant, given: Given): ConnectionState {
  const since = now - parseDuration(String(given.since));
  return { status, since, ...(typeof given.reason === 'string' && { reason: given.reason }) };
}

/** Connections made from files and disconnected ones are never synced, so no sync of theirs fails or runs. */
function syncable(x: BreadboxExchange, given: Given): string[] {
  return meant(x, given).filter((key) => {
    const connection = x.world.ledger.connections.get(key);
    if (connection === undefined || x.world.connection(key).status === 'removed') return false;
    return providerOf(x.world, connection) !== 'csv';
  });
}

function byKey<Value>(keys: readonly string[], made: (key: string) => Value): Record<string, Value> {
  return Object.fromEntries(keys.map((key) => [key, made(key)]));
}
