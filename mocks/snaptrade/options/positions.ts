/**
 * Option contracts that accounts hold. The ledger knows shares and money alone, so they are SnapTrade's own: what was
 * traded stands in the world's state, and the money it moved is in the ledger (ST-C150).
 */
import { Decimal, type Instant, ZERO } from '../../../fixtures/ledger/index.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Json } from '../../../src/provider/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import { contractNamed, MULTIPLIER, type OptionContract } from './contract.ts';
import { settlementOf } from './quote.ts';

/** A change of a position: plain data. */
export interface OptionMove {
  readonly at: Instant;
  readonly occ: string;
  /** Contracts, below zero for those sold. */
  readonly units: number;
  /** Per share. */
  readonly price: string;
  /** What an order said: `BUY_TO_OPEN`, or how the contract ended: an {@link OptionEnd}. */
  readonly action: string;
  /** Key of the ledger's row of the money it moved; null: there was no room for one. */
  readonly row: string | null;
}

/** How a contract ends, in the provider's words for it: worthless, to the holder's gain, to the writer's cost (ST-502). */
export type OptionEnd = 'OPTIONEXPIRATION' | 'OPTIONEXERCISE' | 'OPTIONASSIGNMENT';

export interface OptionPosition {
  readonly contract: OptionContract;
  readonly units: number;
  /** Average per share of what is held, fees left out, to 6 decimals. */
  readonly price: Decimal;
}

export const OPTION_EXPIRES = 'option-expires';

export function optionPositionsOf(
  { ledger, state }: Pick<SnapTradeWorld, 'ledger' | 'state'>,
  account: string,
  at: Instant,
): readonly OptionPosition[] {
  const held = new Map<string, { units: number; price: Decimal }>();
  for (const move of state.options[account] ?? []) {
    if (move.at > at) continue;
    const { units, price } = held.get(move.occ) ?? { units: 0, price: ZERO };
    const total = units + move.units;
    // What closes a position in part leaves the average of the rest as it was.
    const opens = units === 0 || Math.sign(units) === Math.sign(move.units);
    const paid = price.times(units).plus(new Decimal(move.price).times(move.units));
    held.set(move.occ, { units: total, price: opens ? paid.div(total) : price });
  }
  return [...held].flatMap(([occ, { units, price }]) => {
    const contract = units === 0 ? undefined : contractNamed(ledger, occ);
    return contract === undefined ? [] : [{ contract, units, price: price.toDecimalPlaces(6) }];
  });
}

export function unitsHeld(world: SnapTradeWorld, account: string, occ: string): number {
  const moves = world.state.options[account] ?? [];
  return moves.reduce((sum, move) => (move.occ === occ ? sum + move.units : sum), 0);
}

/** A position changes; whatever is left of it ends when the contract expires. */
export function moveOption(
  world: SnapTradeWorld,
  account: string,
  contract: OptionContract,
  move: Omit<OptionMove, 'occ'>,
): void {
  const { options } = world.state;
  options[account] ??= [];
  const isNew = options[account].every(({ occ }) => occ !== contract.occ);
  options[account].push({ ...move, occ: contract.occ });
  if (isNew) world.schedule(contract.expiresAt, OPTION_EXPIRES, { account, occ: contract.occ });
}

/** A contract expires: what it is worth is paid in cash, to the holder or by the writer, and it is gone (ST-C151). */
export function optionExpires(world: SnapTradeWorld, at: Instant, data: Json): void {
  const { account, occ } = data as { readonly account: string; readonly occ: string };
  const contract = contractNamed(world.ledger, occ);
  const units = unitsHeld(world, account, occ);
  if (contract === undefined || units === 0) return;
  const price = settlementOf(world, contract);
  const action = endOf(units, price);
  const row =
    world.roomForRows > 0
      ? world.arrive({
          account,
          kind: 'other',
          amount: price.times(units).times(MULTIPLIER).toFixed(),
          currency: contract.underlying.currency,
          at: isoInstant(at),
          description: `${IN_WORDS[action]} ${Math.abs(units)} ${occ}`,
        })
      : null;
  world.state.options[account]?.push({ at, occ, units: -units, price: price.toFixed(), action, row });
}

const IN_WORDS: Readonly<Record<OptionEnd, string>> = {
  OPTIONEXPIRATION: 'EXPIRED',
  OPTIONEXERCISE: 'EXERCISED',
  OPTIONASSIGNMENT: 'ASSIGNED',
};

function endOf(units: number, price: Decimal): OptionEnd {
  if (price.isZero()) return 'OPTIONEXPIRATION';
  return units > 0 ? 'OPTIONEXERCISE' : 'OPTIONASSIGNMENT';
}
