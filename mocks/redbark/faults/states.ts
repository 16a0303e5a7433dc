/** Connections that seem broken, gone or unread, and answers from an old cache. */
import type { Connection, Instant } from '../../../fixtures/ledger/types.ts';
import {
  type ConnectionState,
  type Given,
  isProblem,
  type Play,
  type Pretence,
  parseDuration,
} from '../../../src/provider/index.ts';
import type { OperationId } from '../generated/operations.ts';
import { balanceScope, scopeOf } from '../scope.ts';
import type { Principal, RedbarkExchange, RedbarkState } from '../state.ts';
import { reading } from '../switches.ts';
import { connectionsAhead, liveAhead } from './asked.ts';

type RedbarkPlay = Play<RedbarkState, Principal>;

const READ_LIVE: readonly OperationId[] = ['listBalances', 'listTransactions', 'listHoldings', 'listTrades'];
const ABOUT_CONNECTIONS: readonly OperationId[] = ['listConnections', ...READ_LIVE];

/** `pending_mfa` in the list of connections (RB-C19). */
const SECOND_FACTOR = 'mfa';

export const states: Readonly<Record<string, RedbarkPlay>> = {
  'connection-disabled': broken(({ reason }) => (typeof reason === 'string' ? reason : undefined)),
  'reauth-pending': broken(() => SECOND_FACTOR),
  'connection-deleted': {
    on: ['listAccounts', ...ABOUT_CONNECTIONS],
    when: (x, given) => connectionsAhead(x, given).length > 0,
    play: (x, given) => seem(connectionsAhead(x, given), { status: 'removed', since: x.now }),
  },
  // An outage of the bank or broker: the connection itself stays as it is (RB-C19).
  'connection-failing': {
    on: READ_LIVE,
    when: (x, given) => healthyAhead(x, given).length > 0,
    play: (x, given) => seem(healthyAhead(x, given), { status: 'failing', since: ago(x, given.since) }),
  },
  'stale-cache': {
    on: READ_LIVE,
    when: (x, given) => connectionsAhead(x, given).length > 0,
    play: (_, { age }) => ({ notes: { age: parseDuration(String(age)) } }),
  },
};

/** A login that has to be renewed: its data stand still, or cannot be had, as the world reads the pages (RB-C20). */
function broken(reasonOf: (given: Given) => string | undefined): RedbarkPlay {
  return {
    on: ABOUT_CONNECTIONS,
    when: (x, given) => {
      const connections = healthyAhead(x, given);
      return connections.length > 0 && showsAt(x, ago(x, given.since));
    },
    play: (x, given) => {
      const reason = reasonOf(given);
      const state = { status: 'login-required', since: ago(x, given.since) } as const;
      return seem(healthyAhead(x, given), reason === undefined ? state : { ...state, reason });
    },
  };
}

function healthyAhead(x: RedbarkExchange, given: Given): readonly Connection[] {
  return connectionsAhead(x, given).filter(({ key }) => x.world.connection(key).status === 'healthy');
}

function seem(connections: readonly Connection[], state: ConnectionState): Pretence {
  return { connections: Object.fromEntries(connections.map(({ key }) => [key, state])) };
}

function ago({ now }: RedbarkExchange, length: unknown): Instant {
  return now - parseDuration(String(length));
}

/** Whether data that stand still since then differ from those of now. */
function showsAt(x: RedbarkExchange, since: Instant): boolean {
  if (x.operation.id === 'listConnections' || reading(x.world, 'disconnected') === 'unavailable') return true;
  const { ledger } = x.world;
  switch (x.operation.id as OperationId) {
    case 'listHoldings': {
      const scope = scopeOf(x);
      return (
        !isProblem(scope) &&
        scope.accounts.some((key) => differs((at) => ledger.holdings(key, at), x.now, since))
      );
    }
    case 'listBalances': {
      const accounts = balanceScope(x);
      return (
        !isProblem(accounts) &&
        accounts.some(({ key }) => differs((at) => ledger.balance(key, at), x.now, since))
      );
    }
    default: {
      const [now, then] = [liveAhead(x), liveAhead(x, since)];
      if (now === undefined || then === undefined) return false;
      const keysOf = ({ listing, offset, limit }: typeof now): string[] =>
        listing.read(offset, limit).map(({ account, key }) => `${account}/${key}`);
      return (
        now.listing.count !== then.listing.count ||
        differs((at) => keysOf(at === x.now ? now : then), x.now, since)
      );
    }
  }
}

function differs(read: (at: Instant) => unknown, now: Instant, then: Instant): boolean {
  return JSON.stringify(read(now)) !== JSON.stringify(read(then));
}
