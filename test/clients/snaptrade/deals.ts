/** Orders that are checked first, and orders that hang together. Quotes too. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import { endOf, isUnsure, once, recentOrders, untilOrdersEnd } from './orders.ts';
import type { Row } from './pages.ts';

const pathOf = (accountId: string): string => `/accounts/${encodeURIComponent(accountId)}`;

export interface CheckedForm {
  readonly accountId: string;
  readonly action: string;
  readonly ticker: string;
  readonly exchange: string;
  readonly units: string;
  readonly price: string;
  readonly confirmAfterMs: number;
}

/** A check is good for five minutes. A person who thinks longer gets the order checked again. */
export async function placeCheckedOrder(api: Api, form: CheckedForm): Promise<Row> {
  const { accountId, action, ticker, exchange, units } = form;
  const found = await api.call<readonly Row[]>('POST', `${pathOf(accountId)}/symbols`, {
    body: { substring: ticker },
  });
  const security = api.policies.meant(found, ticker, exchange);
  if (security === undefined)
    throw new ClientFailure('not-found', { message: `No ${ticker} at ${exchange}` });
  const body = { ...bodyOf(api, form), universal_symbol_id: security.id };
  const first = await checked(api, body);
  await api.context.sleep(form.confirmAfterMs);
  const sent = { accountId, action, units, at: api.context.now() };
  const order = await once(api, sent, () => confirmed(api, first, body));
  const { symbol } = order.universal_symbol as Row;
  const { brokerage_order_id, total_quantity } = order;
  return { brokerage_order_id, symbol, action: order.action, total_quantity };
}

async function confirmed(api: Api, first: string, body: object): Promise<Row> {
  const place = (id: string): Promise<Row> =>
    api.call('POST', `/trade/${encodeURIComponent(id)}`, { body: { wait_to_confirm: true } });
  const { onConfirmed, onStaleCheck, onLostCheck } = api.policies;
  if (onConfirmed === 'order') return api.call('POST', '/trade/place', { body });
  try {
    return await place(first);
  } catch (error) {
    if (isUnsure(error) && onLostCheck === 'check') return place(await checked(api, body));
    if (!(error instanceof ClientFailure) || error.failure.status !== 400) throw error;
    if (onStaleCheck === 'repeat') return place(first);
    if (onStaleCheck === 'place') return api.call('POST', '/trade/place', { body });
    return place(await checked(api, body));
  }
}

async function checked(api: Api, body: object): Promise<string> {
  const { trade } = await api.call<{ readonly trade: Row }>('POST', '/trade/impact', { body });
  return String(trade.id);
}

function bodyOf({ policies }: Api, { accountId, action, units, price }: CheckedForm): object {
  return {
    account_id: accountId,
    action,
    units: policies.numberOf(units),
    order_type: 'Limit',
    time_in_force: 'GTC',
    price: policies.numberOf(price),
  };
}

export interface PairOfSales {
  readonly accountId: string;
  readonly symbol: string;
  readonly units: string;
  readonly price: string;
  readonly stop: string;
}

/** The answer has the id of the group alone; its orders are among the recent ones. */
export async function placeOneCancelsOther(api: Api, form: PairOfSales): Promise<readonly Row[]> {
  const { accountId, symbol, units, price, stop } = form;
  const { numberOf } = api.policies;
  const sale = {
    order_role: 'PEER',
    action: 'SELL',
    instrument: { symbol, type: 'EQUITY' },
    units: numberOf(units),
    time_in_force: 'GTC',
  };
  const orders = [
    { ...sale, order_type: 'Limit', price: numberOf(price) },
    { ...sale, order_type: 'Stop', stop: numberOf(stop) },
  ];
  const { brokerage_group_order_id: group } = await api.call<Row>(
    'POST',
    `${pathOf(accountId)}/trading/complex`,
    { body: { type: 'OCO', orders } },
  );
  return untilOrdersEnd(api, async () => {
    const own = (await recentOrders(api, accountId)).filter((one) => one.brokerage_group_order_id === group);
    const isOver = own.length > 0 && own.every(api.policies.hasEnded);
    return isOver ? own.map((one) => ({ ...endOf(api, one), order_type: one.order_type })) : undefined;
  });
}

/** No more than ten to a call. */
export async function listQuotes(
  api: Api,
  accountId: string,
  symbols: readonly string[],
): Promise<readonly Row[]> {
  const { quotesAtATime, quoteCalls } = api.policies;
  const quotes: Row[] = [];
  for (
    let from = 0, calls = 0;
    from < symbols.length && calls < quoteCalls;
    from += quotesAtATime, calls += 1
  ) {
    const some = symbols.slice(from, from + quotesAtATime).join(',');
    const query = { symbols: some, use_ticker: 'true' };
    quotes.push(...(await api.get<readonly Row[]>(`${pathOf(accountId)}/quotes`, { query })));
  }
  return quotes;
}
