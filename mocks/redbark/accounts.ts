import { compareText } from '../../fixtures/ledger/compare.ts';
import type { Account, Connection, Ledger } from '../../fixtures/ledger/types.ts';
import { ok } from '../../src/provider/index.ts';
import { isLinkedBy } from './customers.ts';
import type { Serves } from './handlers.ts';
import { ACCOUNTS_PAGE, type Listing, pageOf } from './paging.ts';
import type { RedbarkExchange } from './state.ts';
import { accountBody } from './wire/account.ts';
import { paged } from './wire/envelope.ts';

export const accounts: Serves<'listAccounts'> = {
  listAccounts(x) {
    const page = pageOf(x, ownAccounts(x), ACCOUNTS_PAGE);
    return ok(
      paged(
        page,
        page.rows.map(({ connection, account }) => accountBody(x.world, connection, account)),
      ),
    );
  },
};

interface Held {
  readonly connection: Connection;
  readonly account: Account;
}

/** All accounts of the customer. The service keeps them itself, so nothing ends the reading early. */
export function ownAccounts({ world, principal }: RedbarkExchange): Listing<Held> {
  const customer = principal?.customer;
  const own = new Set(
    customer === undefined
      ? []
      : world.ledger
          .linked('redbark')
          .connections.filter((connection) => isLinkedBy(world, connection, customer)),
  );
  const all = accountsByName(world.ledger).filter(({ connection }) => own.has(connection));
  return {
    count: all.length,
    live: false,
    read: (offset, limit) => all.slice(offset, offset + limit),
  };
}

/** What a plan says of accounts never changes, so they are put in order once. */
const sorted = new WeakMap<Ledger['accounts'], readonly Held[]>();

/** Accounts are listed by name (RB-56); equal names by id, so that pages do not shift between calls. */
function accountsByName(ledger: Ledger): readonly Held[] {
  let all = sorted.get(ledger.accounts);
  if (all === undefined) {
    const held = ledger.linked('redbark').connections.flatMap((connection) =>
      connection.accounts.flatMap((key) => {
        const account = ledger.accounts.get(key);
        if (account === undefined) return [];
        return [{ connection, account, id: ledger.id('redbark', 'account', key) }];
      }),
    );
    held.sort((a, b) => compareText(a.account.name, b.account.name) || compareText(a.id, b.id));
    all = held.map(({ connection, account }) => ({ connection, account }));
    sorted.set(ledger.accounts, all);
  }
  return all;
}
