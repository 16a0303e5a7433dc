/**
 * The life of an order, on the world's clock (ST-C103). No source tells the order of transitions; this one is:
 *
 *     PENDING -> QUEUED | ACCEPTED            the brokerage takes it: at once if the caller waits, else a second later
 *     QUEUED -> ACCEPTED                      the market opens
 *     ACCEPTED -> TRIGGERED                   a stop is touched
 *     ACCEPTED | TRIGGERED -> PARTIAL* -> EXECUTED
 *     any of these -> CANCELED | PARTIAL_CANCELED | REPLACED | EXPIRED | REJECTED
 *     CONTINGENT_ORDER -> ACCEPTED | QUEUED | CANCELED      with the order it hangs on
 *
 * An open order has one event in the agenda: the next instant at which something can happen to it. Prices are a
 * function of time, so that instant is found by looking at the quarters of an hour of one session ahead: however long
 * an order rests, it costs three events a day.
 */
import { Decimal, type Instant } from '../../../fixtures/ledger/index.ts';
import { DAY, MINUTE } from '../../../fixtures/ledger/time.ts';
import type { Json } from '../../../src/provider/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import { enter, groupOf } from './book.ts';
import type { Market } from './desk.ts';
import { deskOf } from './desks.ts';
import { consequencesOf } from './groups.ts';
import { isOpenAt } from './hours.ts';
import { type Draft, isOpen, type Order, type OrderStatus, type Step, statusOf } from './order.ts';
import { progressOf } from './progress.ts';
import { QUARTER } from './quotes.ts';
import { tellOfUpdate } from './telling.ts';

/** The brokerage's answer to an order, where the caller does not wait for it. */
const ACKNOWLEDGED_AFTER = 1_000;
/** From taking an order to the first look at the market. */
const FIRST_LOOK_AFTER = 1_000;
/** Between partial fills. */
const NEXT_SLICE_AFTER = MINUTE;
/** A large order is filled in no more parts than this. */
const MOST_SLICES = 4;
/** Good till cancelled is no longer than this (ST-C104). */
const LONGEST_GTC = 90 * DAY;

export const ORDER_DUE = 'order-due';

/**
 * Places an order.
 *
 * @param wait whether the brokerage's answer is waited for
 * @param rejected whether that answer is no
 */
export function submit(
  world: SnapTradeWorld,
  draft: Draft,
  {
    wait = true,
    group = null,
    rejected = false,
  }: { readonly wait?: boolean; readonly group?: Order['group']; readonly rejected?: boolean } = {},
): Order {
  const now = world.now();
  const order = enter(world, draft, group, now);
  if (rejected) {
    end(world, order, now, 'REJECTED');
    return order;
  }
  const waitsForAnother = group !== null && group.kind !== 'OCO' && group.role !== 'TRIGGER';
  if (waitsForAnother) step(world, order, { at: now, status: 'CONTINGENT_ORDER' });
  else if (wait) acknowledge(world, order, now);
  else plan(world, order, now + ACKNOWLEDGED_AFTER);
  return order;
}

/** The agenda's event: an order is due. One that was planned otherwise since, or has ended, is not. */
export function orderDue(world: SnapTradeWorld, at: Instant, data: Json): void {
  const order = world.state.book.orders[String(data)];
  if (order === undefined || order.due !== at || !isOpen(order)) return;
  order.due = null;
  if (statusOf(order) === 'PENDING') acknowledge(world, order, at);
  else look(world, order, at);
}

/** Ends an order on request. The caller has seen that it is open. */
export function cancel(world: SnapTradeWorld, order: Order): void {
  order.heardAt = world.now();
  end(world, order, world.now(), 'CANCELED');
}

/** Puts a new order in the place of an open one, always under a new id (ST-C105). */
export function replace(world: SnapTradeWorld, order: Order, draft: Draft): Order {
  order.heardAt = world.now();
  step(world, order, { at: world.now(), status: 'REPLACED' });
  return submit(world, draft);
}

/** The brokerage takes an order, or one that waited for another begins to work. */
function acknowledge(world: SnapTradeWorld, order: Order, at: Instant): void {
  const session = deskOf(order).session(world, order, at);
  const open = isOpenAt(session, at);
  order.expiresAt ??= order.timeInForce === 'GTC' ? order.placedAt + LONGEST_GTC : session.closes;
  if (order.expiresAt <= at) {
    end(world, order, at, 'EXPIRED');
    return;
  }
  // What must be filled at once cannot wait for the opening.
  if (!open && isImmediate(order)) {
    end(world, order, at, 'CANCELED');
    return;
  }
  step(world, order, { at, status: open ? 'ACCEPTED' : 'QUEUED' });
  plan(world, order, open ? at + FIRST_LOOK_AFTER : session.opens);
}

function look(world: SnapTradeWorld, order: Order, at: Instant): void {
  if (order.expiresAt !== null && order.expiresAt <= at) {
    end(world, order, at, 'EXPIRED');
    return;
  }
  const desk = deskOf(order);
  const session = desk.session(world, order, at);
  if (!isOpenAt(session, at)) {
    plan(world, order, session.opens);
    return;
  }
  if (statusOf(order) === 'QUEUED') step(world, order, { at, status: 'ACCEPTED' });
  const market = desk.market(world, order, at);
  if (!order.triggered && isTouched(order, market)) {
    order.triggered = true;
    step(world, order, { at, status: 'TRIGGERED' });
  }
  if (canFill(order, market)) fill(world, order, market, at);
  else if (isImmediate(order)) end(world, order, at, 'CANCELED');
  else plan(world, order, nextChance(world, order, at, session.closes));
}

/** The first quarter of an hour of the session at which something will happen, or its end. */
function nextChance(world: SnapTradeWorld, order: Order, after: Instant, closes: Instant): Instant {
  const desk = deskOf(order);
  for (let at = (Math.floor(after / QUARTER) + 1) * QUARTER; at < closes; at += QUARTER) {
    const then = desk.market(world, order, at);
    if (canFill(order, then) || (!order.triggered && isTouched(order, then))) return at;
  }
  return closes;
}

function fill(world: SnapTradeWorld, order: Order, { price, size }: Market, at: Instant): void {
  const desk = deskOf(order);
  const { filled, open } = progressOf(order);
  const wanted = order.units === null ? unitsFor(order, price, desk.decimals) : open;
  const total = filled.plus(wanted);
  const slice = sliceOf(order, wanted, total, size);
  if (slice === undefined) {
    end(world, order, at, 'CANCELED');
    return;
  }
  if (slice.isZero() || desk.lacks(world, order, slice, price) !== undefined) {
    end(world, order, at, 'REJECTED');
    return;
  }
  // Each leg makes a row, and all of them come or none.
  if (world.roomForRows < order.legs.length) {
    end(world, order, at, 'FAILED');
    return;
  }
  order.units = total.toFixed();
  const first = filled.isZero();
  for (const key of desk.settle(world, order, { at, units: slice, price, first })) {
    world.state.book.fills[key] = order.id;
  }
  const isDone = slice.eq(wanted);
  const status = isDone ? 'EXECUTED' : 'PARTIAL';
  step(world, order, { at, status, units: slice.toFixed(), price: price.toFixed() });
  if (isDone) return;
  if (isImmediate(order)) end(world, order, at, 'CANCELED');
  else plan(world, order, at + NEXT_SLICE_AFTER);
}

/** What is filled now; undefined: nothing, since all of it cannot be. */
function sliceOf(order: Order, wanted: Decimal, total: Decimal, size: Decimal): Decimal | undefined {
  if (order.notional !== null) return wanted;
  if (order.timeInForce === 'FOK') return wanted.lte(size) ? wanted : undefined;
  if (order.timeInForce === 'IOC') return Decimal.min(wanted, size);
  const share = total.div(MOST_SLICES).toDecimalPlaces(total.decimalPlaces(), Decimal.ROUND_UP);
  return Decimal.min(wanted, Decimal.max(size, share));
}

function unitsFor({ notional }: Order, price: Decimal, decimals: number): Decimal {
  return new Decimal(notional ?? 0).div(price).toDecimalPlaces(decimals, Decimal.ROUND_DOWN);
}

/** Stops to buy are touched from below, stops to sell from above, and profits the other way round. Anything else needs no touch. */
function isTouched({ stop, effect, takesProfit }: Order, { last }: Market): boolean {
  if (stop === null) return false;
  return (effect === 'debit') !== (takesProfit === true) ? last.gte(stop) : last.lte(stop);
}

function canFill({ stop, triggered, limit, effect }: Order, { price }: Market): boolean {
  if (stop !== null && !triggered) return false;
  if (limit === null) return true;
  return effect === 'debit' ? price.lte(limit) : price.gte(limit);
}

function isImmediate({ timeInForce }: Order): boolean {
  return timeInForce === 'FOK' || timeInForce === 'IOC';
}

/**
 * What was filled stays filled: an order of which a part was is cancelled in part, whatever ended it, or expires.
 *
 * @param follows whether another order of its group is why
 */
function end(world: SnapTradeWorld, order: Order, at: Instant, status: OrderStatus, follows = false): void {
  const isPartly = !progressOf(order).filled.isZero();
  step(world, order, { at, status: isPartly && status !== 'EXPIRED' ? 'PARTIAL_CANCELED' : status }, follows);
}

/** @param follows whether another order of its group is why: then nothing comes of it for that one */
function step(world: SnapTradeWorld, order: Order, taken: Step, follows = false): void {
  order.steps.push(taken);
  tellOfUpdate(world, order);
  if (order.group === null || follows) return;
  const others = groupOf(world, order.group.id).filter((other) => other.id !== order.id && isOpen(other));
  const { work, cancel: ended } = consequencesOf(order, taken, others);
  // What one of them does may have ended another meanwhile.
  for (const other of work) if (isOpen(other)) acknowledge(world, other, taken.at);
  for (const other of ended) if (isOpen(other)) end(world, other, taken.at, 'CANCELED', true);
}

function plan(world: SnapTradeWorld, order: Order, at: Instant): void {
  const due = order.expiresAt === null ? at : Math.min(at, order.expiresAt);
  order.due = due;
  world.schedule(due, ORDER_DUE, order.id);
}
