import { ok } from '../../src/provider/index.ts';
import { connectionsOf } from './customers.ts';
import type { Serves } from './handlers.ts';
import { ACCOUNTS_PAGE, pageOfList, windowOf } from './paging.ts';
import { accountBody, byName } from './wire/account.ts';
import { pageOf } from './wire/envelope.ts';

export const accounts: Serves<'listAccounts'> = {
  listAccounts(x) {
    const { ledger } = x.world;
    const all = connectionsOf(x.world, x.principal?.customer).flatMap((connection) =>
      connection.accounts.flatMap((key) => {
        const account = ledger.accounts.get(key);
        return account === undefined ? [] : [accountBody(x.world, connection, account)];
      }),
    );
    const page = pageOfList(x.world, all.sort(byName), windowOf(x.query, ACCOUNTS_PAGE));
    return ok(pageOf(page, page.rows));
  },
};
