/** Orders of every kind, and what is read of them. */
import { type Stage, type Step, step } from './step.ts';

/** Far below every price, so that it rests in the book. */
const LOW = 0.01;

/** A call on Apple, in OCC form, its root padded to six characters. */
const OPTION = 'AAPL  261218C00240000';

const account = (stage: Stage) => ({ ...stage.user, accountId: stage.the('account') });
const crypto = (stage: Stage) => ({ ...stage.user, accountId: stage.the('crypto account') });

const shares: readonly Step[] = [
  step('trading.getUserAccountQuotes', ({ trading }, stage) =>
    trading.getUserAccountQuotes({ ...account(stage), symbols: stage.the('ticker'), useTicker: true }),
  ),
  step(
    'trading.getOrderImpact',
    ({ trading }, stage) =>
      trading.getOrderImpact({
        ...stage.user,
        account_id: stage.the('account'),
        action: 'BUY',
        universal_symbol_id: stage.the('security'),
        order_type: 'Market',
        time_in_force: 'Day',
        units: 1,
      }),
    { keep: ({ trade }, stage) => stage.keep('trade', trade?.id) },
  ),
  step('trading.placeOrder', ({ trading }, stage) =>
    trading.placeOrder({ ...stage.user, tradeId: stage.the('trade'), wait_to_confirm: true }),
  ),
  step(
    'trading.placeForceOrder',
    ({ trading }, stage) =>
      trading.placeForceOrder({
        ...stage.user,
        account_id: stage.the('account'),
        action: 'BUY',
        universal_symbol_id: null,
        symbol: stage.the('ticker'),
        order_type: 'Limit',
        time_in_force: 'GTC',
        price: LOW,
        units: 3,
      }),
    { keep: ({ brokerage_order_id }, stage) => stage.keep('order', brokerage_order_id) },
  ),
  step(
    'trading.replaceOrder',
    ({ trading }, stage) =>
      trading.replaceOrder({
        ...account(stage),
        brokerage_order_id: stage.the('order'),
        action: 'BUY',
        symbol: stage.the('ticker'),
        order_type: 'Limit',
        time_in_force: 'GTC',
        price: LOW,
        units: 2,
      }),
    { keep: ({ brokerage_order_id }, stage) => stage.keep('new order', brokerage_order_id) },
  ),
  step('accountInformation.getUserAccountOrders', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountOrders({ ...account(stage), state: 'all', days: 7 }),
  ),
  step('accountInformation.getUserAccountRecentOrders', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountRecentOrders({ ...account(stage), onlyExecuted: false }),
  ),
  step('accountInformation.getUserAccountOrderDetail', ({ accountInformation }, stage) =>
    accountInformation.getUserAccountOrderDetail({
      ...account(stage),
      brokerage_order_id: stage.the('new order'),
    }),
  ),
  step('experimentalEndpoints.getUserAccountOrdersV2', ({ experimentalEndpoints }, stage) =>
    experimentalEndpoints.getUserAccountOrdersV2({ ...account(stage), state: 'open' }),
  ),
  step('experimentalEndpoints.getUserAccountRecentOrdersV2', ({ experimentalEndpoints }, stage) =>
    experimentalEndpoints.getUserAccountRecentOrdersV2({ ...account(stage), onlyExecuted: false }),
  ),
  step('experimentalEndpoints.getUserAccountOrderDetailV2', ({ experimentalEndpoints }, stage) =>
    experimentalEndpoints.getUserAccountOrderDetailV2({
      ...account(stage),
      brokerageOrderId: stage.the('new order'),
    }),
  ),
  step('trading.cancelOrder', ({ trading }, stage) =>
    trading.cancelOrder({ ...account(stage), brokerage_order_id: stage.the('new order') }),
  ),
  step(
    'trading.placeBracketOrder',
    ({ trading }, stage) =>
      trading.placeBracketOrder({
        ...account(stage),
        action: 'BUY',
        instrument: { symbol: stage.the('ticker'), type: 'EQUITY' },
        order_type: 'Limit',
        time_in_force: 'GTC',
        price: LOW,
        units: 1,
        stop_loss: { stop_price: '0.005' },
        take_profit: { limit_price: '0.02' },
      }),
    { keep: ({ brokerage_order_id }, stage) => stage.keep('bracket', brokerage_order_id) },
  ),
  step('trading.cancelUserAccountOrder', ({ trading }, stage) =>
    trading.cancelUserAccountOrder({ ...account(stage), brokerage_order_id: stage.the('bracket') }),
  ),
  step('trading.placeComplexOrder', ({ trading }, stage) =>
    trading.placeComplexOrder({
      ...account(stage),
      type: 'OTO',
      orders: (['TRIGGER', 'CONDITIONAL'] as const).map((order_role) => ({
        order_role,
        action: order_role === 'TRIGGER' ? ('BUY' as const) : ('SELL' as const),
        instrument: { symbol: stage.the('ticker'), type: 'EQUITY' },
        order_type: 'Limit' as const,
        time_in_force: 'GTC' as const,
        price: order_role === 'TRIGGER' ? LOW : 99_999,
        units: 1,
      })),
    }),
  ),
];

const options: readonly Step[] = [
  step('trading.getUserAccountOptionQuotes', ({ trading }, stage) =>
    trading.getUserAccountOptionQuotes({ ...account(stage), symbol: OPTION }),
  ),
  step('trading.getOptionImpact', ({ trading }, stage) =>
    trading.getOptionImpact({
      ...account(stage),
      order_type: 'MARKET',
      time_in_force: 'Day',
      price_effect: 'DEBIT',
      legs: [
        {
          instrument: { symbol: OPTION, instrument_type: 'OPTION' },
          action: 'BUY_TO_OPEN',
          units: 1,
        },
      ],
    }),
  ),
  step('trading.placeMlegOrder', ({ trading }, stage) =>
    trading.placeMlegOrder({
      ...account(stage),
      order_type: 'LIMIT',
      time_in_force: 'Day',
      limit_price: '0.01',
      price_effect: 'DEBIT',
      legs: [
        {
          instrument: { symbol: OPTION, instrument_type: 'OPTION' },
          action: 'BUY_TO_OPEN',
          units: 1,
        },
      ],
    }),
  ),
  step('options.listOptionHoldings', ({ options }, stage) => options.listOptionHoldings(account(stage))),
];

const coins: readonly Step[] = [
  step(
    'trading.searchCryptocurrencyPairInstruments',
    ({ trading }, stage) => trading.searchCryptocurrencyPairInstruments({ ...crypto(stage), base: 'BTC' }),
    { keep: ({ items }, stage) => stage.keep('pair', items[0]?.symbol) },
  ),
  step('trading.getCryptocurrencyPairQuote', ({ trading }, stage) =>
    trading.getCryptocurrencyPairQuote({ ...crypto(stage), instrumentSymbol: stage.the('pair') }),
  ),
  step('trading.previewCryptoOrder', ({ trading }, stage) =>
    trading.previewCryptoOrder({
      ...crypto(stage),
      instrument: { symbol: stage.the('pair'), type: 'CRYPTOCURRENCY_PAIR' },
      side: 'BUY',
      type: 'MARKET',
      time_in_force: 'GTC',
      amount: '0.001',
    }),
  ),
  step('trading.placeCryptoOrder', ({ trading }, stage) =>
    trading.placeCryptoOrder({
      ...crypto(stage),
      instrument: { symbol: stage.the('pair'), type: 'CRYPTOCURRENCY_PAIR' },
      side: 'BUY',
      type: 'LIMIT',
      time_in_force: 'GTC',
      amount: '0.001',
      limit_price: '1',
      post_only: true,
    }),
  ),
];

const watching: readonly Step[] = [
  step('experimentalEndpoints.addSubscription', ({ experimentalEndpoints }, stage) =>
    experimentalEndpoints.addSubscription({
      ...stage.user,
      account_id: stage.the('account'),
      check_interval_seconds: 300,
    }),
  ),
  step('experimentalEndpoints.listSubscriptions', ({ experimentalEndpoints }) =>
    experimentalEndpoints.listSubscriptions(),
  ),
  step('experimentalEndpoints.cancelSubscription', ({ experimentalEndpoints }, stage) =>
    experimentalEndpoints.cancelSubscription({ account_id: stage.the('account') }),
  ),
];

export const ordering: readonly Step[] = [...shares, ...options, ...coins, ...watching];
