/**
 * What an account is worth: cash, securities, and option contracts, of which the ledger's balances know nothing.
 */
import { type Currency, Decimal, type Instant, type Ledger, ZERO } from '../../../fixtures/ledger/index.ts';
import { MULTIPLIER } from '../options/contract.ts';
import { optionPositionsOf } from '../options/positions.ts';
import { priceOf } from '../options/quote.ts';
import type { SnapTradeWorld } from '../state.ts';

export type Held = Pick<SnapTradeWorld, 'seed' | 'ledger' | 'state'>;

export interface Total {
  readonly amount: Decimal;
  readonly currency: Currency;
}

/**
 * In the currency of the account, in whole cents.
 *
 * @param knownAt rows that arrived later are left out
 */
export function totalOf(world: Held, account: string, at: Instant, knownAt: Instant = at): Total {
  const { current, currency } = world.ledger.balance(account, at, knownAt);
  return { amount: current.plus(contractsOf(world, account, at, currency)), currency };
}

/** At the prices that positions show: contracts that were sold count against the account. */
function contractsOf(world: Held, account: string, at: Instant, currency: Currency): Decimal {
  if ((world.state.options[account]?.length ?? 0) === 0) return ZERO;
  const value = optionPositionsOf(world, account, at).reduce((sum, { contract, units }) => {
    const gross = priceOf(world, contract, at).times(units).times(MULTIPLIER);
    return sum.plus(gross.times(rateOf(world.ledger, contract.underlying.currency, currency, at)));
  }, ZERO);
  return value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

function rateOf(ledger: Ledger, from: Currency, to: Currency, at: Instant): Decimal | 1 {
  return from === to ? 1 : ledger.rate(from, to, at);
}
