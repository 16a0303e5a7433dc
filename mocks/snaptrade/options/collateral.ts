/**
 * Whether an account can bear an option order (ST-C152). These are cash accounts: what all positions in an underlying
 * could lose at worst when they expire has to be there, in cash or in shares.
 */
import { Decimal, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import { MULTIPLIER, type OptionContract } from './contract.ts';
import type { BookedLeg } from './desk.ts';
import { optionPositionsOf } from './positions.ts';
import { intrinsic } from './value.ts';

export interface Asked {
  readonly legs: readonly BookedLeg[];
  readonly lots: number;
  /** What the order brings, fees taken off; below zero: what it costs. */
  readonly cash: Decimal;
  readonly currency: string;
}

interface Held {
  readonly contract: OptionContract;
  readonly units: number;
}

/** In words; undefined: nothing. */
export function lackOfCollateral(world: SnapTradeWorld, account: string, asked: Asked): string | undefined {
  const positions = optionPositionsOf(world, account, world.now());
  const held = new Map<string, Held>(positions.map((each) => [each.contract.occ, each]));
  const [first] = asked.legs;
  if (first === undefined) return undefined;
  let stock = stockOf(world, account, first.underlying);
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
    const shares = underlying === first.underlying ? stock : stockOf(world, account, underlying);
    const loss = worstLoss(own, shares);
    if (loss === undefined) return `it sells calls on ${underlying.symbol} that nothing covers`;
    needed = needed.plus(loss);
  }
  const cash = world.ledger.cash(account, world.now()).find(({ currency }) => currency === asked.currency);
  const left = (cash?.amount ?? ZERO).plus(asked.cash).minus(needed);
  if (!left.isNegative()) return undefined;
  return `it needs ${left.negated().toFixed()} ${asked.currency} more than there are to spend`;
}

/** What the holder may have to pay when all of it expires; undefined: there is no end to it. */
function worstLoss(held: readonly Held[], shares: Decimal): Decimal | undefined {
  const calls = held.reduce((sum, { contract, units }) => sum + (contract.type === 'CALL' ? units : 0), 0);
  if (shares.plus(calls * MULTIPLIER).isNegative()) return undefined;
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

function stockOf(world: SnapTradeWorld, account: string, { key }: Security): Decimal {
  const holdings = world.ledger.holdings(account, world.now());
  return holdings.find(({ security }) => security.key === key)?.quantity ?? ZERO;
}
