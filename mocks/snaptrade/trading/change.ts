/** Operations that change orders which are open, and place some that hang together. */
import { isProblem, ok, type Problem } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import type { AccountPlace } from '../lens.ts';
import type { SnapTradeExchange } from '../state.ts';
import { cancellationBody, orderBody } from '../wire/order.ts';
import { findOrder } from './book.ts';
import { draftOf } from './forms.ts';
import { cancel, replace } from './machine.ts';
import { isOpen, type Order, statusOf } from './order.ts';
import { tradableAccount } from './permission.ts';
import { lackOf, refusedAtOnce } from './placing.ts';
import { progressOf } from './progress.ts';

interface Found {
  readonly place: AccountPlace;
  readonly order: Order;
}

export const changing: Serves<'replaceOrder' | 'cancelOrder' | 'cancelOldOrder'> = {
  replaceOrder: (x) => {
    const found = openOrder(x, x.path.accountId, x.body.brokerage_order_id);
    if (isProblem(found)) return found;
    const { place, order } = found;
    const [leg] = order.legs;
    if (order.desk !== 'shares' || leg === undefined || !('security' in leg.instrument)) {
      return refusals.invalid('the brokerage does not replace orders of this kind');
    }
    if (order.group !== null) return refusals.invalid('an order of a complex one cannot be replaced');
    // What is left out stays: the symbol, and as many units as are still open (ST-C105).
    const { symbol: ticker = leg.instrument.security } = x.body;
    const units = x.body.units ?? progressOf(order).open.toNumber();
    if (ticker.toUpperCase() !== leg.instrument.security) {
      return refusals.invalid('symbol must be that of the order');
    }
    const draft = draftOf(x.world, place, { ...x.body, symbol: ticker, units });
    if (isProblem(draft)) return draft;
    if (x.body.action !== leg.action) return refusals.invalid('action must be that of the order');
    const refused = refusedAtOnce(x.world, draft, 1);
    if (refused !== undefined) return refused;
    const lack = lackOf(x.world, { ...order, ...draft });
    if (lack !== undefined) return refusals.invalid(`The order could not be placed: ${lack}.`);
    return ok(orderBody(x.world, place, replace(x.world, order, draft)));
  },

  cancelOrder: (x) => {
    const found = openOrder(x, x.path.accountId, x.body.brokerage_order_id);
    if (isProblem(found)) return found;
    cancel(x.world, found.order);
    return ok(cancellationBody(found.order));
  },

  cancelOldOrder: (x) => {
    const found = openOrder(x, x.path.accountId, x.body.brokerage_order_id);
    if (isProblem(found)) return found;
    cancel(x.world, found.order);
    return ok(orderBody(x.world, found.place, found.order));
  },
};

/** An order that can still be changed (ST-224). */
function openOrder(
  x: Pick<SnapTradeExchange, 'world' | 'principal'>,
  accountId: string,
  id: string,
): Found | Problem {
  const place = tradableAccount(x, accountId);
  if (isProblem(place)) return place;
  const order = findOrder(x.world, place.account.key, id);
  if (order === undefined) return refusals.invalid('the account has no open order of this id');
  if (!isOpen(order)) return refusals.invalid(`the order is ${statusOf(order)}, and can be changed no more`);
  return { place, order };
}
