/** Orders in both generations of records (ST-240 to ST-242). */
import { type Decimal, Decimal as Exact, plain } from '../../../fixtures/ledger/index.ts';
import type { AccountPlace } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { groupOf } from '../trading/book.ts';
import type { Leg, Order, OrderStatus } from '../trading/order.ts';
import { type Progress, progressOf } from '../trading/progress.ts';
import { brokerageSymbolId, legInstrumentBody, symbolBodies } from './instrument.ts';
import type {
  CancellationBody,
  OrderBody,
  OrderLegBody,
  OrderV2Body,
  PlacedOptionOrderBody,
  PlacedOrderBody,
} from './schemas.ts';
import { currencyBody } from './security.ts';
import { timestamp } from './time.ts';

/** One record for each leg (ST-240). */
export function orderBodies(
  world: SnapTradeWorld,
  place: AccountPlace,
  order: Order,
  progress: Progress = progressOf(order),
): OrderBody[] {
  return order.legs.map((leg) => ({
    brokerage_order_id: order.id,
    brokerage_group_order_id: order.group?.id ?? null,
    order_role: order.group?.role ?? null,
    status: progress.status,
    ...symbolBodies(world.ledger, leg.instrument),
    quote_universal_symbol: null,
    quote_currency: order.desk === 'coins' ? currencyBody(world.ledger, order.currency) : null,
    action: leg.action.replace('_TO_', '_'),
    total_quantity: digits(ofLeg(leg, progress.total)),
    open_quantity: digits(ofLeg(leg, progress.total === null ? null : progress.open)),
    canceled_quantity: digits(ofLeg(leg, progress.canceled)),
    filled_quantity: digits(ofLeg(leg, progress.filled)),
    execution_price: digits(progress.price),
    limit_price: order.limit,
    stop_price: order.stop,
    trailing_stop: null,
    order_type: order.takesProfit === true ? TAKES_PROFIT[order.kind] : order.kind,
    time_in_force: order.timeInForce,
    time_placed: timestamp(world, order.placedAt),
    time_updated: timestamp(world, progress.updatedAt),
    time_executed: progress.executedAt === null ? null : timestamp(world, progress.executedAt),
    expiry_date: order.expiresAt === null ? null : timestamp(world, order.expiresAt),
    symbol: brokerageSymbolId(world.ledger, place.account.key, leg.instrument),
    child_brokerage_order_ids: childrenOf(world, order),
  }));
}

/** A profit that is taken is no type the provider has a word for: the exchange's own comes through (ST-287). */
const TAKES_PROFIT: Readonly<Record<Order['kind'], string>> = {
  Market: 'Market',
  Limit: 'Limit',
  Stop: 'TakeProfit',
  StopLimit: 'TakeProfitLimit',
};

export function placedOrderBody(world: SnapTradeWorld, place: AccountPlace, order: Order): PlacedOrderBody {
  return { brokerage_order_id: order.id, order: orderBody(world, place, order) };
}

export function placedOptionOrderBody(
  world: SnapTradeWorld,
  place: AccountPlace,
  order: Order,
): PlacedOptionOrderBody {
  return { brokerage_order_id: order.id, orders: orderBodies(world, place, order) };
}

/** The only record of an order with one leg. */
export function orderBody(world: SnapTradeWorld, place: AccountPlace, order: Order): OrderBody {
  const [body] = orderBodies(world, place, order);
  if (body === undefined) throw new Error(`Order ${order.id} has no leg.`);
  return body;
}

const IN_CAPITALS = { Market: 'MARKET', Limit: 'LIMIT', Stop: 'STOP', StopLimit: 'STOP_LIMIT' } as const;

export function orderV2Body(
  world: SnapTradeWorld,
  order: Order,
  progress: Progress = progressOf(order),
): OrderV2Body {
  return {
    brokerage_order_id: order.id,
    brokerage_group_order_id: order.group?.id ?? null,
    order_role: order.group?.role ?? null,
    status: progress.status,
    order_type:
      order.takesProfit === true
        ? `TAKE_PROFIT_${order.limit === null ? 'MARKET' : 'LIMIT'}`
        : IN_CAPITALS[order.kind],
    time_in_force: order.timeInForce.toUpperCase(),
    time_placed: timestamp(world, order.placedAt),
    time_executed: progress.executedAt === null ? null : timestamp(world, progress.executedAt),
    price_currency: order.currency,
    price_effect: order.limit === '0' ? 'EVEN' : order.effect === 'debit' ? 'DEBIT' : 'CREDIT',
    execution_price: digits(progress.price),
    limit_price: order.limit,
    stop_price: order.stop,
    trailing_stop: null,
    legs: order.legs.map((leg, number) => legBody(world, order, leg, number, progress)),
  };
}

function legBody(
  world: SnapTradeWorld,
  order: Order,
  leg: Leg,
  number: number,
  progress: Progress,
): OrderLegBody {
  return {
    leg_id: order.legs.length === 1 ? order.id : `${order.id}-${number + 1}`,
    instrument: legInstrumentBody(world.ledger, leg.instrument),
    action: leg.action,
    // Of several legs only the net price is known.
    execution_price: order.legs.length === 1 ? digits(progress.price) : null,
    total_quantity: digits(ofLeg(leg, progress.total)),
    canceled_quantity: digits(ofLeg(leg, progress.canceled)),
    filled_quantity: digits(ofLeg(leg, progress.filled)),
    status: LEG_STATUS[progress.status],
  };
}

/** Legs know fewer words, and another one for a part (ST-242). */
const LEG_STATUS: Readonly<Record<OrderStatus, OrderLegBody['status']>> = {
  PENDING: 'PENDING',
  QUEUED: 'PENDING',
  ACCEPTED: 'PENDING',
  CONTINGENT_ORDER: 'PENDING',
  TRIGGERED: 'PENDING',
  PARTIAL: 'PARTIALLY_EXECUTED',
  EXECUTED: 'EXECUTED',
  CANCELED: 'CANCELED',
  PARTIAL_CANCELED: 'PARTIAL_CANCELED',
  REPLACED: 'REPLACED',
  REJECTED: 'REJECTED',
  EXPIRED: 'EXPIRED',
  FAILED: 'REJECTED',
};

/** What takes the profit and what stops the loss, where an order waits for nothing else (ST-232). */
function childrenOf(world: SnapTradeWorld, { group }: Order): OrderBody['child_brokerage_order_ids'] {
  if (group?.kind !== 'OTOCO' || group.role !== 'TRIGGER') return null;
  const peers = groupOf(world, group.id).filter((one) => one.group?.role === 'PEER');
  const profit = peers.find(({ stop, limit }) => stop === null && limit !== null);
  const loss = peers.find(({ stop }) => stop !== null);
  if (profit === undefined || loss === undefined) return null;
  return { take_profit_order_id: profit.id, stop_loss_order_id: loss.id };
}

/** What the brokerage says to a cancellation, as the document's example has it: in words of its own. */
export function cancellationBody(order: Order): CancellationBody {
  return { brokerage_order_id: order.id, raw_response: { order_id: order.id, status: 'CANCELLED' } };
}

function ofLeg({ ratio }: Leg, units: Decimal | null): Decimal | null {
  return units === null ? null : ratio === 1 ? units : new Exact(units).times(ratio);
}

function digits(value: Decimal | null): string | null {
  return value === null ? null : plain(value);
}
