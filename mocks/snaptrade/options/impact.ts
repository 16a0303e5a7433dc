/** What an option order would cost (ST-276, ST-C143). */
import { Decimal, type Institution, ZERO } from '../../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import { quoteAt } from '../trading/quotes.ts';
import { MULTIPLIER } from './contract.ts';
import { cashOf, isBuy, lotsOf, type OptionLeg, type OptionOrder, type PriceEffect } from './order.ts';
import { quoteOf } from './quote.ts';

export interface OptionImpact {
  /** Without sign and without fees. */
  readonly cash: Decimal;
  readonly direction: PriceEffect | 'UNKNOWN';
  readonly fees: Decimal;
}

/** What brokerages take for each contract that is traded (ST-C144). */
export const FEE_PER_CONTRACT = new Decimal('0.65');

/** Trades options, but says nothing of an order before it is placed (ST-C145). */
const WITHOUT_IMPACT: ReadonlySet<string> = new Set(['robinhood']);

export function tradesOptions({ kind, allowsTrading }: Institution): boolean {
  return kind === 'broker' && allowsTrading;
}

export function tellsImpact(institution: Institution): boolean {
  return tradesOptions(institution) && !WITHOUT_IMPACT.has(institution.key);
}

export function feesOf(legs: readonly OptionLeg[]): Decimal {
  return legs.reduce(
    (sum, { contract, units }) => (contract === undefined ? sum : sum.plus(FEE_PER_CONTRACT.times(units))),
    ZERO,
  );
}

/** A limit or a stop tells the price itself; without one it is what the market asks and bids now. */
export function impactOf(world: SnapTradeWorld, order: OptionOrder): OptionImpact {
  const fees = feesOf(order.legs);
  const named = order.limit ?? order.stop;
  if (named !== undefined) {
    const cash = named.times(MULTIPLIER).times(lotsOf(order.legs));
    return { cash, direction: order.effect ?? 'UNKNOWN', fees };
  }
  const cash = cashOf(order.legs, (leg) => marketPriceOf(world, leg));
  return { cash: cash.abs(), direction: directionOf(cash), fees };
}

/** What a leg trades at when it takes what the market offers. */
export function marketPriceOf(world: SnapTradeWorld, leg: OptionLeg): Decimal {
  if (leg.contract === undefined) {
    const shares = quoteAt(world, leg.underlying, world.now());
    return isBuy(leg) ? shares.ask : shares.bid;
  }
  const { bid, ask } = quoteOf(world, leg.contract, world.now());
  return isBuy(leg) ? ask : bid;
}

function directionOf(cash: Decimal): PriceEffect {
  if (cash.isZero()) return 'EVEN';
  return cash.isNegative() ? 'DEBIT' : 'CREDIT';
}
