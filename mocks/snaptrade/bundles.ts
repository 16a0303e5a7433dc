/** Everything about an account in one answer: deprecated for one account, removed for all of a user. */
import { ok } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import { transactionsOf } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { accountsOf, connectionsOf, findAccount, LENS, type Place } from './lens.ts';
import type { SnapTradeWorld } from './state.ts';
import { accountBundleBody, userBundleBody } from './wire/bundle.ts';

export const bundles: Serves<'getHoldings' | 'listHoldings'> = {
  getHoldings: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    return isPopulating(x.world, place) ? refusals.populating() : ok(accountBundleBody(x.world, place));
  },

  listHoldings: (x) => {
    const wanted = x.query.brokerage_authorizations?.split(',').filter((id) => id !== '') ?? [];
    const places = connectionsOf(x.world, userOf(x))
      .filter(({ key }) => wanted.length === 0 || wanted.includes(x.world.ledger.id(LENS, 'connection', key)))
      .flatMap((connection) => accountsOf(x.world.ledger, connection));
    if (places.some((place) => isPopulating(x.world, place))) return refusals.populating();
    return ok(places.map((place) => userBundleBody(x.world, place)));
  },
};

/** A bundle is there when all of an account is: once its first sync has ended (ST-C217). */
function isPopulating(world: SnapTradeWorld, place: Place): boolean {
  return transactionsOf(world, place) === undefined;
}
