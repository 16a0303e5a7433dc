/**
 * An order, as it stands in a world's state: plain data, for whatever kind of thing is traded.
 *
 * One order has one or more legs, one price and one number of units. A leg trades `ratio` times the order's units of
 * its instrument; the price is that of one unit of the whole order (for shares and coins the price itself; for several
 * options the net price, a debit above zero). What the legs are worth, when their market is open and what a fill does
 * to the account is the business of the order's desk (desk.ts). Everything else (triggers, limits, partial fills,
 * expiry, groups, replacement) is the same for all and stands in machine.ts.
 */
import type { Instant } from '../../../fixtures/ledger/index.ts';

/** The provider's words for how an order stands; those that no order gets to here are left out. */
export type OrderStatus =
  /** Submitted; the brokerage has not said anything yet. */
  | 'PENDING'
  /** Taken by the brokerage while the market is closed: works from the opening on. */
  | 'QUEUED'
  /** Works in the market. */
  | 'ACCEPTED'
  /** Waits for another order of its group to be filled. */
  | 'CONTINGENT_ORDER'
  /** A stop was touched: works in the market now. */
  | 'TRIGGERED'
  /** Filled in part, and goes on. */
  | 'PARTIAL'
  | 'EXECUTED'
  | 'CANCELED'
  /** Filled in part, and ended by the user or by another order. */
  | 'PARTIAL_CANCELED'
  | 'REPLACED'
  | 'REJECTED'
  | 'EXPIRED'
  /** The simulator has no room for what should happen. */
  | 'FAILED';

const FINAL: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'EXECUTED',
  'CANCELED',
  'PARTIAL_CANCELED',
  'REPLACED',
  'REJECTED',
  'EXPIRED',
  'FAILED',
]);

export type OrderKind = 'Market' | 'Limit' | 'Stop' | 'StopLimit';
export type TimeInForce = 'Day' | 'GTC' | 'FOK' | 'IOC' | 'GTD';
export type Role = 'TRIGGER' | 'CONDITIONAL' | 'PEER';
export type GroupKind = 'OCO' | 'OTO' | 'OTOCO';

/** `security`: key in the ledger, for shares, funds and coins. `option`: symbol in OCC form. */
export type Instrument = { readonly security: string } | { readonly option: string };

export interface Leg {
  readonly instrument: Instrument;
  /** The provider's words, as in requests: `BUY`, `SELL`, `BUY_TO_OPEN`, ... */
  readonly action: string;
  /** Units of the instrument in one unit of the order. */
  readonly ratio: number;
}

/** Something that happened to an order. Quantities and prices are decimals in text, in units of the order. */
export interface Step {
  readonly at: Instant;
  readonly status: OrderStatus;
  /** Units filled in this step, and their price. */
  readonly units?: string;
  readonly price?: string;
}

export interface Order {
  /** The brokerage's id. */
  readonly id: string;
  /** Key of the account in the ledger. */
  readonly account: string;
  /** Name of the desk that deals in it. */
  readonly desk: DeskName;
  readonly legs: readonly Leg[];
  /** `credit`: the holder is paid the price, and a limit is the least; `debit`: pays it, and a limit is the most. */
  readonly effect: 'debit' | 'credit';
  readonly kind: OrderKind;
  readonly timeInForce: TimeInForce;
  readonly extended: boolean;
  /** Null: an amount of money is to be spent, and the first fill tells how many units that is. */
  units: string | null;
  readonly notional: string | null;
  readonly limit: string | null;
  readonly stop: string | null;
  /** The currency of its prices. */
  readonly currency: string;
  readonly placedAt: Instant;
  /** When it ends if nothing else ends it; set when it begins to work. */
  expiresAt: Instant | null;
  readonly group: { readonly id: string; readonly kind: GroupKind; readonly role: Role } | null;
  readonly clientOrderId: string | null;
  /** Its stop is touched from the other side: it takes a profit rather than stop a loss. */
  readonly takesProfit?: boolean;
  /** It waits in the book, and never takes what is offered there: half the fee. */
  readonly maker?: boolean;
  /** True once a stop was touched. */
  triggered: boolean;
  /** When it is looked at next; an event for another instant is an old one. */
  due: Instant | null;
  /** The last instant at which SnapTrade heard of it beside its syncs; null: not since it was placed (ST-C108). */
  heardAt: Instant | null;
  /** In order of time; the first is that it was placed. */
  readonly steps: Step[];
}

export type DeskName = 'shares' | 'options' | 'coins';

/** What a request asks for, checked. */
export type Draft = Pick<
  Order,
  | 'account'
  | 'desk'
  | 'legs'
  | 'effect'
  | 'kind'
  | 'timeInForce'
  | 'extended'
  | 'units'
  | 'notional'
  | 'limit'
  | 'stop'
  | 'currency'
  | 'expiresAt'
  | 'clientOrderId'
  | 'takesProfit'
  | 'maker'
>;

export function statusOf(order: Order): OrderStatus {
  return order.steps.at(-1)?.status ?? 'PENDING';
}

export function isFinal(status: OrderStatus): boolean {
  return FINAL.has(status);
}

export function isOpen(order: Order): boolean {
  return !isFinal(statusOf(order));
}
