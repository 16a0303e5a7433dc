/** Orders for shares: placed once, followed to their end, taken back, replaced. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import type { Api } from './api.ts';
import type { Row } from './pages.ts';

export interface OrderForm {
  readonly accountId: string;
  readonly action: string;
  readonly symbol: string;
  readonly units: string;
  readonly orderType: string;
  readonly timeInForce: string;
  readonly price?: string;
}

/** What a client remembers of an order it is about to place: by this it knows it again. */
interface Sent {
  readonly accountId: string;
  readonly action: string;
  readonly units: string;
  readonly at: number;
}

const pathOf = (accountId: string): string => `/accounts/${encodeURIComponent(accountId)}`;

export async function placeOrder(api: Api, form: OrderForm): Promise<Row> {
  return endOf(api, await followed(api, form.accountId, await placed(api, form)));
}

/** Waits, and takes back what is still open. */
export async function placeAndCancelOrder(api: Api, form: OrderForm, afterMs: number): Promise<Row> {
  const { accountId } = form;
  const { policies } = api;
  const order = await placed(api, form);
  if (policies.hasEnded(order)) return endOf(api, order);
  await api.context.sleep(afterMs);
  if (policies.looksFirst) {
    const now = await detailOf(api, accountId, order);
    if (policies.hasEnded(now)) return endOf(api, now);
  }
  const answer = await changed(api, () => cancelled(api, accountId, order));
  if (answer !== undefined && policies.cancelledIn === 'answer') {
    return endOf(api, { ...order, ...(answer.raw_response as Row | null) });
  }
  // Cancelled or not: what was filled before it came only the order itself tells.
  return endOf(api, await followed(api, accountId, await detailOf(api, accountId, order)));
}

/** Waits, and gives what is still open another limit. */
export async function placeAndReplaceOrder(
  api: Api,
  form: OrderForm,
  { afterMs, newPrice }: { readonly afterMs: number; readonly newPrice: string },
): Promise<readonly Row[]> {
  const { accountId } = form;
  const { policies } = api;
  const order = await placed(api, form);
  await api.context.sleep(afterMs);
  const now = policies.looksFirst ? await detailOf(api, accountId, order) : order;
  if (policies.hasEnded(now)) return [endOf(api, now)];
  const body = {
    ...bodyOf(api, { ...form, price: newPrice, units: policies.unitsLeft(now, form.units) }),
    brokerage_order_id: order.brokerage_order_id,
  };
  const next = await changed(api, () =>
    api.call<Row>('POST', `${pathOf(accountId)}/trading/replace`, { body }),
  );
  const first = await followed(api, accountId, await detailOf(api, accountId, order));
  if (next === undefined || !policies.takesNewId) return [endOf(api, first)];
  return [endOf(api, first), endOf(api, await followed(api, accountId, next))];
}

/** A change of an order may come too late, and its answer may be lost; undefined: the order has to say what came of it. */
async function changed(api: Api, change: () => Promise<Row>): Promise<Row | undefined> {
  try {
    return await change();
  } catch (error) {
    const isKnown = error instanceof ClientFailure && (isUnsure(error) || error.failure.status === 400);
    if (!isKnown || api.policies.onChangeFailed === 'fail') throw error;
    return undefined;
  }
}

async function cancelled(api: Api, accountId: string, { brokerage_order_id }: Row): Promise<Row> {
  const cancel = (): Promise<Row> =>
    api.call('POST', `${pathOf(accountId)}/trading/cancel`, { body: { brokerage_order_id } });
  try {
    return await cancel();
  } catch (error) {
    if (!api.policies.cancelsAgain || !isUnsure(error)) throw error;
    return cancel();
  }
}

async function placed(api: Api, form: OrderForm): Promise<Row> {
  const { accountId, action, units } = form;
  const body = { account_id: accountId, ...bodyOf(api, form) };
  const sent = { accountId, action, units, at: api.context.now() };
  return once(api, sent, () => api.call<Row>('POST', '/trade/place', { body }));
}

/**
 * Places an order, and never another one in its place: one whose answer was lost may be there, and is looked for.
 *
 * @throws ClientFailure if it is not there, or if that cannot be said
 */
export async function once(api: Api, sent: Sent, place: () => Promise<Row>): Promise<Row> {
  for (let placings = 1; ; placings += 1) {
    try {
      return await place();
    } catch (error) {
      if (!isUnsure(error)) throw error;
      const found = api.policies.seeksLostOrders ? await sought(api, sent) : undefined;
      if (found !== undefined) return found;
      if (placings >= api.policies.placings) throw error;
    }
  }
}

async function sought(api: Api, { accountId, action, units, at }: Sent): Promise<Row | undefined> {
  return (await recentOrders(api, accountId)).find(
    (one) =>
      one.action === action &&
      Number(one.total_quantity) === Number(units) &&
      // Clocks of two machines differ by a little.
      Date.parse(String(one.time_placed)) >= at - 1000,
  );
}

/** Open ones too, which nobody gets who does not ask for them. */
export async function recentOrders(api: Api, accountId: string): Promise<readonly Row[]> {
  const { orders } = await api.get<{ readonly orders: readonly Row[] }>(`${pathOf(accountId)}/recentOrders`, {
    query: api.policies.recent,
  });
  return orders;
}

export async function listOrders(
  api: Api,
  accountId: string,
  wanted: { readonly days?: number; readonly state?: string },
): Promise<readonly Row[]> {
  const orders = await api.get<readonly Row[]>(`${pathOf(accountId)}/orders`, {
    query: api.policies.listing(wanted),
  });
  return orders.map(api.policies.endOf);
}

/** Whether an answer leaves open what was done. */
export function isUnsure(error: unknown): boolean {
  const unsure: readonly FailureKind[] = ['network', 'timeout', 'broken-answer', 'unavailable'];
  return error instanceof ClientFailure && unsure.includes(error.failure.kind);
}

/** Looks until it has ended: taken is not filled. */
export async function followed(api: Api, accountId: string, order: Row): Promise<Row> {
  if (api.policies.hasEnded(order)) return order;
  return untilOrdersEnd(api, async () => {
    const now = await detailOf(api, accountId, order);
    return api.policies.hasEnded(now) ? now : undefined;
  });
}

/** The pauses grow to minutes: an order may wait for an opening, or for a price. */
export async function untilOrdersEnd<Value>(
  api: Api,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  const late = new ClientFailure('timeout', { message: 'The order is still open' });
  return api.until(look, late, api.policies.orderPollMs);
}

export async function detailOf(api: Api, accountId: string, { brokerage_order_id }: Row): Promise<Row> {
  return api.call('POST', `${pathOf(accountId)}/orders/details`, { body: { brokerage_order_id } });
}

function bodyOf(
  { policies }: Api,
  { action, symbol, units, orderType, timeInForce, price }: OrderForm,
): object {
  return {
    action,
    symbol,
    units: policies.numberOf(units),
    order_type: orderType,
    time_in_force: timeInForce,
    ...(price !== undefined && { price: policies.numberOf(price) }),
  };
}

export function endOf({ policies }: Api, order: Row): Row {
  const { brokerage_order_id, status, total_quantity, filled_quantity, canceled_quantity } = order;
  const { execution_price, limit_price } = order;
  const quantities = { total_quantity, filled_quantity, canceled_quantity };
  return policies.endOf({ brokerage_order_id, status, ...quantities, execution_price, limit_price });
}
