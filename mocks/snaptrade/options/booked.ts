/** Rows of the ledger that are about contracts: the ledger has the money they moved, the world's state what they were. */
import type { Trade } from '../../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { OptionMove } from './positions.ts';

/** What moved with a row; undefined: no contract. */
export type Booked = (trade: Trade) => OptionMove | undefined;

export const NONE_BOOKED: Booked = () => undefined;

/** @param account key of the account that the rows are of */
export function bookedIn({ state }: Pick<SnapTradeWorld, 'state'>, account: string): Booked {
  const moves = state.options[account] ?? [];
  if (moves.length === 0) return NONE_BOOKED;
  let byRow: ReadonlyMap<string, OptionMove> | undefined;
  return ({ kind, key }) => {
    if (kind !== 'other') return undefined;
    byRow ??= new Map(moves.flatMap((move) => (move.row === null ? [] : [[move.row, move] as const])));
    return byRow.get(key);
  };
}

/** Whether contracts were bought or sold, rather than ended. */
export function isDealt({ action }: OptionMove): boolean {
  return action.includes('_TO_');
}
