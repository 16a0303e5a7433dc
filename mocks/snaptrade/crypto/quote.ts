/** What pairs are bought and sold at: what orders in their coins are filled at too. */
import { Decimal, type Instant } from '../../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import { quoteAt } from '../trading/quotes.ts';
import type { CryptoPair } from './pairs.ts';

export interface CryptoPrices {
  readonly bid: Decimal;
  readonly mid: Decimal;
  readonly ask: Decimal;
}

/** In steps of the pair. */
export function cryptoQuoteOf(
  world: Pick<SnapTradeWorld, 'seed' | 'ledger'>,
  { coin, decimals }: CryptoPair,
  at: Instant,
): CryptoPrices {
  const quote = quoteAt(world, coin, at);
  const bid = quote.bid.toDecimalPlaces(decimals, Decimal.ROUND_DOWN);
  const ask = quote.ask.toDecimalPlaces(decimals, Decimal.ROUND_UP);
  return { bid, ask, mid: bid.plus(ask).div(2) };
}
