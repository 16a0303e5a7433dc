/** Operations that read orders and quotes. */
import { DAY } from '../../../fixtures/ledger/time.ts';
import { isProblem, ok, type Problem } from '../../../src/provider/index.ts';
import { userOf } from '../auth.ts';
import { tells } from '../capabilities.ts';
import { refusals } from '../errors.ts';
import { holdingsAsOf } from '../freshness.ts';
import type { Serves } from '../handlers.ts';
import { type AccountPlace, findAccount } from '../lens.ts';
import { securityById, securityByTicker } from '../securities.ts';
import type { SnapTradeExchange } from '../state.ts';
import { orderBodies, orderBody, orderV2Body } from '../wire/order.ts';
import { quoteBody } from '../wire/trading.ts';
import { findOrder } from './book.ts';
import { isFinal, type Order } from './order.ts';
import { answeringAccount, liveAccount } from './permission.ts';
import { isExecuted } from './progress.ts';
import { quoteAt } from './quotes.ts';
import { ordersSeen, type Seen } from './seen.ts';

/** More days than this are cut down to it (ST-243). */
const MOST_DAYS = 90;
const MOST_RECENT = 100;
const MOST_QUOTES = 10;

export const reads: Serves<
  | 'listOrders'
  | 'listOrdersV2'
  | 'listRecentOrders'
  | 'listRecentOrdersV2'
  | 'getOrder'
  | 'getOrderV2'
  | 'listQuotes'
> = {
  listOrders: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const { institution } = place;
    if (!tells(x.world, institution, 'orders')) return refusals.notImplemented('orders', institution.key);
    const seen = listed(x, place, x.query);
    return ok(seen.flatMap(({ order, progress }) => orderBodies(x.world, place, order, progress)));
  },

  listOrdersV2: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const seen = listed(x, place, x.query);
    return ok({ orders: seen.map(({ order, progress }) => orderV2Body(x.world, order, progress)) });
  },

  listRecentOrders: (x) => {
    const place = answeringAccount(x, x.path.accountId);
    if (isProblem(place)) return place;
    const { institution } = place;
    if (!tells(x.world, institution, 'recentOrders')) {
      return refusals.notImplemented('recentOrders', institution.key);
    }
    const seen = recent(x, place, x.query.only_executed);
    return ok({
      orders: seen.flatMap(({ order, progress }) => orderBodies(x.world, place, order, progress)),
    });
  },

  listRecentOrdersV2: (x) => {
    const place = answeringAccount(x, x.path.accountId);
    if (isProblem(place)) return place;
    const seen = recent(x, place, x.query.only_executed);
    return ok({ orders: seen.map(({ order, progress }) => orderV2Body(x.world, order, progress)) });
  },

  getOrder: (x) => {
    const found = placedHere(x, x.path.accountId, x.body.brokerage_order_id);
    if (isProblem(found)) return found;
    const { place, order } = found;
    if (order.legs.length > 1) return refusals.invalid('orders with several legs are not supported here');
    return ok(orderBody(x.world, place, order));
  },

  getOrderV2: (x) => {
    const found = placedHere(x, x.path.accountId, x.path.brokerageOrderId);
    return isProblem(found) ? found : ok(orderV2Body(x.world, found.order));
  },

  listQuotes: (x) => {
    const place = liveAccount(x, x.path.accountId);
    if (isProblem(place)) return place;
    const names = x.query.symbols.split(',').map((name) => name.trim());
    if (names.length > MOST_QUOTES) return refusals.invalid(`symbols must be at most ${MOST_QUOTES}`);
    const find = x.query.use_ticker === true ? securityByTicker : securityById;
    const securities = names.map((name) => find(x.world, name));
    if (securities.includes(undefined)) return refusals.notFound();
    return ok(
      securities.flatMap((security) =>
        security === undefined ? [] : [quoteBody(x.world, security, quoteAt(x.world, security, x.now))],
      ),
    );
  },
};

export interface ListQuery {
  readonly state?: 'all' | 'open' | 'executed';
  readonly days?: number;
}

/** The kept copy: as of the last sync, but for what SnapTrade did itself (ST-C108). */
export function listed(
  x: Pick<SnapTradeExchange, 'world' | 'now'>,
  place: AccountPlace,
  { state, days = 30 }: ListQuery,
): readonly Seen[] {
  const from = x.now - Math.min(days, MOST_DAYS) * DAY;
  const seen = ordersSeen(x.world, place, { from, asOf: holdingsAsOf(x.world, place) });
  switch (state) {
    case 'open':
      return seen.filter(({ progress }) => !isFinal(progress.status));
    case 'executed':
      return seen.filter(({ progress }) => isExecuted(progress));
    default:
      return seen;
  }
}

function recent(x: SnapTradeExchange, place: AccountPlace, onlyExecuted = true): readonly Seen[] {
  const seen = ordersSeen(x.world, place, { from: x.now - DAY, asOf: x.now, live: true });
  return seen.filter(({ progress }) => !onlyExecuted || isExecuted(progress)).slice(0, MOST_RECENT);
}

/** Only orders that were placed through SnapTrade have a detail (ST-245). */
function placedHere(
  x: Pick<SnapTradeExchange, 'world' | 'principal'>,
  accountId: string,
  id: string,
): { readonly place: AccountPlace; readonly order: Order } | Problem {
  const place = answeringAccount(x, accountId);
  if (isProblem(place)) return place;
  const order = findOrder(x.world, place.account.key, id);
  return order === undefined ? refusals.notFound() : { place, order };
}
