/** Lists that hardly change: exchanges, kinds of security, currencies; and the rates between those. */
import { CURRENCIES, type Currency } from '../../../fixtures/ledger/index.ts';
import { ok } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import type { SnapTradeWorld } from '../state.ts';
import { VENUES } from '../wire/exchanges.ts';
import type { RateBody } from '../wire/schemas.ts';
import { currencyBody, exchangeBody, rateBody, securityTypeBodies } from '../wire/security.ts';

export const lists: Serves<
  'listExchanges' | 'listCurrencies' | 'listRates' | 'getRate' | 'listSecurityTypes'
> = {
  listExchanges: ({ world: { ledger } }) => ok(VENUES.map(({ code }) => exchangeBody(ledger, code))),

  listSecurityTypes: (x) => ok(securityTypeBodies(x.world.ledger)),

  listCurrencies: (x) => ok(CURRENCIES.map((code) => currencyBody(x.world.ledger, code))),

  listRates: (x) =>
    ok(
      CURRENCIES.flatMap((from) =>
        CURRENCIES.filter((to) => to !== from).map((to) => rateOf(x.world, from, to)),
      ),
    ),

  getRate: (x) => {
    const [from, to, ...more] = x.path.currencyPair.toUpperCase().split('-');
    if (!isKnown(from) || !isKnown(to) || more.length > 0) return refusals.notFound();
    return ok(rateOf(x.world, from, to));
  },
};

/** As of the world's time: the ledger's rate at the last weekday's close (ST-C198). */
function rateOf(world: SnapTradeWorld, from: Currency, to: Currency): RateBody {
  return rateBody(world.ledger, from, to, world.ledger.rate(from, to, world.now()));
}

function isKnown(code: string | undefined): code is Currency {
  return code !== undefined && CURRENCIES.includes(code);
}
