import { ok } from '../../src/provider/index.ts';
import { connectionsOf } from './customers.ts';
import type { Serves } from './handlers.ts';
import { ACCOUNTS_PAGE, type Listing, pageOf } from './paging.ts';
import type { RedbarkExchange } from './state.ts';
import { accountBody, byName } from './wire/account.ts';
import { paged } from './wire/envelope.ts';
import type { AccountBody } from './wire/schemas.ts';

export const accounts: Serves<'listAccounts'> = {
  listAccounts(x) {
    const page = pageOf(x, ownAccounts(x), ACCOUNTS_PAGE);
    return ok(paged(page, page.rows));
  },
};

/** All accounts of the customer. The service keeps them itself, so nothing ends the reading early. */
export function ownAccounts({ world, principal }: RedbarkExchange): Listing<AccountBody> {
  const all = connectionsOf(world, principal?.customer).flatMap((connection) =>
    connection.accounts.flatMap((key) => {
      const account = world.ledger.accounts.get(key);
      return account === undefined ? [] : [accountBody(world, connection, account)];
    }),
  );
  all.sort(byName);
  return {
    count: all.length,
    live: false,
    read: (offset, limit) => all.slice(offset, offset + limit),
  };
}
