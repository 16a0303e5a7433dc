/** Every operation of trading, once in success and once of a disabled connection, for official.test.ts. */
import type { Answer } from '../support/answer.ts';
import type { Client } from './client.ts';
import { OPENING, Trader } from './trading-kit.ts';

type Add = (method: string, path: string, answer: Answer) => Answer;

export async function tradeEverything(add: Add): Promise<void> {
  const trader = new Trader();
  const { st, account } = trader;
  const at = `/accounts/${account}`;
  const get = async (path: string, query = {}) => add('GET', path, await st.get(path, query));
  const post = async (path: string, body?: unknown, more = {}) =>
    add('POST', path, await st.post(path, body, more));
  trader.until(OPENING);
  const [quote] = (await get(`${at}/quotes`, { symbols: 'AAPL', use_ticker: 'true' })).body;
  const form = { account_id: account, action: 'BUY', order_type: 'Market', time_in_force: 'Day', units: 2 };
  const { trade } = (await post('/trade/impact', { ...form, universal_symbol_id: quote.symbol.id })).body;
  const first = (await post(`/trade/${trade.id}`, { wait_to_confirm: true })).body;
  const resting = { ...form, symbol: 'AAPL', order_type: 'Limit', price: 100, units: 1 };
  await post('/trade/place', { ...resting, units: 3 });
  const place = async () => (await post('/trade/place', resting)).body.brokerage_order_id;
  await post(`${at}/trading/replace`, { ...resting, brokerage_order_id: await place(), price: 101 });
  await post(`${at}/trading/cancel`, { brokerage_order_id: await place() });
  await post(`${at}/orders/cancel`, { brokerage_order_id: await place() });
  await post(`${at}/trading/complex`, complexForm());
  await post(`${at}/trading/bracket`, bracketForm());
  trader.until('1m');
  for (const state of ['all', 'open', 'executed']) {
    await get(`${at}/orders`, { state });
    await get(`${at}/orders/v2`, { state });
  }
  for (const only_executed of ['true', 'false']) {
    await get(`${at}/recentOrders`, { only_executed });
    await get(`${at}/recentOrders/v2`, { only_executed });
  }
  await post(`${at}/orders/details`, { brokerage_order_id: first.brokerage_order_id });
  await get(`${at}/orders/details/v2/${first.brokerage_order_id}`);
  const watch = { account_id: account, check_interval_seconds: 300 };
  for (let time = 0; time < 2; time++) {
    await post('/snapTrade/tradeDetection/subscriptions', watch);
    const list = '/snapTrade/tradeDetection/subscriptions';
    add('GET', list, await st.get(list, {}, { user: false }));
    await post(`${list}/cancel`, { account_id: account }, { user: false });
  }
  for (const what of ['orders', 'recentOrders']) {
    st.simulated.world.change({ change: 'brokerage-tells', institution: 'stake', what, told: false });
    await get(`${at}/${what}`);
  }
  await beDisabled(add, trader, first.brokerage_order_id, quote.symbol.id);
}

/** Whatever is read at the brokerage itself, when that lets nobody in. */
async function beDisabled(add: Add, { st, account }: Trader, order: string, symbol: string): Promise<void> {
  const at = `/accounts/${account}`;
  const { trade } = (await check(st, account, symbol)).body;
  st.simulated.world.change({
    change: 'connection',
    connection: 'owner-stake',
    status: 'login-required',
  });
  const get = async (path: string, query = {}) => add('GET', path, await st.get(path, query));
  const post = async (path: string, body?: unknown) => add('POST', path, await st.post(path, body));
  await get(`${at}/quotes`, { symbols: 'AAPL', use_ticker: 'true' });
  await get(`${at}/recentOrders`);
  await get(`${at}/recentOrders/v2`);
  await get(`${at}/orders/details/v2/${order}`);
  add('POST', '/trade/impact', await check(st, account, symbol));
  await post(`/trade/${trade.id}`, {});
  const form = { account_id: account, action: 'BUY', symbol: 'AAPL', order_type: 'Market', units: 1 };
  await post('/trade/place', { ...form, time_in_force: 'Day' });
  for (const path of ['orders/details', 'trading/cancel', 'orders/cancel']) {
    await post(`${at}/${path}`, { brokerage_order_id: order });
  }
  await post(`${at}/trading/replace`, { ...form, time_in_force: 'Day', brokerage_order_id: order });
  await post(`${at}/trading/complex`, complexForm());
  await post(`${at}/trading/bracket`, bracketForm());
}

function check(st: Client, account: string, symbol: string): Promise<Answer> {
  return st.post('/trade/impact', {
    account_id: account,
    action: 'SELL',
    universal_symbol_id: symbol,
    order_type: 'Limit',
    time_in_force: 'GTC',
    price: 500,
    units: 1,
  });
}

const instrument = { symbol: 'AAPL', type: 'EQUITY' };

export function complexForm() {
  const own = { instrument, units: 1, time_in_force: 'GTC' };
  return {
    type: 'OTO',
    orders: [
      { ...own, order_role: 'TRIGGER', action: 'BUY', order_type: 'Limit', price: 100 },
      { ...own, order_role: 'CONDITIONAL', action: 'SELL', order_type: 'Limit', price: 400 },
    ],
  };
}

export function bracketForm() {
  return {
    action: 'BUY',
    instrument,
    order_type: 'Market',
    time_in_force: 'Day',
    units: 1,
    stop_loss: { stop_price: '180.00' },
    take_profit: { limit_price: '410.50' },
  };
}
