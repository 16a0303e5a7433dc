/**
 * What is true of orders that a job placed: what it was told to do from its input, what came of it from the book. An order
 * that is still open has no end to report, so nobody is right who did not wait for it.
 */
import { Decimal } from '../../../fixtures/ledger/index.ts';
import type { JobInput } from '../../../src/provider/index.ts';
import { type AccountPlace, findAccount } from '../lens.ts';
import { contractNamed, MULTIPLIER } from '../options/contract.ts';
import { circumstancesOf } from '../options/quote.ts';
import { readyUser } from '../ready-user.ts';
import { securityByTicker } from '../securities.ts';
import { findUser, type SnapTradeWorld } from '../state.ts';
import { ordersIn } from '../trading/book.ts';
import { isOpen, type Order } from '../trading/order.ts';
import { progressOf } from '../trading/progress.ts';
import { quoteAt } from '../trading/quotes.ts';
import { type ListQuery, listed } from '../trading/reads.ts';
import { optionQuoteBody } from '../wire/option.ts';
import { orderBodies } from '../wire/order.ts';
import { quoteBody } from '../wire/trading.ts';

type Truth = (world: SnapTradeWorld, input: JobInput) => unknown;

/** One order, to its end. */
export const endedOrder: Truth = (world, { accountId, units, price = null }) => {
  const orders = placedIn(world, accountId);
  const [order] = orders;
  if (order === undefined || orders.length > 1) return { orders_placed: orders.length };
  return { ...endOf(order, new Decimal(String(units))), limit_price: price };
};

export const endedCryptoOrder: Truth = (world, { accountId = null, amount = null, limitPrice = null }) =>
  endedOrder(world, { accountId, units: amount, price: limitPrice });

/** An order and what was put in its place: together they are filled by no more than was wanted. */
export const endedChain: Truth = (world, { accountId, units }) => {
  const orders = placedIn(world, accountId);
  const filled = orders.map((order) => progressOf(order).filled);
  const sum = filled.reduce((all, each) => all.plus(each), new Decimal(0));
  if (sum.gt(String(units))) return { filled_too_much: sum.minus(String(units)).toFixed() };
  return orders.map((order) => endOf(order, new Decimal(order.units ?? 0)));
};

/** Orders of the group that was placed last. */
export const endedGroup: Truth = (world, { accountId }) => {
  const orders = placedIn(world, accountId);
  const group = orders.at(-1)?.group?.id;
  return orders
    .filter((order) => order.group?.id === group)
    .map((order) => ({ ...endOf(order, new Decimal(order.units ?? 0)), order_type: order.kind }));
};

/** An order that was placed, as it was meant; what becomes of it is another matter. */
export const checkedOrder: Truth = (world, { accountId, ticker, exchange, action, units }) => {
  const orders = placedIn(world, accountId);
  const wanted = [...world.ledger.securities.values()].find(
    (each) => each.ticker === ticker && each.exchange === exchange,
  );
  if (orders.length !== 1) return { orders_placed: orders.length };
  return { brokerage_order_id: orders[0]?.id, symbol: wanted?.symbol, action, total_quantity: units };
};

/** As many contracts as the budget pays for. */
export const contractsBought: Truth = (world, { accountId, budget, limitPrice }) => {
  const orders = placedIn(world, accountId);
  if (orders.length !== 1) return { orders_placed: orders.length };
  const each = new Decimal(String(limitPrice)).times(MULTIPLIER);
  return {
    brokerage_order_id: orders[0]?.id,
    total_quantity: new Decimal(String(budget)).div(each).floor().toFixed(),
  };
};

/** Both legs, as orders have them: in words that are not those of the request. */
export const spreadBought: Truth = (world, { accountId, contracts, longStrike, shortStrike, ...named }) => {
  const orders = placedIn(world, accountId);
  if (orders.length !== 1) return { orders_placed: orders.length };
  const leg = (action: string, strike: unknown): object => ({
    brokerage_order_id: orders[0]?.id,
    action,
    ticker: occ(named, strike),
    total_quantity: String(contracts),
  });
  return [leg('BUY_OPEN', longStrike), leg('SELL_OPEN', shortStrike)];
};

export const optionQuote: Truth = (world, { strike, ...named }) => {
  const contract = contractNamed(world.ledger, occ(named, strike));
  const now = world.now();
  return contract && optionQuoteBody(world, contract, circumstancesOf(world, contract, now), now);
};

/** The name of a contract (ST-270). */
function occ({ underlying, expiry, right }: JobInput, strike: unknown): string {
  const thousandths = new Decimal(String(strike)).times(1000).toFixed(0).padStart(8, '0');
  return `${String(underlying).padEnd(6)}${String(expiry).slice(2).replaceAll('-', '')}${right}${thousandths}`;
}

export const orders: Truth = (world, { accountId, days, state }) => {
  const place = accountNamed(world, accountId);
  if (place === undefined) return undefined;
  const query: ListQuery = {
    ...(typeof days === 'number' && { days }),
    ...((state === 'open' || state === 'executed') && { state }),
  };
  const seen = listed({ world, now: world.now() }, place, query);
  return seen.flatMap(({ order, progress }) => orderBodies(world, place, order, progress));
};

export const quotes: Truth = (world, { symbols }) =>
  (symbols as readonly string[]).map((symbol) => {
    const security = securityByTicker(world, symbol);
    return security && quoteBody(world, security, quoteAt(world, security, world.now()));
  });

function endOf(order: Order, total: Decimal): Readonly<Record<string, unknown>> {
  const { id: brokerage_order_id } = order;
  if (isOpen(order)) return { brokerage_order_id, status: 'it has not ended yet' };
  const { status, filled, price } = progressOf(order);
  return {
    brokerage_order_id,
    status,
    total_quantity: total.toFixed(),
    filled_quantity: filled.toFixed(),
    canceled_quantity: total.minus(filled).toFixed(),
    execution_price: price?.toFixed() ?? null,
    limit_price: order.limit,
  };
}

function placedIn(world: SnapTradeWorld, accountId: unknown): readonly Order[] {
  const place = accountNamed(world, accountId);
  return place === undefined ? [] : ordersIn(world, place.account.key);
}

function accountNamed(world: SnapTradeWorld, id: unknown): AccountPlace | undefined {
  const user = findUser(world.state, readyUser(world).userId);
  return user && findAccount(world, user, String(id));
}
