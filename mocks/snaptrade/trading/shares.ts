/** The desk for shares, funds and coins: one leg, whose instrument is a security of the ledger. */
import { Decimal, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import { LISTINGS } from '../../../fixtures/ledger/securities/index.ts';
import { settlement, tradeFee } from '../../../fixtures/ledger/terms.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import { accountPlaceOf } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { openOrdersIn } from './book.ts';
import type { Desk } from './desk.ts';
import { sessionAt } from './hours.ts';
import { type Draft, type Order, statusOf } from './order.ts';
import { openUnits } from './progress.ts';
import { quoteAt } from './quotes.ts';

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
    const security = securityOf(world, order);
    const others = openOrdersIn(world, order.account).filter((other) => isRival(order, other));
    if (order.effect === 'credit') {
      const free = heldUnits(world, order.account, security).minus(reservedUnits(others, security));
      if (units.lte(free)) return undefined;
      return `it sells ${units.toFixed()} ${security.symbol} and there are ${Decimal.max(0, free).toFixed()} to sell`;
    }
    const needed = units.times(price).plus(feeIn(world, order, units.times(price)));
    const free = cashIn(world, order.account, order.currency).minus(
      reservedCash(world, others, order.currency),
    );
    if (needed.lte(free)) return undefined;
    return `it needs ${needed.toFixed()} ${order.currency} and there are ${Decimal.max(0, free).toFixed()} ${order.currency} to spend`;
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

export function cashIn(world: SnapTradeWorld, account: string, currency: string): Decimal {
  const cash = world.ledger.cash(account, world.now());
  return cash.find((one) => one.currency === currency)?.amount ?? ZERO;
}

export function heldUnits(world: SnapTradeWorld, account: string, { key }: Security): Decimal {
  const holdings = world.ledger.holdings(account, world.now());
  return holdings.find(({ security }) => security.key === key)?.quantity ?? ZERO;
}

/** Orders that hold something in reserve beside this one. Those of its own group do not, nor those that only wait. */
function isRival(order: Draft | Order, other: Order): boolean {
  if (statusOf(other) === 'CONTINGENT_ORDER') return false;
  if (!('id' in order)) return true;
  return other.id !== order.id && (order.group === null || other.group?.id !== order.group.id);
}

function reservedUnits(others: readonly Order[], security: Security): Decimal {
  return sumByGroup(others, (other) =>
    other.desk !== 'options' && other.effect === 'credit' && keyOf(other) === security.key
      ? openUnits(other)
      : ZERO,
  );
}

/** What open orders to buy may still cost: at their limit, or at what was asked last. */
function reservedCash(world: SnapTradeWorld, others: readonly Order[], currency: string): Decimal {
  return sumByGroup(others, (other) => {
    if (other.desk === 'options' || other.effect !== 'debit' || other.currency !== currency) return ZERO;
    if (other.notional !== null && other.units === null) return new Decimal(other.notional);
    const price = other.limit ?? other.stop ?? shares.market(world, other, world.now()).price;
    return openUnits(other).times(price);
  });
}

/** Orders of one group stand in each other's way: the largest counts. */
function sumByGroup(orders: readonly Order[], amount: (order: Order) => Decimal): Decimal {
  const largest = new Map<string, Decimal>();
  for (const order of orders) {
    const key = order.group?.id ?? order.id;
    largest.set(key, Decimal.max(largest.get(key) ?? ZERO, amount(order)));
  }
  return [...largest.values()].reduce((sum, each) => sum.plus(each), ZERO);
}
