/** How Redbark plays the faults of the catalogue: the table of contents, what requests are about, where rows stand. */
import type { Connection } from '../../fixtures/ledger/types.ts';
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

/** Looked up when a fault that is aimed at such a thing asks: most are not. */
class Concerned implements Concerns {
  readonly credentials: readonly string[];
  readonly #x: RedbarkExchange;

  constructor(x: RedbarkExchange) {
    this.#x = x;
    this.credentials = x.principal === undefined ? [] : [x.principal.key.name];
  }

  /** A connection is named by its id or by one of its accounts. */
  get connections(): readonly string[] {
    const { ledger } = this.#x.world;
    const owners = this.accounts.flatMap((key) => ledger.accounts.get(key)?.connection ?? []);
    return [...new Set([...(this.#connection === undefined ? [] : [this.#connection.key]), ...owners])];
  }

  /** An account is named by its id, or by its connection alone. */
  get accounts(): readonly string[] {
    const { accountId, accountIds } = this.#x.query;
    const named = [accountId, ...String(accountIds ?? '').split(',')].flatMap((id) => {
      const key =
        typeof id === 'string' ? this.#x.world.ledger.find('redbark', 'account', id.trim()) : undefined;
      return key === undefined ? [] : [key];
    });
    return [...new Set(named.length > 0 ? named : (this.#connection?.accounts ?? []))];
  }

  get #connection(): Connection | undefined {
    const { connectionId } = this.#x.query;
    const { ledger } = this.#x.world;
    const found = typeof connectionId === 'string' && ledger.find('redbark', 'connection', connectionId);
    return found ? ledger.connections.get(found) : undefined;
  }
}

function concerns(x: RedbarkExchange): Concerns {
  return new Concerned(x);
}
