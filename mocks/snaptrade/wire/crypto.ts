/** Pairs of cryptocurrencies, their quotes, and orders in them. */
import { padded } from '../../../fixtures/ledger/decimal.ts';
import { type Decimal, type Instant, plain } from '../../../fixtures/ledger/index.ts';
import type { CryptoOrderForm } from '../crypto/order.ts';
import { type CryptoPair, incrementOf } from '../crypto/pairs.ts';
import type { CryptoPrices } from '../crypto/quote.ts';
import type { SnapTradeWorld } from '../state.ts';
import type {
  CryptoOrderBody,
  CryptoOrderPreviewBody,
  CryptoPairQuoteBody,
  CryptoPairsBody,
} from './schemas.ts';
import { timestamp } from './time.ts';

export function cryptoPairsBody(pairs: readonly CryptoPair[]): CryptoPairsBody {
  return {
    items: pairs.map((pair) => ({
      symbol: pair.symbol,
      base: pair.base,
      quote: pair.quote,
      increment: plain(incrementOf(pair)),
    })),
  };
}

export function cryptoQuoteBody(
  world: SnapTradeWorld,
  { bid, mid, ask }: CryptoPrices,
  at: Instant,
): CryptoPairQuoteBody {
  return { bid: plain(bid), ask: plain(ask), mid: plain(mid), timestamp: timestamp(world, at) };
}

export function cryptoPreviewBody(currency: string, fee: Decimal): CryptoOrderPreviewBody {
  return { estimated_fee: { currency, amount: padded(fee, 2) } };
}

export function cryptoOrderForm(body: CryptoOrderBody): CryptoOrderForm {
  return {
    symbol: body.instrument.symbol,
    instrumentType: body.instrument.type,
    side: body.side,
    type: body.type,
    timeInForce: body.time_in_force,
    amount: body.amount,
    limitPrice: body.limit_price,
    stopPrice: body.stop_price,
    postOnly: body.post_only,
    expiresAt: body.expiration_date === undefined ? undefined : Date.parse(body.expiration_date),
  };
}
