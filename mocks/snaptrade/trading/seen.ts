/**
 * The orders of an account, as somebody sees them: those in the book, and those behind the trades that the ledger has
 * by itself. Every purchase and sale was an order once, placed at the brokerage and not through SnapTrade (ST-C109).
 */
import { draws, type Instant, sub, type Trade, uuid } from '../../../fixtures/ledger/index.ts';
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import { type AccountPlace, LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { ordersIn } from './book.ts';
import type { Order } from './order.ts';
import { type Progress, progressOf } from './progress.ts';

export interface Seen {
  readonly order: Order;
  readonly progress: Progress;
}

export interface Look {
  /** Orders placed before this are left out. */
  readonly from: Instant;
  /** When the brokerage was read. */
  readonly asOf: Instant;
  /** Whether it is read now, rather than a copy. */
  readonly live?: boolean;
}

/** Rows of the ledger that one listing reads, so that its cost has a bound; more than most brokers give. */
const MOST_TRADES = 1_000;

/** Newest first. */
export function ordersSeen(world: SnapTradeWorld, place: AccountPlace, look: Look): readonly Seen[] {
  const own = ordersIn(world, place.account.key).flatMap((order) => {
    const at = look.live === true ? look.asOf : knownAt(order, look.asOf);
    return at === undefined || order.placedAt < look.from ? [] : [{ order, progress: progressOf(order, at) }];
  });
  const found = tradesSeen(world, place, look).map((trade) => {
    const order = orderBehind(world, trade);
    return { order, progress: progressOf(order) };
  });
  return [...own.reverse(), ...found].sort((a, b) => b.order.placedAt - a.order.placedAt);
}

/** Until when a kept copy knows an order; undefined: not yet. */
function knownAt({ placedAt, heardAt }: Order, asOf: Instant): Instant | undefined {
  if (heardAt !== null) return Math.max(heardAt, asOf);
  return placedAt <= asOf ? asOf : undefined;
}

/** Purchases and sales that are not fills of orders in the book. */
export function tradesSeen(
  { ledger, state }: SnapTradeWorld,
  { account }: AccountPlace,
  { from, asOf }: Look,
): readonly Trade[] {
  if (account.kind !== 'brokerage' && account.kind !== 'crypto') return [];
  const range = { now: asOf, from };
  return ledger.trades
    .page([account.key], range, 0, MOST_TRADES)
    .filter((trade) => isDeal(trade) && !Object.hasOwn(state.book.fills, trade.key));
}

export function isDeal({ kind, security }: Trade): boolean {
  return (kind === 'buy' || kind === 'sell') && security !== undefined;
}

/** What the order behind a trade must have been: a function of the trade. */
export function orderBehind({ seed, ledger }: SnapTradeWorld, trade: Trade): Order {
  const own = sub(seed, LENS, 'order-behind', trade.account, trade.key);
  const d = draws(own);
  const key = trade.security?.key ?? '';
  const isLimit = d.chance(0.5);
  const crypto = ledger.securities.get(key)?.kind === 'crypto';
  const units = trade.quantity.toFixed();
  const placedAt = trade.at - d.between(1_000, MINUTE);
  return {
    id: uuid(own),
    account: trade.account,
    desk: crypto ? 'coins' : 'shares',
    legs: [{ instrument: { security: key }, action: trade.kind === 'buy' ? 'BUY' : 'SELL', ratio: 1 }],
    effect: trade.kind === 'buy' ? 'debit' : 'credit',
    kind: isLimit ? 'Limit' : 'Market',
    timeInForce: crypto ? 'GTC' : 'Day',
    extended: false,
    units,
    notional: null,
    limit: isLimit ? trade.price.toFixed() : null,
    stop: null,
    currency: trade.currency,
    placedAt,
    expiresAt: null,
    group: null,
    clientOrderId: null,
    triggered: false,
    due: null,
    heardAt: null,
    steps: [
      { at: placedAt, status: 'PENDING' },
      { at: trade.at, status: 'EXECUTED', units, price: trade.price.toFixed() },
    ],
  };
}
