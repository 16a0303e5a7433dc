/**
 * Who deals in a kind of thing. The machine (machine.ts) takes an order through its life; what only the kind of thing
 * knows, it asks the order's desk.
 *
 * A new kind of thing is a new desk: one file, and a line in `desks.ts`.
 */
import type { Decimal, Instant } from '../../../fixtures/ledger/index.ts';
import type { AccountPlace } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Session } from './hours.ts';
import type { Draft, Order } from './order.ts';

/** What one unit of an order can be had for at an instant. */
export interface Market {
  /** What touches stops. */
  readonly last: Decimal;
  /** The price a fill now would have: what is asked for a debit, what is bid for a credit. */
  readonly price: Decimal;
  /** Units that can be filled at once at that price. */
  readonly size: Decimal;
}

export interface Fill {
  readonly at: Instant;
  readonly units: Decimal;
  readonly price: Decimal;
  /** True for the first of an order: that one bears the fee. */
  readonly first: boolean;
}

export interface Desk {
  /** The session that is on, or the next one. */
  session(world: SnapTradeWorld, order: Draft, at: Instant): Session;
  market(world: SnapTradeWorld, order: Draft, at: Instant): Market;
  /** Decimals of the units a notional order may come to. */
  readonly decimals: number;
  /**
   * Why the account cannot bear `units` of the order at `price`, in words; undefined: it can.
   *
   * @param order asked for before it is in the book, and again before each fill; what it holds in reserve itself does
   *   not count against it
   */
  lacks(world: SnapTradeWorld, order: Draft | Order, units: Decimal, price: Decimal): string | undefined;
  /** The fee of an order of that amount, in its currency. */
  fee(world: SnapTradeWorld, place: AccountPlace, order: Draft, gross: Decimal): Decimal;
  /** Moves the account. @returns keys of the rows it made in the ledger, if any */
  settle(world: SnapTradeWorld, order: Order, fill: Fill): readonly string[];
}
