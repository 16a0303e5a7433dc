/** What an account has, and what open orders hold of it in reserve. */
import { Decimal, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import { MULTIPLIER } from '../options/contract.ts';
import type { SnapTradeWorld } from '../state.ts';
import { openOrdersIn } from './book.ts';
import { type Draft, type Order, statusOf } from './order.ts';
import { openUnits } from './progress.ts';
import { quoteAt } from './quotes.ts';

export function cashIn(world: SnapTradeWorld, account: string, currency: string): Decimal {
  const cash = world.ledger.cash(account, world.now());
  return cash.find((one) => one.currency === currency)?.amount ?? ZERO;
}

export function heldUnits(world: SnapTradeWorld, account: string, { key }: Security): Decimal {
  const holdings = world.ledger.holdings(account, world.now());
  return holdings.find(({ security }) => security.key === key)?.quantity ?? ZERO;
}

/** Open orders that stand in the way of one. Those of its own group do not, nor those that only wait. */
export function rivalsOf(world: SnapTradeWorld, order: Draft | Order): readonly Order[] {
  return openOrdersIn(world, order.account).filter((other) => isRival(order, other));
}

function isRival(order: Draft | Order, other: Order): boolean {
  if (statusOf(other) === 'CONTINGENT_ORDER') return false;
  if (!('id' in order)) return true;
  return other.id !== order.id && (order.group === null || other.group?.id !== order.group.id);
}

/** Units that open orders for shares may still sell. */
export function reservedUnits(others: readonly Order[], security: Security): Decimal {
  return sumByGroup(others, (other) =>
    other.desk !== 'options' && other.effect === 'credit' && shareOf(other) === security.key
      ? openUnits(other)
      : ZERO,
  );
}

/**
 * What open orders to buy may still cost: at their limit, or at what was asked last. An order for options at the market
 * is filled at once or at the opening: of those that wait, the named price counts alone.
 */
export function reservedCash(world: SnapTradeWorld, others: readonly Order[], currency: string): Decimal {
  return sumByGroup(others, (other) => {
    if (other.effect !== 'debit' || other.currency !== currency) return ZERO;
    if (other.notional !== null && other.units === null) return new Decimal(other.notional);
    const named = other.limit ?? other.stop;
    if (other.desk === 'options')
      return openUnits(other)
        .times(named ?? 0)
        .times(MULTIPLIER);
    return openUnits(other).times(named ?? askedFor(world, other));
  });
}

function askedFor(world: SnapTradeWorld, order: Order): Decimal {
  const security = world.ledger.securities.get(shareOf(order) ?? '');
  return security === undefined ? ZERO : quoteAt(world, security, world.now()).ask;
}

/** Key of the security that the only leg trades. */
function shareOf({ legs }: Draft): string | undefined {
  const [leg] = legs;
  return leg !== undefined && 'security' in leg.instrument ? leg.instrument.security : undefined;
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
