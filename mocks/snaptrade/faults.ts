/** How SnapTrade plays the faults of the catalogue: the table of contents, what requests are about, where rows stand. */
import type { Concerns, ListShape, ProviderFaults } from '../../src/provider/index.ts';
import { answers } from './faults/answers.ts';
import { movement } from './faults/movement.ts';
import { pages } from './faults/pages.ts';
import { states } from './faults/states.ts';
import type { operations } from './generated/types.ts';
import { LENS } from './lens.ts';
import { listUsers, type Principal, type SnapTradeExchange, type SnapTradeState } from './state.ts';
import { ended, room } from './wire/answers.ts';

const BARE: ListShape = { rows: '' };
const BARE_WITHOUT_IDS: ListShape = { rows: '', id: null };

export const faults: ProviderFaults<operations, SnapTradeState, Principal> = {
  plays: { ...answers, ...states, ...pages, ...movement },
  lists: {
    listUsers: BARE_WITHOUT_IDS,
    listConnections: BARE,
    listAccountsOfConnection: BARE,
    listAccounts: BARE,
    listBalances: BARE_WITHOUT_IDS,
    listAllPositions: { rows: 'results', id: null },
    listPositions: BARE_WITHOUT_IDS,
    listActivities: { rows: 'data', ended, room },
  },
  concerns,
  credentials: ({ state }) => ['clientId', ...listUsers(state).map(({ userId }) => userId)],
};

/** A connection is named by its id or by one of its accounts; an account by its id or by its connection alone. */
function concerns(x: SnapTradeExchange): Concerns {
  const { ledger } = x.world;
  const { authorizationId, connectionId, accountId } = x.path;
  const link = authorizationId ?? connectionId ?? textIn(x.body, 'reconnect');
  const linkKey = link === undefined ? undefined : ledger.find(LENS, 'connection', link);
  const accountKey = accountId === undefined ? undefined : ledger.find(LENS, 'account', accountId);
  const connection = ledger.connections.get(
    linkKey ?? ledger.accounts.get(accountKey ?? '')?.connection ?? '',
  );
  return {
    connections: connection === undefined ? [] : [connection.key],
    accounts: accountKey === undefined ? (connection?.accounts ?? []) : [accountKey],
    credentials: credentialsOf(x),
  };
}

/** The application by the name its credential has, the user by the id. */
function credentialsOf(x: SnapTradeExchange): readonly string[] {
  switch (x.principal.kind) {
    case 'anyone':
      return [];
    case 'user':
      return ['clientId', x.principal.user.userId];
    case 'application': {
      const user = textIn(x.query, 'userId') ?? textIn(x.body, 'userId');
      return user === undefined ? ['clientId'] : ['clientId', user];
    }
  }
}

function textIn(given: unknown, name: string): string | undefined {
  if (typeof given !== 'object' || given === null || !Object.hasOwn(given, name)) return undefined;
  const value = (given as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
