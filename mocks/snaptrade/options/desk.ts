/** The desk for options: one to four legs, whose price is the net price per share of one lot. */
import { Decimal, draws, type Instant, type Security, sub, ZERO } from '../../../fixtures/ledger/index.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Desk } from '../trading/desk.ts';
import { sessionAt } from '../trading/hours.ts';
import type { Draft } from '../trading/order.ts';
import { QUARTER, quoteAt } from '../trading/quotes.ts';
import { lackOfCollateral } from './collateral.ts';
import { contractNamed, MULTIPLIER, type OptionContract } from './contract.ts';
import { FEE_PER_CONTRACT } from './impact.ts';
import { moveOption } from './positions.ts';
import { quoteOf } from './quote.ts';

/** A leg of an order in the book, with what it names. */
export interface BookedLeg {
  readonly contract: OptionContract | undefined;
  readonly underlying: Security;
  readonly action: string;
  /** In one lot. */
  readonly ratio: number;
}

export function legsIn({ ledger }: Pick<SnapTradeWorld, 'ledger'>, { legs }: Draft): readonly BookedLeg[] {
  return legs.map(({ instrument, action, ratio }) => {
    const contract = 'option' in instrument ? contractNamed(ledger, instrument.option) : undefined;
    const underlying =
      'security' in instrument ? ledger.securities.get(instrument.security) : contract?.underlying;
    if (underlying === undefined) throw new Error(`Nothing to trade: ${JSON.stringify(instrument)}.`);
    return { contract, underlying, action, ratio };
  });
}

export const optionDesk: Desk = {
  decimals: 0,

  session: (world, order, at) => sessionAt(underlyingOf(world, order), at, false),

  market(world, order, at) {
    const legs = legsIn(world, order);
    const sign = order.effect === 'debit' ? 1 : -1;
    const net = (price: (leg: BookedLeg) => Decimal): Decimal =>
      legs
        .reduce(
          (sum, leg) =>
            sum.plus(
              price(leg)
                .times(shares(leg))
                .times(isBuy(leg) ? sign : -sign),
            ),
          ZERO,
        )
        .div(MULTIPLIER);
    const own = sub(world.seed, LENS, 'option-size', legs[0]?.contract?.occ ?? '', Math.floor(at / QUARTER));
    return {
      last: net((leg) => pricesOf(world, leg, at).mid),
      price: net((leg) => fillPriceOf(world, leg, at)),
      size: new Decimal(draws(own).between(5, 60)),
    };
  },

  lacks: (world, order, units, price) =>
    lackOfCollateral(world, order, {
      legs: legsIn(world, order),
      lots: units.toNumber(),
      cash: cashOf(order, units, price).minus(feeOf(order, units)),
    }),

  fee: (_world, _place, order) => feeOf(order, new Decimal(order.units ?? 0)),

  settle(world, order, { at, units }) {
    return legsIn(world, order).map((leg) => settleLeg(world, order, leg, units.toNumber(), at));
  },
};

/** One row of the ledger for each leg: the shares themselves, or the money that contracts moved. */
function settleLeg(
  world: SnapTradeWorld,
  { account, currency }: Draft,
  leg: BookedLeg,
  lots: number,
  at: Instant,
): string {
  const units = leg.ratio * lots;
  const price = fillPriceOf(world, leg, at);
  const row = { account, currency, at: isoInstant(at) };
  if (leg.contract === undefined) {
    return world.arrive({
      ...row,
      kind: isBuy(leg) ? 'buy' : 'sell',
      symbol: leg.underlying.symbol,
      quantity: String(units),
      price: price.toFixed(),
    });
  }
  const signed = isBuy(leg) ? units : -units;
  const key = world.arrive({
    ...row,
    kind: 'other',
    amount: price.times(-signed).times(MULTIPLIER).toFixed(),
    fee: FEE_PER_CONTRACT.times(units).toFixed(),
    description: `${leg.action} ${units} ${leg.contract.occ}`,
  });
  const { action } = leg;
  moveOption(world, account, leg.contract, { at, units: signed, price: price.toFixed(), action, row: key });
  return key;
}

function cashOf({ effect }: Draft, units: Decimal, price: Decimal): Decimal {
  const cash = price.times(units).times(MULTIPLIER);
  return effect === 'debit' ? cash.negated() : cash;
}

function feeOf({ legs }: Draft, units: Decimal): Decimal {
  const contracts = legs.reduce(
    (sum, { instrument, ratio }) => ('option' in instrument ? sum + ratio : sum),
    0,
  );
  return FEE_PER_CONTRACT.times(contracts).times(units);
}

function pricesOf(world: SnapTradeWorld, leg: BookedLeg, at: Instant) {
  if (leg.contract !== undefined) return quoteOf(world, leg.contract, at);
  const { bid, ask, last } = quoteAt(world, leg.underlying, at);
  return { bid, ask, mid: last };
}

function fillPriceOf(world: SnapTradeWorld, leg: BookedLeg, at: Instant): Decimal {
  const { bid, ask } = pricesOf(world, leg, at);
  return isBuy(leg) ? ask : bid;
}

function underlyingOf(world: SnapTradeWorld, order: Draft): Security {
  const [leg] = legsIn(world, order);
  if (leg === undefined) throw new Error('An order for options has a leg.');
  return leg.underlying;
}

function shares({ contract, ratio }: BookedLeg): number {
  return contract === undefined ? ratio : ratio * MULTIPLIER;
}

export function isBuy({ action }: Pick<BookedLeg, 'action'>): boolean {
  return action.startsWith('BUY');
}
