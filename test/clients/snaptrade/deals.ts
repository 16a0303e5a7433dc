/** Orders that are checked first, that hang together, and those for coins and contracts. Quotes too. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import { endOf, followed, isUnsure, once, recentOrders, untilOrdersEnd } from './orders.ts';
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

export interface CoinForm {
  readonly accountId: string;
  readonly side: string;
  readonly base: string;
  readonly quote: string;
  readonly amount: string;
}

export async function placeCryptoOrder(api: Api, form: CoinForm): Promise<Row> {
  const { accountId, side, base, quote, amount } = form;
  const { policies } = api;
  const symbol = policies.pairOf(base, quote) ?? (await pairOf(api, form));
  const body = {
    instrument: { symbol, type: 'CRYPTOCURRENCY_PAIR' },
    side,
    type: 'MARKET',
    time_in_force: 'GTC',
    amount: policies.textOf(amount),
  };
  const sent = { accountId, action: side, units: amount, at: api.context.now() };
  const order = await once(api, sent, async () => {
    const placed = await api.call<Row>('POST', `${pathOf(accountId)}/trading/crypto`, { body });
    const { brokerage_order_id } = placed;
    return { brokerage_order_id, ...(placed.order as Row | null) };
  });
  return endOf(api, await followed(api, accountId, order));
}

/** As the exchange calls it, which only its own list tells. */
async function pairOf(api: Api, { accountId, base, quote }: CoinForm): Promise<unknown> {
  const { items } = await api.get<{ readonly items: readonly Row[] }>(
    `${pathOf(accountId)}/trading/instruments/cryptocurrencyPairs`,
    { query: { base, quote } },
  );
  const pair = items.find((one) => one.base === base && one.quote === quote);
  if (pair === undefined) throw new ClientFailure('not-found', { message: `No pair ${base} ${quote}` });
  return pair.symbol;
}

export interface Contracts {
  readonly accountId: string;
  readonly underlying: string;
  readonly expiry: string;
  readonly right: string;
  readonly strike: string;
  readonly limitPrice: string;
  readonly budget: string;
}

/** Prices are per share, and a contract is about a hundred. */
export async function buyContracts(api: Api, form: Contracts): Promise<Row> {
  const { accountId, limitPrice, budget } = form;
  const { multiplier, textOf } = api.policies;
  // In ten-thousandths, which are whole.
  const whole = (text: string): number => Math.round(Number(text) * 10_000);
  const units = Math.floor(whole(budget) / (whole(limitPrice) * multiplier));
  const instrument = { symbol: contractOf(api, form), instrument_type: 'OPTION' };
  const body = {
    order_type: 'LIMIT',
    time_in_force: 'GTC',
    limit_price: textOf(limitPrice),
    price_effect: 'DEBIT',
    legs: [{ instrument, action: 'BUY_TO_OPEN', units }],
  };
  const sent = { accountId, action: 'BUY_OPEN', units: String(units), at: api.context.now() };
  const order = await once(api, sent, async () => {
    const { orders } = await api.call<{ readonly orders: readonly Row[] }>(
      'POST',
      `${pathOf(accountId)}/trading/options`,
      { body },
    );
    return orders[0] ?? {};
  });
  return { brokerage_order_id: order.brokerage_order_id, total_quantity: order.total_quantity };
}

/** `AAPL  261218C00240000`: the strike in thousandths, the ticker filled up to six. */
function contractOf({ policies }: Api, { underlying, expiry, right, strike }: Contracts): string {
  const root = policies.padsTickers ? underlying.padEnd(6) : underlying;
  const thousandths = String(Math.round(Number(strike) * 1000)).padStart(8, '0');
  return `${root}${expiry.slice(2).replaceAll('-', '')}${right}${thousandths}`;
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
