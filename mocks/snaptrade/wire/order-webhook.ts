/** Bodies of webhooks about orders (ST-260, ST-261). */
import type { Json } from '../../../src/provider/index.ts';
import type { AccountPlace } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Order } from '../trading/order.ts';
import { orderV2Body } from './order.ts';
import { aboutAccount, type Extra, withBrokerage } from './webhook.ts';

/** One order that was placed through SnapTrade, as it stands now. */
export function orderUpdateBody(world: SnapTradeWorld, place: AccountPlace, order: Order): Extra {
  return ordersBody(world, place, [order]);
}

/** Orders much as the newer lists have them. */
export function ordersBody(world: SnapTradeWorld, place: AccountPlace, orders: readonly Order[]): Extra {
  return {
    ...withBrokerage(world.ledger, place.connection),
    ...aboutAccount(world.ledger, place.connection, place.account),
    details: { orders: orders.map((order) => longer(orderV2Body(world, order) as unknown as Json)) },
  };
}

const QUANTITIES = /^(?:(?:execution|limit|stop)_price|(?:total|canceled|filled)_quantity)$/;

/** Decimals have ten places here: `"19.2000000000"`. */
function longer(value: Json): Json {
  if (Array.isArray(value)) return value.map(longer);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && QUANTITIES.test(name) ? tenPlaces(member) : longer(member as Json),
    ]),
  );
}

function tenPlaces(digits: string): string {
  const [whole = '0', places = ''] = digits.split('.');
  return `${whole}.${places.padEnd(10, '0')}`;
}
