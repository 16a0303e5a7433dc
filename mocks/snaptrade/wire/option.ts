/** Option contracts, their quotes and what orders in them cost. */
import { padded } from '../../../fixtures/ledger/decimal.ts';
import type { Instant } from '../../../fixtures/ledger/index.ts';
import { exact } from '../../../src/provider/index.ts';
import type { OptionContract } from '../options/contract.ts';
import type { OptionImpact } from '../options/impact.ts';
import type { OptionOrderForm } from '../options/order.ts';
import { type Circumstances, greeksOf, optionValue } from '../options/value.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { OptionImpactBody, OptionOrderBody, OptionQuoteBody } from './schemas.ts';
import { timestamp } from './time.ts';

export function optionQuoteBody(
  world: SnapTradeWorld,
  contract: OptionContract,
  circumstances: Circumstances,
  at: Instant,
): OptionQuoteBody {
  const { delta, gamma, theta, vega } = greeksOf(circumstances);
  return {
    symbol: contract.occ,
    synthetic_price: exact(optionValue(circumstances)),
    implied_volatility: exact(circumstances.volatility),
    timestamp: timestamp(world, at),
    greeks: { delta: exact(delta), gamma: exact(gamma), theta: exact(theta), vega: exact(vega) },
  };
}

export function optionImpactBody({ cash, direction, fees }: OptionImpact): OptionImpactBody {
  return {
    estimated_cash_change: padded(cash, 2),
    cash_change_direction: direction,
    estimated_fee_total: padded(fees, 2),
  };
}

/** An empty price is none: the provider's own example of an order has them empty. */
export function optionOrderForm(body: OptionOrderBody): OptionOrderForm {
  return {
    orderType: body.order_type,
    timeInForce: body.time_in_force,
    limitPrice: body.limit_price || undefined,
    stopPrice: body.stop_price || undefined,
    effect: body.price_effect ?? undefined,
    legs: body.legs.map(({ instrument, action, units }) => ({
      symbol: instrument.symbol,
      type: instrument.instrument_type,
      action,
      units,
    })),
  };
}
