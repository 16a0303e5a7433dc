/** A position. Numbers are padded: four decimals of a quantity, two of money, more where there are more (RB-24). */
import { padded } from '../../../fixtures/ledger/decimal.ts';
import { base62, sub } from '../../../fixtures/ledger/seed.ts';
import type { Holding } from '../../../fixtures/ledger/types.ts';
import type { Place } from '../places.ts';
import type { RedbarkWorld } from '../state.ts';
import type { HoldingBody } from './schemas.ts';

const QUANTITY = 4;
const MONEY = 2;

export function holdingBody(
  { seed }: RedbarkWorld,
  { accountId, account }: Place,
  holding: Holding,
): HoldingBody {
  const { security, quantity, averagePrice, price, marketValue, unrealised } = holding;
  return {
    id: base62(sub(seed, 'redbark', 'holding', account.key, security.key), 24).toLowerCase(),
    accountId,
    accountName: account.name,
    symbol: security.symbol,
    name: security.name,
    exchange: security.exchange ?? null,
    currency: security.currency,
    quantity: padded(quantity, QUANTITY),
    averagePrice: padded(averagePrice, MONEY),
    currentPrice: padded(price, MONEY),
    marketValue: padded(marketValue, MONEY),
    unrealizedPnl: padded(unrealised, MONEY),
  };
}
