/** How Redbark plays the faults of the catalogue: the table of contents, what requests are about, where rows stand. */
import type { Concerns, ListShape, ProviderFaults } from '../../src/provider/index.ts';
import { answers } from './faults/answers.ts';
import { movement } from './faults/movement.ts';
import { pages } from './faults/pages.ts';
import { states } from './faults/states.ts';
import type { operations } from './generated/types.ts';
import type { Principal, RedbarkExchange, RedbarkState } from './state.ts';
import { ended, room } from './wire/envelope.ts';

const PAGED: ListShape = { rows: 'data', ended, room };

export const faults: ProviderFaults<operations, RedbarkState, Principal> = {
  plays: { ...answers, ...states, ...pages, ...movement },
  lists: {
    listConnections: { rows: 'data' },
    listAccounts: PAGED,
    listBalances: { rows: 'data', id: 'accountId' },
    listCategories: { rows: 'categories', id: 'key' },
    listTransactions: PAGED,
    listHoldings: { rows: 'data' },
    listTrades: PAGED,
  },
  concerns,
};

/** A connection is named by its id or by one of its accounts; an account by its id, or by its connection alone. */
function concerns({ world, query, principal }: RedbarkExchange): Concerns {
  const { ledger } = world;
  const { connectionId, accountId, accountIds } = query;
  const named = [accountId, ...String(accountIds ?? '').split(',')].flatMap((id) => {
    const key = typeof id === 'string' ? ledger.find('redbark', 'account', id.trim()) : undefined;
    return key === undefined ? [] : [key];
  });
  const found = typeof connectionId === 'string' && ledger.find('redbark', 'connection', connectionId);
  const connection = found ? ledger.connections.get(found) : undefined;
  const accounts = named.length > 0 ? named : (connection?.accounts ?? []);
  const owners = accounts.flatMap((key) => ledger.accounts.get(key)?.connection ?? []);
  return {
    connections: [...new Set([...(connection === undefined ? [] : [connection.key]), ...owners])],
    accounts: [...new Set(accounts)],
    credentials: principal === undefined ? [] : [principal.key.name],
  };
}
