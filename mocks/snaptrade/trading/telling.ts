/** What webhooks tell of orders. */
import { accountPlaceOf } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { orderUpdateBody } from '../wire/order-webhook.ts';
import type { Order } from './order.ts';

/** An order that was placed through SnapTrade came to stand otherwise (ST-260). */
export function tellOfUpdate(world: SnapTradeWorld, order: Order): void {
  if (!world.hears('TRADE_UPDATE')) return;
  const place = accountPlaceOf(world, order.account);
  if (place === undefined) return;
  world.emit('TRADE_UPDATE', orderUpdateBody(world, place, order), {
    connection: place.connection.key,
    account: order.account,
  });
}
