/** Securities: searched among all, among those of a brokerage, and looked up one by one. */
import type { Institution, Security } from '../../../fixtures/ledger/index.ts';
import { ok } from '../../../src/provider/index.ts';
import { userOf } from '../auth.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import { findAccount, isDisabled } from '../lens.ts';
import { venuesOf } from '../wire/exchanges.ts';
import { universalSymbolBody } from '../wire/security.ts';
import { findSecurity, searchSecurities } from './search.ts';

export const symbols: Serves<'searchSymbols' | 'getSymbol' | 'searchSymbolsOfAccount'> = {
  searchSymbols: (x) => {
    const { ledger } = x.world;
    const found = searchSecurities(ledger, x.body?.substring ?? '');
    return ok(found.map((security) => universalSymbolBody(ledger, security)));
  },

  getSymbol: (x) => {
    const security = findSecurity(x.world, x.path.query);
    return security === undefined ? refusals.notFound() : ok(universalSymbolBody(x.world.ledger, security));
  },

  searchSymbolsOfAccount: (x) => {
    const { ledger } = x.world;
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    // The brokerage itself is asked, so a connection that is disabled shows (ST-384).
    if (isDisabled(x.world, place.connection)) return refusals.disabled();
    const { account, institution } = place;
    const found = searchSecurities(
      ledger,
      x.body?.substring ?? '',
      (security) => dealsIn(institution, security) || account.securities.includes(security.key),
    );
    return ok(found.map((security) => universalSymbolBody(ledger, security)));
  },
};

/** Exchanges of digital currencies deal in those, brokers in what is listed where their country's brokers trade. */
export function dealsIn({ kind, country }: Institution, { exchange }: Security): boolean {
  if (kind === 'exchange') return exchange === undefined;
  return kind === 'broker' && exchange !== undefined && venuesOf(country).includes(exchange);
}
