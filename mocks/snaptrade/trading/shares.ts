/** The desk for shares, funds and coins: one leg, whose instrument is a security of the ledger. */
import { Decimal, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import { LISTINGS } from '../../../fixtures/ledger/securities/index.ts';
import { settlement, tradeFee } from '../../../fixtures/ledger/terms.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import { accountPlaceOf } from '../lens.ts';
import { cashBehind, coveringUnits } from '../options/collateral.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Desk } from './desk.ts';
import { sessionAt } from './hours.ts';
import type { Draft } from './order.ts';
import { quoteAt } from './quotes.ts';
import { cashIn, heldUnits, reservedCash, reservedUnits, rivalsOf } from './reserved.ts';

export const shares: Desk = {
  decimals: 6,

  session: (world, order, at) => sessionAt(securityOf(world, order), at, order.extended),

  market(world, order, at) {
    const { last, bid, ask, bidSize, askSize } = quoteAt(world, securityOf(world, order), at);
    return order.effect === 'debit'
      ? { last, price: ask, size: askSize }
      : { last, price: bid, size: bidSize };
  },

  lacks(world, order, units, price) {
    const { account, currency } = order;
    const security = securityOf(world, order);
    const others = rivalsOf(world, order);
    const stock = heldUnits(world, account, security).minus(reservedUnits(others, security));
    const behind = (left: Decimal) => cashBehind(world, account, currency, { security, units: left });
    const cash = cashIn(world, account, currency).minus(reservedCash(world, others, currency));
    if (order.effect === 'credit') {
      const free = stock.minus(coveringUnits(world, account, security));
      if (units.gt(free))
        return `it sells ${units.toFixed()} ${security.symbol} and there are ${Decimal.max(0, free).toFixed()} to sell`;
      // Where spreads lean on the shares, money has to take their place.
      const needed = behind(stock.minus(units));
      const short = needed.minus(cash.plus(units.times(price)));
      if (needed.lte(behind(stock)) || short.lte(0)) return undefined;
      return `options lean on the ${security.symbol}, and there are ${short.toFixed()} ${currency} too few to take their place`;
    }
    const needed = units.times(price).plus(feeIn(world, order, units.times(price)));
    const free = cash.minus(behind(stock));
    if (needed.lte(free)) return undefined;
    return `it needs ${needed.toFixed()} ${currency} and there are ${Decimal.max(0, free).toFixed()} ${currency} to spend`;
  },

  fee(_world, { institution }, order, gross) {
    const listing = LISTINGS.get(keyOf(order));
    if (listing === undefined) return ZERO;
    const cents = gross.times(100).round().toNumber();
    const fee = new Decimal(tradeFee(listing, institution, cents) ?? 0).div(100);
    // Who waits in the book pays half (ST-C149).
    return order.maker === true ? fee.div(2).toDecimalPlaces(2, Decimal.ROUND_HALF_UP) : fee;
  },

  settle(world, order, { at, units, price, first }) {
    const security = securityOf(world, order);
    const listing = LISTINGS.get(security.key);
    const fee = first ? feeIn(world, order, units.times(price)) : ZERO;
    const key = world.arrive({
      account: order.account,
      kind: order.effect === 'debit' ? 'buy' : 'sell',
      symbol: security.symbol,
      quantity: units.toFixed(),
      price: price.toFixed(),
      currency: order.currency,
      at: isoInstant(at),
      ...(listing !== undefined && { settlesAt: isoInstant(settlement(listing.market, at)) }),
      ...(!fee.isZero() && { fee: fee.toFixed() }),
    });
    return [key];
  },
};

function keyOf({ legs }: Draft): string {
  const [leg] = legs;
  if (leg === undefined || !('security' in leg.instrument))
    throw new Error('An order for shares has one leg.');
  return leg.instrument.security;
}

export function securityOf({ ledger }: Pick<SnapTradeWorld, 'ledger'>, order: Draft): Security {
  const security = ledger.securities.get(keyOf(order));
  if (security === undefined) throw new Error(`There is no security "${keyOf(order)}".`);
  return security;
}

function feeIn(world: SnapTradeWorld, order: Draft, gross: Decimal): Decimal {
  const place = accountPlaceOf(world, order.account);
  return place === undefined ? ZERO : shares.fee(world, place, order, gross);
}
