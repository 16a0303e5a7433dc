/** Jobs about orders and quotes. */
import type { Job } from '../../../src/provider/index.ts';
import type { SnapTradeState } from '../state.ts';
import * as truth from './order-truth.ts';
import { lastAnswer } from './served.ts';

type OrderJob = Job<SnapTradeState>;

const DECIMALS = [
  'total_quantity',
  'open_quantity',
  'filled_quantity',
  'canceled_quantity',
  'execution_price',
  'limit_price',
  'stop_price',
  'last_trade_price',
  'bid_price',
  'ask_price',
  'bid_size',
  'synthetic_price',
  'implied_volatility',
  'delta',
  'gamma',
  'theta',
  'vega',
  'ask_size',
];
const TIMES = ['timestamp', 'time_placed', 'time_updated', 'time_executed', 'expiry_date'];

const ACCOUNT = { accountId: 'id of an account' };
const ORDER = {
  ...ACCOUNT,
  action: 'BUY or SELL',
  symbol: 'ticker, with the suffix of its exchange',
  units: 'how many, decimal text',
  orderType: 'Market or Limit',
  timeInForce: 'Day, GTC, IOC or FOK',
  'price?': 'the limit, decimal text',
};
const CONTRACT = {
  underlying: 'ticker of the share',
  expiry: 'day of expiry, such as 2026-06-19',
  right: 'C or P',
};
const ENDED =
  '`{ brokerage_order_id, status, total_quantity, filled_quantity, canceled_quantity, execution_price, limit_price }`';
const FOLLOWED = ['getOrder', 'listRecentOrders'];

export const orderJobs: Readonly<Record<string, OrderJob>> = {
  placeOrder: job({
    says: `Places an order, once, and gives it as it ended: ${ENDED}.`,
    input: ORDER,
    operations: ['placeOrder', ...FOLLOWED],
    truth: truth.endedOrder,
  }),
  placeAndCancelOrder: job({
    says: `Places an order, takes back after a while what was not filled by then, and gives it as it ended: ${ENDED}.`,
    input: { ...ORDER, cancelAfterMs: 'milliseconds after which it is taken back' },
    operations: ['placeOrder', 'cancelOrder', ...FOLLOWED],
    truth: truth.endedOrder,
  }),
  placeAndReplaceOrder: job({
    says: 'Places an order with a limit, gives what was not filled after a while another one, and gives all orders that there were as they ended, as `placeOrder` does.',
    input: {
      ...ORDER,
      replaceAfterMs: 'milliseconds after which it gets the other limit',
      newPrice: 'the other limit, decimal text',
    },
    operations: ['placeOrder', 'replaceOrder', ...FOLLOWED],
    truth: truth.endedChain,
  }),
  placeCheckedOrder: job({
    says: 'Finds a security by ticker and exchange, has an order with a limit checked, waits until the person confirms it, and places just that: `{ brokerage_order_id, symbol, action, total_quantity }`.',
    input: {
      ...ACCOUNT,
      action: 'BUY or SELL',
      ticker: 'ticker without a suffix',
      exchange: 'code of the exchange, such as TSX',
      units: 'how many, decimal text',
      price: 'the limit, decimal text',
      confirmAfterMs: 'milliseconds until the person confirms',
    },
    operations: ['searchSymbolsOfAccount', 'checkOrder', 'placeCheckedOrder', 'listRecentOrders'],
    truth: truth.checkedOrder,
  }),
  placeOneCancelsOther: job({
    says: 'Places two sales, one with a limit and one with a stop, of which one cancels the other (OCO), and gives both as they ended, as `placeOrder` does, with `order_type`.',
    input: {
      ...ACCOUNT,
      symbol: ORDER.symbol,
      units: ORDER.units,
      price: 'the limit, decimal text',
      stop: 'the stop, decimal text',
    },
    operations: ['placeComplexOrder', ...FOLLOWED],
    truth: truth.endedGroup,
  }),
  placeCryptoOrder: job({
    says: 'Buys or sells coins, at the market or at a limit, and gives the order as it ended, as `placeOrder` does.',
    input: {
      ...ACCOUNT,
      side: 'BUY or SELL',
      base: 'the coin, as its exchange writes it',
      quote: 'what it is paid in',
      amount: 'how much of the coin, decimal text',
      'limitPrice?': 'the limit, decimal text; left out: at the market',
      'postOnly?': 'whether it has to wait in the book, if it has a limit',
    },
    operations: ['listCryptoPairs', 'placeCryptoOrder', ...FOLLOWED],
    truth: truth.endedCryptoOrder,
  }),
  buyContracts: job({
    says: 'Orders as many contracts on an option as a budget pays for at the limit, fees left out: `{ brokerage_order_id, total_quantity }`.',
    input: {
      ...ACCOUNT,
      ...CONTRACT,
      strike: 'decimal text',
      limitPrice: 'the limit per share, decimal text',
      budget: 'decimal text',
    },
    operations: ['placeOptionOrder'],
    truth: truth.contractsBought,
  }),
  buySpread: job({
    says: 'Buys contracts at one strike and sells as many at another, in one order, and gives a row for each leg: `{ brokerage_order_id, action, ticker, total_quantity }` as records of orders have them, ticker that of the contract.',
    input: {
      ...ACCOUNT,
      ...CONTRACT,
      longStrike: 'strike that is bought, decimal text',
      shortStrike: 'strike that is sold, decimal text',
      contracts: 'how many of each',
      limitPrice: 'the most it may cost, net, per share, decimal text',
    },
    operations: ['placeOptionOrder'],
    truth: truth.spreadBought,
  }),
  getOptionQuote: job({
    says: 'The derived price of a contract, with its greeks.',
    input: { ...ACCOUNT, ...CONTRACT, strike: 'decimal text' },
    operations: ['getOptionQuote'],
    truth: truth.optionQuote,
  }),
  listOrders: job({
    says: 'Orders of an account as the kept list has them, a record for each leg.',
    input: { ...ACCOUNT, 'days?': 'how many days back, up to 90', 'state?': 'open, executed or all' },
    operations: ['listOrders'],
    truth: truth.orders,
    served: lastAnswer('listOrders'),
  }),
  listQuotes: job({
    says: 'What is bid and asked for several securities, now.',
    input: { ...ACCOUNT, symbols: 'tickers, as many as there are' },
    operations: ['listQuotes'],
    truth: truth.quotes,
  }),
};

function job(told: Omit<OrderJob, 'decimals' | 'times' | 'id'>): OrderJob {
  return { ...told, decimals: DECIMALS, times: TIMES, id: 'brokerage_order_id' };
}
