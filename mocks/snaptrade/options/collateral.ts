/**
 * Whether an account can bear an option order (ST-C152). These are cash accounts: what all positions in an underlying
 * could lose at worst when they expire has to be there, in cash or in shares, and stays there (ST-C302).
 */
import { Decimal, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Draft, Order } from '../trading/order.ts';
import { cashIn, heldUnits, reservedCash, reservedUnits, rivalsOf } from '../trading/reserved.ts';
import { MULTIPLIER, type OptionContract } from './contract.ts';
import type { BookedLeg } from './desk.ts';
import { optionPositionsOf } from './positions.ts';
import { intrinsic } from './value.ts';

export interface Asked {
  readonly legs: readonly BookedLeg[];
  readonly lots: number;
  /** What the order brings, fees taken off; below zero: what it costs. */
  readonly cash: Decimal;
}

interface Held {
  readonly contract: OptionContract;
  readonly units: number;
}

/** In words; undefined: nothing. What open orders for shares may sell or spend is not there for it. */
export function lackOfCollateral(
  world: SnapTradeWorld,
  order: Draft | Order,
  asked: Asked,
): string | undefined {
  const { account, currency } = order;
  const others = rivalsOf(world, order);
  const stockOf = (underlying: Security): Decimal =>
    heldUnits(world, account, underlying).minus(reservedUnits(others, underlying));
  const positions = optionPositionsOf(world, account, world.now());
  const held = new Map<string, Held>(positions.map((each) => [each.contract.occ, each]));
  const [first] = asked.legs;
  if (first === undefined) return undefined;
  let stock = stockOf(first.underlying);
  for (const { contract, action, ratio } of asked.legs) {
    const units = ratio * asked.lots * (action.startsWith('BUY') ? 1 : -1);
    if (contract === undefined) {
      stock = stock.plus(units);
      if (stock.isNegative())
        return `it sells ${-units} ${first.underlying.symbol} and there are not as many`;
      continue;
    }
    const before = held.get(contract.occ)?.units ?? 0;
    const closes = action.endsWith('_TO_CLOSE');
    if (closes ? before * units >= 0 || Math.abs(units) > Math.abs(before) : before * units < 0) {
      return closes
        ? `it closes ${Math.abs(units)} ${contract.occ} and there are ${Math.abs(before)} to close`
        : `it opens ${contract.occ} against a position that is to be closed first`;
    }
    held.set(contract.occ, { contract, units: before + units });
  }
  let needed = ZERO;
  for (const [underlying, own] of byUnderlying([...held.values()])) {
    const loss = worstLoss(own, underlying === first.underlying ? stock : stockOf(underlying));
    if (loss === undefined) return `it sells calls on ${underlying.symbol} that nothing covers`;
    needed = needed.plus(loss);
  }
  const cash = cashIn(world, account, currency).minus(reservedCash(world, others, currency));
  const left = cash.plus(asked.cash).minus(needed);
  if (!left.isNegative()) return undefined;
  return `it needs ${left.negated().toFixed()} ${currency} more than there are to spend`;
}

/** Shares that cover calls which were written: they cannot be sold before those are closed. */
export function coveringUnits(world: SnapTradeWorld, account: string, underlying: Security): Decimal {
  const positions = optionPositionsOf(world, account, world.now());
  const own = positions.filter(({ contract }) => contract.underlying === underlying);
  return new Decimal(Math.max(0, ...horizonsOf(own).map((living) => -callsIn(living) * MULTIPLIER)));
}

/**
 * Cash that stands behind contracts: what they could cost at worst when they expire.
 *
 * @param stock how many shares of one security to count with
 */
export function cashBehind(
  world: SnapTradeWorld,
  account: string,
  currency: string,
  stock: { readonly security: Security; readonly units: Decimal },
): Decimal {
  const positions = optionPositionsOf(world, account, world.now());
  let needed = ZERO;
  for (const [underlying, own] of byUnderlying(positions)) {
    if (underlying.currency !== currency) continue;
    const shares = underlying === stock.security ? stock.units : heldUnits(world, account, underlying);
    needed = needed.plus(worstLoss(own, shares) ?? 0);
  }
  return needed;
}

/** What the holder may have to pay at worst, whenever it expires; undefined: there is no end to it. */
function worstLoss(held: readonly Held[], shares: Decimal): Decimal | undefined {
  let worst = ZERO;
  for (const living of horizonsOf(held)) {
    const loss = worstLossOf(living, shares);
    if (loss === undefined) return undefined;
    worst = Decimal.max(worst, loss);
  }
  return worst;
}

/**
 * What is there until the first contract expires, what is there until the next does, and so on: what ends earlier covers
 * nothing that goes on.
 */
function horizonsOf(held: readonly Held[]): Held[][] {
  const ends = new Set(held.map(({ contract }) => contract.expiresAt));
  return [...ends].map((end) => held.filter(({ contract }) => contract.expiresAt >= end));
}

/** The same, if all of it expires at one time. */
function worstLossOf(held: readonly Held[], shares: Decimal): Decimal | undefined {
  if (shares.plus(callsIn(held) * MULTIPLIER).isNegative()) return undefined;
  let worst = ZERO;
  for (const spot of [ZERO, ...held.map(({ contract }) => contract.strike)]) {
    const value = held.reduce(
      (sum, { contract, units }) =>
        sum.plus(
          intrinsic({ ...contract, spot })
            .times(units)
            .times(MULTIPLIER),
        ),
      shares.times(spot),
    );
    worst = Decimal.max(worst, value.negated());
  }
  return worst;
}

function byUnderlying(held: readonly Held[]): Map<Security, Held[]> {
  const groups = new Map<Security, Held[]>();
  for (const each of held) {
    const { underlying } = each.contract;
    groups.set(underlying, [...(groups.get(underlying) ?? []), each]);
  }
  return groups;
}

/** Below zero: more were written than are held. */
function callsIn(held: readonly Held[]): number {
  return held.reduce((sum, { contract, units }) => sum + (contract.type === 'CALL' ? units : 0), 0);
}
