/** Accounts and the cash in them. */
import { ok } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import { isFirstSync } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { connectionsOf, findAccount, sharedAccountsOf } from './lens.ts';
import { accountBody, balanceBodies } from './wire/account.ts';

export const accounts: Serves<'listAccounts' | 'getAccount' | 'updateAccount' | 'listBalances'> = {
  listAccounts: (x) => {
    const places = connectionsOf(x.world, userOf(x)).flatMap((one) => sharedAccountsOf(x.world, one));
    return ok(places.map((place) => accountBody(x.world, place)));
  },

  getAccount: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    return place === undefined ? refusals.notFound() : ok(accountBody(x.world, place));
  },

  // There is no body to say what to change, and the answer is documented as a list (ST-C211).
  updateAccount: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    return place === undefined ? refusals.notFound() : ok([accountBody(x.world, place)]);
  },

  listBalances: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    return isFirstSync(x.world, place) ? refusals.populating() : ok(balanceBodies(x.world, place));
  },
};
