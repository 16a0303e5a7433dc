/** Orders in options and coins: placed, filled, held, and expired. */
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { type Client, client } from './client.ts';
import { CALL, cryptoOrder, optionOrder } from './derivatives.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const SHARES = idOf(ledger, 'account', 'owner-shares');
const COINS = idOf(ledger, 'account', 'owner-coins');
/** With money for what these tests buy. */
const funded = () =>
  client({
    limits: 'off',
    now: '2026-03-16T15:00:00Z',
    switches: { snaptrade: { freshness: 'realtime' } },
    entities: {
      // Nothing happens in them but what the test does.
      accounts: ['owner-wall-street', 'owner-coins'].map((key) => ({ key, rowsPerYear: 0 })),
      trades: ['owner-wall-street', 'owner-coins'].map((account) => ({
        key: `gift-${account}`,
        account,
        kind: 'transfer',
        amount: '1000000',
        currency: 'USD',
        at: '2026-03-02T00:00:00Z',
      })),
    },
  });
const later = (api: Client, ms: number) => api.simulated.world.clock.advance(ms);

const leg = (action: string, symbol = CALL, units = 1) => ({
  instrument: { symbol, instrument_type: 'OPTION' },
  action,
  units,
});
const placed = (api: Client, change: object) =>
  api.post(`/accounts/${WALL_STREET}/trading/options`, { ...optionOrder, ...change });
const dollars = async (api: Client, account = WALL_STREET): Promise<Decimal> => {
  const { text } = await api.get(`/accounts/${account}/balances`);
  const row = /"cash":(-?[\d.]+)[^}]*\}?/g;
  const balances = JSON.parse(text) as { currency: { code: string } }[];
  const found = [...text.matchAll(row)].map(([, digits]) => digits ?? '');
  return new Decimal(found[balances.findIndex(({ currency }) => currency.code === 'USD')] ?? 0);
};
const optionsIn = async (api: Client) =>
  (await api.get(`/accounts/${WALL_STREET}/positions/all`)).body.results.filter(
    ({ instrument }: { instrument: { kind: string } }) => instrument.kind === 'option',
  );

describe('an option order', () => {
  it('is filled while the market is open, at its price for a hundred shares and 0.65 a contract', async () => {
    const api = funded();
    const before = await dollars(api);
    const { status, body } = await placed(api, { legs: [leg('BUY_TO_OPEN', CALL, 2)] });
    expect(status).toBe(200);
    expect(body.orders).toMatchObject([
      {
        brokerage_order_id: body.brokerage_order_id,
        universal_symbol: null,
        option_symbol: { ticker: CALL, strike_price: 240, option_type: 'CALL' },
        action: 'BUY_OPEN',
        total_quantity: '2',
      },
    ]);
    later(api, 60_000);
    const [order] = (await api.get(`/accounts/${WALL_STREET}/recentOrders/v2`)).body.orders;
    expect(order).toMatchObject({
      status: 'EXECUTED',
      price_effect: 'DEBIT',
      legs: [{ action: 'BUY_TO_OPEN', instrument: { symbol: CALL, asset_type: 'OPTION' } }],
    });
    const paid = new Decimal(order.execution_price).times(200).plus('1.30');
    expect(before.minus(await dollars(api)).toFixed(2)).toBe(paid.toFixed(2));
    expect(await optionsIn(api)).toMatchObject([
      { units: '2', cost_basis: order.execution_price, instrument: { symbol: CALL, multiplier: '100' } },
    ]);
  });

  it('of two legs is one record for each in the old list, and one with both in the new', async () => {
    const api = funded();
    const legs = [leg('BUY_TO_OPEN', CALL, 4), leg('SELL_TO_OPEN', 'AAPL  261218C00260000', 4)];
    const { body } = await placed(api, { legs });
    expect(body.orders.map(({ action }: { action: string }) => action)).toEqual(['BUY_OPEN', 'SELL_OPEN']);
    later(api, 60_000);
    const [order] = (await api.get(`/accounts/${WALL_STREET}/recentOrders/v2`)).body.orders;
    expect(order.legs).toMatchObject([{ filled_quantity: '4' }, { filled_quantity: '4' }]);
    expect((await optionsIn(api)).map(({ units }: { units: string }) => units)).toEqual(['4', '-4']);
  });

  it('waits for its limit', async () => {
    const api = funded();
    await placed(api, { order_type: 'LIMIT', limit_price: '0.01', price_effect: 'DEBIT' });
    later(api, 3_600_000);
    expect(await optionsIn(api)).toEqual([]);
    const open = (await api.get(`/accounts/${WALL_STREET}/recentOrders`, { only_executed: 'false' })).body;
    expect(open.orders).toMatchObject([{ status: 'ACCEPTED', order_type: 'Limit', limit_price: '0.01' }]);
  });

  it.each<[string, object]>([
    ['a call that nothing covers', { legs: [leg('SELL_TO_OPEN', 'TSLA  261218C00240000')] }],
    ['what is not held', { legs: [leg('SELL_TO_CLOSE')] }],
    ['puts beyond all money', { legs: [leg('SELL_TO_OPEN', 'AAPL  261218P00240000', 500)] }],
    ['more than there is money for', { legs: [leg('BUY_TO_OPEN', CALL, 10_000)] }],
  ])('is refused for what the account cannot bear: %s', async (_, change) => {
    const { status, body } = await placed(funded(), change);
    expect([status, body.code]).toEqual([400, '1012']);
  });

  it('is refused where no options are traded', async () => {
    const { body } = await funded().post(`/accounts/${SHARES}/trading/options`, optionOrder);
    expect(body.code).toBe('1063');
  });
});

describe('an option that expires', () => {
  it('pays what it is worth in cash, and is gone', async () => {
    const api = funded();
    await placed(api, {
      legs: [leg('BUY_TO_OPEN', 'AAPL  260320C00100000'), leg('BUY_TO_OPEN', 'AAPL  260320C00900000')],
    });
    later(api, 60_000);
    expect(await optionsIn(api)).toHaveLength(2);
    const before = await dollars(api);
    later(api, 5 * 86_400_000);
    expect(await optionsIn(api)).toEqual([]);
    const apple = ledger.securityBySymbol('AAPL');
    const price = apple && ledger.price(apple, Date.parse('2026-03-20T20:00:00Z'));
    expect((await dollars(api)).minus(before).toFixed()).toBe(price?.minus(100).times(100).toFixed());
  });
});

describe('a crypto order', () => {
  const buy = (api: Client, change: object = {}) =>
    api.post(`/accounts/${COINS}/trading/crypto`, { ...cryptoOrder, ...change });

  it('is a trade of the account, with the currency it is paid in', async () => {
    const api = funded();
    const before = await dollars(api, COINS);
    const { status, body } = await buy(api);
    expect(status).toBe(200);
    expect(body.order).toMatchObject({
      brokerage_order_id: body.brokerage_order_id,
      universal_symbol: { symbol: 'BTC' },
      quote_currency: { code: 'USD' },
      action: 'BUY',
      total_quantity: '0.01',
    });
    later(api, 60_000);
    const [order] = (await api.get(`/accounts/${COINS}/recentOrders`)).body.orders;
    const gross = new Decimal(order.execution_price).times('0.01');
    const fee = gross.times('0.006').toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    expect(
      before
        .minus(await dollars(api, COINS))
        .minus(gross.plus(fee))
        .abs()
        .lt('0.01'),
    ).toBe(true);
  });

  it('that must wait in the book is rejected if it would take what is there', async () => {
    const limit = { type: 'LIMIT', limit_price: '900000', post_only: true };
    expect((await buy(funded(), limit)).body.order.status).toBe('REJECTED');
    expect((await buy(funded(), { ...limit, limit_price: '1000' })).body.order.status).toBe('ACCEPTED');
  });

  it('to take a profit waits for its price from the other side', async () => {
    const api = funded();
    await buy(api);
    later(api, 60_000);
    const sell = { side: 'SELL', type: 'TAKE_PROFIT_MARKET', amount: '0.004' };
    expect((await buy(api, { ...sell, stop_price: '900000' })).body.order.order_type).toBe('TakeProfit');
    later(api, 60_000);
    const status = async () =>
      (await api.get(`/accounts/${COINS}/recentOrders`, { only_executed: 'false' })).body.orders[0].status;
    expect(await status()).toBe('ACCEPTED');
    await buy(api, { ...sell, stop_price: '1000' });
    later(api, 60_000);
    expect(await status()).toBe('EXECUTED');
  });
});
