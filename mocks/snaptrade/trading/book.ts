/** The order book of a world: its part of SnapTrade's state, and the few ways to change it. */
import { type Instant, sub, uuid } from '../../../fixtures/ledger/index.ts';
import { DAY } from '../../../fixtures/ledger/time.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { type Draft, isOpen, type Order } from './order.ts';

export interface OrderBook {
  readonly orders: Record<string, Order>;
  /** Ids by key of account, oldest first. */
  readonly byAccount: Record<string, string[]>;
  /** Ids by id of group. */
  readonly groups: Record<string, string[]>;
  /** Which order a row of the ledger is a fill of, by the row's key. */
  readonly fills: Record<string, string>;
}

/** Orders one account may have in the book. Those that ended longest ago make room; open ones never do. */
export const MOST_ORDERS = 1_000;
/** What ended longer ago than this is listed nowhere (ST-243). */
const KEPT_FOR = 91 * DAY;

export function createBook(): OrderBook {
  return { orders: {}, byAccount: {}, groups: {}, fills: {} };
}

export function findOrder({ state }: SnapTradeWorld, account: string, id: string): Order | undefined {
  const order = Object.hasOwn(state.book.orders, id) ? state.book.orders[id] : undefined;
  return order?.account === account ? order : undefined;
}

/** Orders of an account in the book, oldest first. */
export function ordersIn({ state }: SnapTradeWorld, account: string): readonly Order[] {
  const ids = state.book.byAccount[account] ?? [];
  return ids.flatMap((id) => state.book.orders[id] ?? []);
}

export function openOrdersIn(world: SnapTradeWorld, account: string): readonly Order[] {
  return ordersIn(world, account).filter(isOpen);
}

export function groupOf({ state }: SnapTradeWorld, id: string): readonly Order[] {
  return (state.book.groups[id] ?? []).flatMap((one) => state.book.orders[one] ?? []);
}

/** Whether the account may have `more` orders. */
export function hasRoomFor(world: SnapTradeWorld, account: string, more: number): boolean {
  prune(world, account, more);
  return (world.state.book.byAccount[account]?.length ?? 0) + more <= MOST_ORDERS;
}

/** An order comes into the book, under an id of its own. */
export function enter(world: SnapTradeWorld, draft: Draft, group: Order['group'], at: Instant): Order {
  const { book } = world.state;
  const order: Order = {
    ...draft,
    id: uuid(sub(world.seed, LENS, 'order', world.serial('order'))),
    placedAt: at,
    group,
    triggered: false,
    due: null,
    heardAt: group === null ? at : null,
    steps: [{ at, status: 'PENDING' }],
  };
  book.orders[order.id] = order;
  book.byAccount[order.account] ??= [];
  book.byAccount[order.account]?.push(order.id);
  if (group !== null) {
    book.groups[group.id] ??= [];
    book.groups[group.id]?.push(order.id);
  }
  return order;
}

function prune(world: SnapTradeWorld, account: string, more: number): void {
  const { book } = world.state;
  const ids = book.byAccount[account];
  if (ids === undefined || ids.length + more <= MOST_ORDERS) return;
  let spare = ids.length + more - MOST_ORDERS;
  const long = world.now() - KEPT_FOR;
  const kept = ids.filter((id) => {
    const order = book.orders[id];
    if (order === undefined) return false;
    if (isOpen(order) || spare === 0 || (order.steps.at(-1)?.at ?? 0) > long) return true;
    spare--;
    delete book.orders[id];
    if (order.group !== null) delete book.groups[order.group.id];
    return false;
  });
  book.byAccount[account] = kept;
}
