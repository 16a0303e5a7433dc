/** How the client decides about orders. The defaults are the reference; a mutant changes one of them. */
import { doubling } from '../common/index.ts';
import type { Row } from './pages.ts';

export interface OrderPolicies {
  /** Milliseconds between the n-th look at an order and the next: it may rest for days. */
  readonly orderPollMs: (look: number) => number;
  readonly hasEnded: (order: Row) => boolean;
  /** What is reported of an order. */
  readonly endOf: (order: Row) => Row;
  /** How often an order is placed at most whose answer was lost. */
  readonly placings: number;
  /** Whether it is looked among the recent orders for one whose answer was lost. */
  readonly seeksLostOrders: boolean;
  /** What the recent orders are asked for. */
  readonly recent: { readonly only_executed?: string };
  /** A number of units, or a price, as it is sent in JSON. */
  readonly numberOf: (text: string) => number;
  /** A decimal as it is sent where texts are wanted. */
  readonly textOf: (text: string) => string;
  /** Whether an order is looked at before it is cancelled or replaced. */
  readonly looksFirst: boolean;
  /** What becomes of a change that was refused, since the order had ended, or whose answer was lost. */
  readonly onChangeFailed: 'look' | 'fail';
  /** Whether a cancellation is sent again until it is answered. */
  readonly cancelsAgain: boolean;
  /** Where the end of a cancelled order is read. */
  readonly cancelledIn: 'detail' | 'answer';
  /** Whether an order that was replaced is followed under the id that the answer gives. */
  readonly takesNewId: boolean;
  /** Units of the order that is put in the place of another. */
  readonly unitsLeft: (order: Row, wanted: string) => string;
  /** Which of the securities that were found is meant. */
  readonly meant: (found: readonly Row[], ticker: string, exchange: string) => Row | undefined;
  /** What is sent once the person has confirmed: the id of the check, or the order itself. */
  readonly onConfirmed: 'id' | 'order';
  /** What is done when the id of a check is refused. */
  readonly onStaleCheck: 'check' | 'repeat' | 'place';
  /** Whether a placing under the id of a check whose answer was lost is looked for, or checked and placed again. */
  readonly onLostCheck: 'look' | 'check';
  /** Parameters of the list of orders. */
  readonly listing: (wanted: {
    readonly days?: number;
    readonly state?: string;
  }) => Readonly<Record<string, string | number | undefined>>;
  /** Securities that one call for quotes names. */
  readonly quotesAtATime: number;
  /** Calls for quotes that are made at most. */
  readonly quoteCalls: number;
  /** Symbol of a pair of coins; undefined: it is looked up. */
  readonly pairOf: (base: string, quote: string) => string | undefined;
  /** What is sent of whether an order for coins has to wait in the book. */
  readonly postOnly: (hasLimit: boolean, wanted: boolean) => boolean | undefined;
  /** What becomes of the legs of an order. */
  readonly legsOf: (orders: readonly Row[]) => readonly Row[];
  /** Shares that a contract stands for. */
  readonly multiplier: number;
  /** Blanks after the ticker in the name of a contract. */
  readonly padsTickers: boolean;
}

/** Of the twenty words for how an order stands, those after which nothing comes. */
const ENDS = ['EXECUTED', 'CANCELED', 'PARTIAL_CANCELED', 'REPLACED', 'REJECTED', 'EXPIRED', 'FAILED'];

export const orderPolicies: OrderPolicies = {
  orderPollMs: doubling(1_000, 900_000),
  hasEnded: ({ status }) => ENDS.includes(String(status)),
  endOf: (order) => order,
  placings: 1,
  seeksLostOrders: true,
  recent: { only_executed: 'false' },
  numberOf: Number,
  textOf: (text) => text,
  looksFirst: true,
  onChangeFailed: 'look',
  cancelsAgain: false,
  cancelledIn: 'detail',
  takesNewId: true,
  unitsLeft: ({ open_quantity: open }) => String(open),
  meant: (found, ticker, exchange) =>
    found.find((one) => one.raw_symbol === ticker && (one.exchange as Row | undefined)?.code === exchange),
  onConfirmed: 'id',
  onStaleCheck: 'check',
  onLostCheck: 'look',
  listing: (wanted) => wanted,
  quotesAtATime: 10,
  quoteCalls: Number.POSITIVE_INFINITY,
  pairOf: () => undefined,
  postOnly: (hasLimit, wanted) => (hasLimit ? wanted : undefined),
  legsOf: (orders) => orders,
  multiplier: 100,
  padsTickers: true,
};
