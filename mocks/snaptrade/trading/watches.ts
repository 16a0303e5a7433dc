/**
 * Trade detection: accounts that are looked at every so many seconds, and webhooks about the trades that were found,
 * wherever they were placed (ST-250 to ST-253).
 */
import type { Instant } from '../../../fixtures/ledger/index.ts';
import { HOUR } from '../../../fixtures/ledger/time.ts';
import { ok, type Recurrence, reply } from '../../../src/provider/index.ts';
import { userOf } from '../auth.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import { accountPlaceOf, findAccount, isDisabled, isThere, LENS } from '../lens.ts';
import type { SnapTradeState, SnapTradeWorld } from '../state.ts';
import { ordersBody } from '../wire/order-webhook.ts';
import { watchBody } from '../wire/trading.ts';
import type { Order } from './order.ts';
import { isDeal, orderBehind } from './seen.ts';

/** Plans that are sold, by seconds, with what they cost a month. The prices are made up but for that of 300 (ST-C113). */
const PLANS: Readonly<Record<number, string>> = {
  5: '500.00',
  25: '300.00',
  100: '200.00',
  300: '100.00',
  900: '50.00',
  1500: '25.00',
};

export interface Watch {
  readonly seconds: number;
  readonly cost: string;
  readonly since: Instant;
  active: boolean;
}

/** Trades one message tells of. */
const MOST_TOLD = 100;

export const watching: Serves<'listTradeDetection' | 'watchTrades' | 'unwatchTrades'> = {
  listTradeDetection: (x) => {
    const active = Object.entries(x.world.state.watches).filter(
      ([account, watch]) => watch.active && isThereStill(x.world, account),
    );
    return ok(active.map(([account, watch]) => watchBody(x.world, account, watch)));
  },

  watchTrades: (x) => {
    const place = findAccount(x.world, userOf(x), x.body.account_id);
    if (place === undefined) return refusals.notFound();
    const { check_interval_seconds: seconds } = x.body;
    const cost = Object.hasOwn(PLANS, seconds) ? PLANS[seconds] : undefined;
    if (cost === undefined) {
      return refusals.invalid(`check_interval_seconds must be one of ${Object.keys(PLANS).join(', ')}`);
    }
    const { watches } = x.world.state;
    const { key } = place.account;
    const isKnown = Object.hasOwn(watches, key);
    const watch: Watch = { seconds, cost, since: x.now, active: true };
    watches[key] = watch;
    x.world.recur('trade-detection', key);
    const body = watchBody(x.world, key, watch);
    return isKnown ? ok(body) : reply(201, body);
  },

  unwatchTrades: (x) => {
    const account = x.world.ledger.find(LENS, 'account', x.body.account_id);
    if (account === undefined || !isThereStill(x.world, account)) return refusals.notFound();
    const watch = x.world.state.watches[account];
    if (watch !== undefined) watch.active = false;
    return ok({ success: true });
  },
};

function isThereStill(world: SnapTradeWorld, account: string): boolean {
  const place = accountPlaceOf(world, account);
  return place?.connection.seenBy.includes(LENS) === true && isThere(world, place.connection);
}

/** A row that nobody foresaw: the next look may be sooner than was thought. */
export function rowArrived(world: SnapTradeWorld, account: string): void {
  if (world.state.watches[account]?.active === true) world.recur('trade-detection', account);
}

/** The last look at or before an instant, and the first after one. */
const lookBefore = ({ since, seconds }: Watch, at: Instant): Instant =>
  since + Math.floor((at - since) / (seconds * 1000)) * seconds * 1000;
const lookAfter = (watch: Watch, at: Instant): Instant => lookBefore(watch, at) + watch.seconds * 1000;

/**
 * The looks that find something. When that is follows from the ledger, so the many that find nothing are passed over,
 * an hour at a time. A look sees what came before its own instant: of what comes with it, some may come after it.
 */
export const tradeDetection: Recurrence<SnapTradeState> = {
  emits: ['TRADE_DETECTION'],
  subjects: ({ state }) => Object.keys(state.watches),
  next(world, account, after) {
    const watch = world.state.watches[account];
    if (watch?.active !== true) return undefined;
    const from = lookBefore(watch, after);
    const horizon = after + HOUR;
    const [first] = world.ledger.trades.page([account], { now: horizon, from }, 0, 1, 'oldest');
    return lookAfter(watch, Math.max(after, first?.at ?? horizon));
  },
  begin: (world) => world.now(),
  happen(world, account, remembered) {
    const watch = world.state.watches[account];
    const place = accountPlaceOf(world, account);
    const now = world.now();
    if (watch === undefined || place === undefined) return remembered;
    if (!watch.active || watch.since >= now) return now;
    if (lookBefore(watch, now) !== now) return remembered;
    if (!isThere(world, place.connection) || isDisabled(world, place.connection)) return remembered;
    const orders = ordersBetween(world, account, Number(remembered), now - 1);
    if (orders.length > 0) {
      world.emit('TRADE_DETECTION', ordersBody(world, place, orders), {
        connection: place.connection.key,
        account,
      });
    }
    return now;
  },
};

/** Orders of which anything was filled in that time, each once. */
function ordersBetween(
  world: SnapTradeWorld,
  account: string,
  from: Instant,
  until: Instant,
): readonly Order[] {
  const { book } = world.state;
  const rows = world.ledger.trades.page([account], { now: until, from }, 0, MOST_TOLD, 'oldest');
  const orders = rows.flatMap((row) => {
    // Fills of options are rows of money: only the book tells what they are.
    const known = book.orders[book.fills[row.key] ?? ''];
    return known ?? (isDeal(row) ? orderBehind(world, row) : []);
  });
  return [...new Map(orders.map((order) => [order.id, order])).values()];
}
