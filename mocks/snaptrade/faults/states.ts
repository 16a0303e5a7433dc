/** Connections that seem broken, gone, new or in maintenance. */
import type { Connection, Instant } from '../../../fixtures/ledger/index.ts';
import {
  type ConnectionState,
  type Given,
  type Play,
  type Pretence,
  parseDuration,
} from '../../../src/provider/index.ts';
import { isRefreshedTooRecently } from '../connections.ts';
import type { OperationId } from '../generated/operations.ts';
import { isDisabled } from '../lens.ts';
import type { Principal, RefreshTrouble, SnapTradeExchange, SnapTradeState } from '../state.ts';
import { reading } from '../switches.ts';
import { connectionsAhead } from './asked.ts';
import { showsAt } from './shows.ts';

type SnapTradePlay = Play<SnapTradeState, Principal>;

const CONNECTION_READS: readonly OperationId[] = ['listConnections', 'getConnection'];
const ACCOUNT_LISTS: readonly OperationId[] = [
  'listAccountsOfConnection',
  'listConnectionAccounts',
  'listAccounts',
  'getAccount',
  'updateAccount',
];
const ACCOUNT_READS: readonly OperationId[] = [
  ...ACCOUNT_LISTS,
  'listBalances',
  'listAllPositions',
  'listPositions',
  'listActivities',
  'getHoldings',
  'listHoldings',
];
/** Refused for reasons of their own, too: only what is deleted is sure to show. */
const HISTORIES: readonly OperationId[] = [
  'getBalanceHistory',
  'listAccountReturnRates',
  'listConnectionReturnRates',
];
const REFUSED_WHEN_DISABLED: readonly OperationId[] = [
  'refreshConnection',
  'syncTransactions',
  'disableConnection',
];

export const states: Readonly<Record<string, SnapTradePlay>> = {
  // Reads go on with what was known then: 200, and only `disabled` tells (ST-40, ST-41).
  'connection-disabled': {
    on: [...CONNECTION_READS, ...ACCOUNT_READS, ...REFUSED_WHEN_DISABLED],
    when: (x, given) => {
      const connections = workingAhead(x, given);
      const isTold = [...CONNECTION_READS, ...REFUSED_WHEN_DISABLED].includes(x.operation.id as OperationId);
      if (isTold) return connections.length > 0;
      return connections.some((one) => showsAt(x, one, ago(x, given.since)));
    },
    play: (x, given) => {
      const { reason } = given;
      return seem(workingAhead(x, given), {
        status: 'login-required',
        since: ago(x, given.since),
        ...(typeof reason === 'string' && { reason }),
      });
    },
  },
  'connection-deleted': {
    on: [
      ...CONNECTION_READS,
      ...ACCOUNT_READS,
      ...HISTORIES,
      'listAllActivities',
      'listOptionHoldings',
      ...REFUSED_WHEN_DISABLED,
      'deleteConnection',
      'removeConnection',
      'login',
    ],
    when: (x, given) => connectionsAhead(x, given).length > 0,
    play: (x, given) => seem(connectionsAhead(x, given), { status: 'removed', since: x.now }),
  },
  // A sync that failed disables nothing: the copies only stay as they were (ST-C35). So do those of an old cache.
  'connection-failing': standStill('since'),
  'stale-cache': standStill('age'),
  // 425 is documented for the bundle that the three later operations took the place of (ST-C43).
  'still-syncing': {
    on: [...ACCOUNT_READS, 'listOptionHoldings'],
    when: (x, given) => connectionsAhead(x, given).length > 0,
    play: (x, given) => ({ notes: { syncing: connectionsAhead(x, given).map(({ key }) => key) } }),
  },
  maintenance: {
    on: CONNECTION_READS,
    when: (x, given) => connectionsAhead(x, given).length > 0,
    play: (x, given) => ({
      notes: { maintenance: connectionsAhead(x, given).map(({ institution }) => institution) },
    }),
  },
  'sync-fails': refreshWith('fails'),
  'sync-never-ends': refreshWith('never-ends'),
};

function standStill(parameter: 'since' | 'age'): SnapTradePlay {
  return {
    on: [...CONNECTION_READS, ...ACCOUNT_READS],
    when: (x, given) =>
      healthyAhead(x, given).some((connection) => showsAt(x, connection, ago(x, given[parameter]))),
    play: (x, given) => seem(healthyAhead(x, given), { status: 'failing', since: ago(x, given[parameter]) }),
  };
}

/** Only a refresh that will be queued can go wrong. */
function refreshWith(trouble: RefreshTrouble): SnapTradePlay {
  return {
    on: ['refreshConnection'],
    when: (x, given) =>
      reading(x.world, 'freshness') !== 'realtime' &&
      workingAhead(x, given).some(({ key }) => !isRefreshedTooRecently(x.world, key)),
    play: () => ({ notes: { refresh: trouble } }),
  };
}

/** Those that are not disabled already. */
function workingAhead(x: SnapTradeExchange, given: Given): readonly Connection[] {
  return connectionsAhead(x, given).filter((connection) => !isDisabled(x.world, connection));
}

function healthyAhead(x: SnapTradeExchange, given: Given): readonly Connection[] {
  return connectionsAhead(x, given).filter(({ key }) => x.world.connection(key).status === 'healthy');
}

function seem(connections: readonly Connection[], state: ConnectionState): Pretence {
  return { connections: Object.fromEntries(connections.map(({ key }) => [key, state])) };
}

function ago({ now }: SnapTradeExchange, length: unknown): Instant {
  return now - parseDuration(String(length));
}
