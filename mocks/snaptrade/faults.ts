/** How SnapTrade plays the faults of the catalogue: the table of contents, what requests are about, where rows stand. */
import type { Concerns, ListShape, ProviderFaults } from '../../src/provider/index.ts';
import { answers } from './faults/answers.ts';
import { movement } from './faults/movement.ts';
import { pages } from './faults/pages.ts';
import { states } from './faults/states.ts';
import type { operations } from './generated/types.ts';
import { LENS } from './lens.ts';
import { FOUND_AT_MOST } from './reference/search.ts';
import {
  listUsers,
  type Mode,
  type Principal,
  type SnapTradeExchange,
  type SnapTradeState,
} from './state.ts';
import { ended, room } from './wire/answers.ts';

const BARE: ListShape = { rows: '' };
const BARE_WITHOUT_IDS: ListShape = { rows: '', id: null };
/** A search stops at a number: there is room for no more than that. */
const FIRST_FEW: ListShape = {
  rows: '',
  room: (body) => FOUND_AT_MOST - (body as unknown as unknown[]).length,
};
const ORDERS: ListShape = { rows: '', id: 'brokerage_order_id' };

export const faults: ProviderFaults<operations, SnapTradeState, Principal> = {
  plays: { ...answers, ...states, ...pages, ...movement },
  lists: {
    listUsers: BARE_WITHOUT_IDS,
    listBrokerages: BARE,
    listInstruments: { rows: 'instruments', id: 'universal_symbol_id' },
    listAuthorizationTypes: BARE,
    listExchanges: BARE,
    searchSymbols: FIRST_FEW,
    searchSymbolsOfAccount: FIRST_FEW,
    listCurrencies: BARE,
    listRates: BARE_WITHOUT_IDS,
    listSecurityTypes: BARE,
    listConnections: BARE,
    listAccountsOfConnection: BARE,
    listConnectionAccounts: BARE,
    listAccounts: BARE,
    updateAccount: BARE,
    listBalances: BARE_WITHOUT_IDS,
    listSessionEvents: BARE,
    listAllPositions: { rows: 'results', id: null },
    listPositions: BARE_WITHOUT_IDS,
    listHoldings: BARE_WITHOUT_IDS,
    listAllActivities: BARE,
    listActivities: { rows: 'data', ended, room },
    listOrders: ORDERS,
    listOrdersV2: { ...ORDERS, rows: 'orders' },
    listRecentOrders: { ...ORDERS, rows: 'orders' },
    listRecentOrdersV2: { ...ORDERS, rows: 'orders' },
    listTradeDetection: { rows: '', id: 'account_id' },
  },
  concerns,
  credentials: ({ state }) => [...Object.values(CLIENTS), ...listUsers(state).map(({ userId }) => userId)],
};

/** Under which name `credentials().show` has the client id of each mode. */
const CLIENTS: Readonly<Record<Mode, string>> = {
  commercial: 'clientId',
  personal: 'personalClientId',
  oauth: 'oauthClientId',
};

/** A connection is named by its id or by one of its accounts; an account by its id or by its connection alone. */
function concerns(x: SnapTradeExchange): Concerns {
  const { ledger } = x.world;
  const { authorizationId, connectionId, accountId = textIn(x.body, 'account_id') } = x.path;
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
      return [CLIENTS[x.principal.mode], x.principal.user.userId];
    case 'application': {
      const user = textIn(x.query, 'userId') ?? textIn(x.body, 'userId');
      const client = CLIENTS[x.principal.mode];
      return user === undefined ? [client] : [client, user];
    }
  }
}

function textIn(given: unknown, name: string): string | undefined {
  if (typeof given !== 'object' || given === null || !Object.hasOwn(given, name)) return undefined;
  const value = (given as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
