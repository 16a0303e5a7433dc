/** How far an order has come, now or at an earlier instant. */
import { Decimal, type Instant, ZERO } from '../../../fixtures/ledger/index.ts';
import { isFinal, type Order, type OrderStatus } from './order.ts';

export interface Progress {
  readonly status: OrderStatus;
  /** Null: an amount of money is to be spent, and nothing was filled yet. */
  readonly total: Decimal | null;
  readonly filled: Decimal;
  readonly open: Decimal;
  readonly canceled: Decimal;
  /** Average over what was filled, to 6 decimals. */
  readonly price: Decimal | null;
  readonly updatedAt: Instant;
  readonly executedAt: Instant | null;
}

/** Decimals of an average price; a single price is given as it is. */
const AVERAGE = 6;

export function progressOf(order: Order, at: Instant = Number.POSITIVE_INFINITY): Progress {
  const [first, ...later] = order.steps;
  if (first === undefined) throw new Error(`Order ${order.id} was never placed.`);
  let last = first;
  let executedAt: Instant | null = null;
  let filled = ZERO;
  let paid = ZERO;
  for (const step of [first, ...later]) {
    if (step.at > at) break;
    last = step;
    if (step.units === undefined || step.price === undefined) continue;
    filled = filled.plus(step.units);
    paid = paid.plus(new Decimal(step.units).times(step.price));
    executedAt = step.at;
  }
  const isUnknown = order.notional !== null && filled.isZero();
  const total = isUnknown || order.units === null ? null : new Decimal(order.units);
  const rest = total === null ? ZERO : total.minus(filled);
  const ended = isFinal(last.status);
  return {
    status: last.status,
    total,
    filled,
    open: ended ? ZERO : rest,
    canceled: ended ? rest : ZERO,
    price: filled.isZero() ? null : paid.div(filled).toDecimalPlaces(AVERAGE),
    updatedAt: last.at,
    executedAt,
  };
}

/** Units still to be filled; nothing for an order that has ended. */
export function openUnits(order: Order): Decimal {
  return progressOf(order).open;
}

/** Whether it has ended with something filled. */
export function isExecuted({ status, filled }: Pick<Progress, 'status' | 'filled'>): boolean {
  return isFinal(status) && !filled.isZero();
}
