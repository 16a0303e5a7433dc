/** The life of an order on the world's clock, and what it does to the account. */
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { CLOSING, OPENING, QUIET, Trader } from './trading-kit.ts';

const withSwitches = (switches: Record<string, string>): WorldFile => ({
  ...QUIET,
  switches: { snaptrade: switches },
});

/** A trader in the middle of the first session. */
function open(file: WorldFile = QUIET): Trader {
  const trader = new Trader(file);
  trader.until(OPENING);
  return trader;
}

describe('a market order', () => {
  it('placed while the market is closed is QUEUED, and filled at the opening', async () => {
    const trader = new Trader();
    const order = await trader.place({ units: 2 });
    expect(order).toMatchObject({ status: 'QUEUED', open_quantity: '2', execution_price: null });
    trader.until(OPENING);
    const { ask_price } = await trader.quote();
    expect(await trader.detail(order)).toMatchObject({
      status: 'EXECUTED',
      filled_quantity: '2',
      open_quantity: '0',
      execution_price: String(ask_price),
      time_executed: '2026-03-16T13:30:00.000Z',
    });
  });

  it('placed while the market is open is ACCEPTED, and filled a second later', async () => {
    const trader = open();
    const order = await trader.place();
    expect(order.status).toBe('ACCEPTED');
    trader.until('999ms');
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
    trader.until('1ms');
    expect((await trader.detail(order)).status).toBe('EXECUTED');
  });

  it('to sell is filled at what is bid', async () => {
    const trader = open();
    const order = await trader.place({ action: 'SELL', units: 5 });
    const { bid_price } = await trader.quote();
    trader.until('1s');
    expect((await trader.detail(order)).execution_price).toBe(String(bid_price));
  });

  it('larger than what is asked is filled in parts, a minute apart, at most four', async () => {
    const trader = open();
    const order = await trader.place({ units: 300 });
    const seen = [];
    for (let part = 0; part < 5; part++) {
      trader.until(part === 0 ? '1s' : '1m');
      const { status, filled_quantity, open_quantity } = await trader.detail(order);
      expect(Number(filled_quantity) + Number(open_quantity)).toBe(300);
      seen.push(status);
      if (status === 'EXECUTED') break;
    }
    expect(seen).toEqual(['PARTIAL', 'PARTIAL', 'PARTIAL', 'EXECUTED']);
  });

  it('for an amount of money buys as many units as that pays for', async () => {
    const trader = open();
    const order = await trader.place({ notional_value: '1000.00' });
    expect(order).toMatchObject({ total_quantity: null, open_quantity: null, filled_quantity: '0' });
    trader.until('1s');
    const { total_quantity, execution_price, status } = await trader.detail(order);
    expect(status).toBe('EXECUTED');
    expect(Number(total_quantity) * Number(execution_price)).toBeLessThanOrEqual(1000);
    expect(Number(total_quantity) * Number(execution_price)).toBeGreaterThan(999.99);
  });

  it('can be refused while the market is closed, where the world says so', async () => {
    const trader = new Trader(withSwitches({ closedMarket: 'refused' }));
    expect((await trader.send({})).body).toEqual({
      detail: 'The market is closed.',
      status_code: 400,
      code: '1019',
    });
    expect((await trader.place({ order_type: 'Limit', price: 200 })).status).toBe('QUEUED');
  });
});

describe('a limit order', () => {
  it('rests until the price comes to its limit, and never pays more', async () => {
    const trader = open();
    const { ask_price } = await trader.quote();
    const limit = Math.floor(ask_price * 0.998 * 100) / 100;
    const order = await trader.place({ order_type: 'Limit', price: limit, time_in_force: 'GTC' });
    trader.until('1s');
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
    trader.until('30d');
    const { status, execution_price, limit_price } = await trader.detail(order);
    expect(status).toBe('EXECUTED');
    expect(Number(execution_price)).toBeLessThanOrEqual(Number(limit_price));
  });

  it('for the day expires at the close', async () => {
    const trader = open();
    const order = await trader.place({ order_type: 'Limit', price: 100 });
    expect(order.expiry_date).toBe('2026-03-16T20:00:00.000Z');
    trader.until(CLOSING);
    expect(await trader.detail(order)).toMatchObject({ status: 'EXPIRED', canceled_quantity: '1' });
  });

  it('good till cancelled expires after 90 days', async () => {
    const trader = open();
    const order = await trader.place({ order_type: 'Limit', price: 100, time_in_force: 'GTC' });
    trader.until('89d');
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
    trader.until('1d');
    expect((await trader.detail(order)).status).toBe('EXPIRED');
  });

  it('good till a date expires then', async () => {
    const trader = open();
    const expiry_date = '2026-03-18T15:00:00Z';
    const order = await trader.place({ order_type: 'Limit', price: 100, time_in_force: 'GTD', expiry_date });
    trader.until('2026-03-18T14:59:59Z');
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
    trader.until(expiry_date);
    expect((await trader.detail(order)).status).toBe('EXPIRED');
  });

  it('in the extended session works before the opening, and until the evening', async () => {
    const trader = new Trader();
    trader.until('2026-03-16T09:00:00Z');
    const form = { order_type: 'Limit', price: 400 };
    const regular = await trader.place(form);
    const extended = await trader.place({ ...form, trading_session: 'EXTENDED' });
    expect([regular.status, extended.status]).toEqual(['QUEUED', 'ACCEPTED']);
    expect(extended.expiry_date).toBe('2026-03-17T00:00:00.000Z');
    trader.until('1s');
    expect((await trader.detail(extended)).status).toBe('EXECUTED');
  });
});

describe('a stop order', () => {
  it('to buy waits for the price to rise to it, then takes what is asked', async () => {
    const trader = open();
    const { last_trade_price } = await trader.quote();
    const stop = Math.ceil(last_trade_price * 1.004 * 100) / 100;
    const order = await trader.place({ order_type: 'Stop', stop, time_in_force: 'GTC' });
    trader.until('1s');
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
    trader.until('60d');
    const { status, time_executed } = await trader.detail(order);
    expect(status).toBe('EXECUTED');
    expect(new Date(time_executed).getUTCMinutes() % 15).toBe(0);
  });

  it('with a limit that the price has left behind is TRIGGERED, and rests', async () => {
    const trader = open();
    const order = await trader.place({
      order_type: 'StopLimit',
      stop: 200,
      price: 150,
      time_in_force: 'GTC',
    });
    trader.until('1s');
    expect(await trader.detail(order)).toMatchObject({ status: 'TRIGGERED', filled_quantity: '0' });
  });
});

describe('an order that must be filled at once', () => {
  it.each(['IOC', 'FOK'])('%s is cancelled while the market is closed', async (time_in_force) => {
    expect((await new Trader().place({ time_in_force })).status).toBe('CANCELED');
  });

  it('IOC takes what there is, and cancels the rest', async () => {
    const trader = open();
    const { ask_size } = await trader.quote();
    const order = await trader.place({ units: ask_size + 50, time_in_force: 'IOC' });
    trader.until('1s');
    expect(await trader.detail(order)).toMatchObject({
      status: 'PARTIAL_CANCELED',
      filled_quantity: String(ask_size),
      canceled_quantity: '50',
    });
  });

  it('FOK takes all or nothing', async () => {
    const trader = open();
    const { ask_size } = await trader.quote();
    const tooLarge = await trader.place({ units: ask_size + 1, time_in_force: 'FOK' });
    const fitting = await trader.place({ units: ask_size, time_in_force: 'FOK' });
    trader.until('1s');
    expect(await trader.detail(tooLarge)).toMatchObject({ status: 'CANCELED', filled_quantity: '0' });
    expect((await trader.detail(fitting)).status).toBe('EXECUTED');
  });
});

describe('an order that the account cannot bear', () => {
  it('is refused, with what it needs and what there is', async () => {
    const trader = open();
    const { body, status } = await trader.send({ units: 1000 });
    expect(status).toBe(400);
    expect(body.detail).toMatch(
      /^The order could not be placed: it needs [\d.]+ USD and there are 90000 USD to spend\.$/,
    );
  });

  it('comes back REJECTED, where the world says so', async () => {
    const trader = open(withSwitches({ unfundedOrders: 'rejected' }));
    expect(await trader.place({ units: 1000 })).toMatchObject({
      status: 'REJECTED',
      canceled_quantity: '1000',
    });
  });

  it('may not sell more than is held, nor the same units twice', async () => {
    const trader = open();
    const form = { action: 'SELL', order_type: 'Limit', price: 900 };
    expect((await trader.send({ ...form, units: 41 })).body.detail).toMatch(/there are 40 to sell/);
    await trader.place({ ...form, units: 30 });
    expect((await trader.send({ ...form, units: 11 })).body.detail).toMatch(/there are 10 to sell/);
  });

  it('may not spend what other open orders have in reserve', async () => {
    const trader = open();
    await trader.place({ order_type: 'Limit', price: 100, units: 800 });
    expect((await trader.send({ order_type: 'Limit', price: 100, units: 101 })).body.detail).toMatch(
      /there are 10000 USD to spend/,
    );
  });
});

describe('cancelling', () => {
  it('answers with the id and what the brokerage said, not with an order', async () => {
    const trader = open();
    const order = await trader.place({ order_type: 'Limit', price: 100 });
    const { body } = await trader.cancel(order);
    expect(Object.keys(body)).toEqual(['brokerage_order_id', 'raw_response']);
    expect((await trader.detail(order)).status).toBe('CANCELED');
  });

  it('in the removed form answers with the order', async () => {
    const trader = open();
    const { brokerage_order_id } = await trader.place({ order_type: 'Limit', price: 100 });
    const { body } = await trader.st.post(`/accounts/${trader.account}/orders/cancel`, {
      brokerage_order_id,
    });
    expect(body).toMatchObject({ brokerage_order_id, status: 'CANCELED' });
  });

  it('keeps what was filled', async () => {
    const trader = open();
    const order = await trader.place({ units: 300 });
    trader.until('1s');
    const { filled_quantity } = await trader.detail(order);
    await trader.cancel(order);
    trader.until('1h');
    expect(await trader.detail(order)).toMatchObject({ status: 'PARTIAL_CANCELED', filled_quantity });
  });

  it('of an order that has ended is refused, and so is one of an unknown order', async () => {
    const trader = open();
    const order = await trader.place();
    trader.until('1s');
    expect((await trader.cancel(order)).body.detail).toBe(
      'the order is EXECUTED, and can be changed no more',
    );
    expect((await trader.cancel({ ...order, brokerage_order_id: 'x' })).status).toBe(400);
  });
});

describe('replacing', () => {
  it('gives the order a new id; the old one is REPLACED, and what was filled of it counts', async () => {
    const trader = open();
    const order = await trader.place({ units: 300 });
    trader.until('1s');
    const { open_quantity } = await trader.detail(order);
    const { body } = await trader.st.post(`/accounts/${trader.account}/trading/replace`, {
      brokerage_order_id: order.brokerage_order_id,
      action: 'BUY',
      order_type: 'Limit',
      time_in_force: 'GTC',
      price: 150,
    });
    expect(body).toMatchObject({ status: 'ACCEPTED', total_quantity: open_quantity, limit_price: '150' });
    expect(body.brokerage_order_id).not.toBe(order.brokerage_order_id);
    expect(await trader.detail(order)).toMatchObject({
      status: 'REPLACED',
      canceled_quantity: open_quantity,
    });
  });

  it.each([
    ['the symbol', { symbol: 'MSFT' }],
    ['the side', { action: 'SELL' }],
  ])('cannot change %s', async (_what, change) => {
    const trader = open();
    const order = await trader.place({ order_type: 'Limit', price: 100 });
    const { status } = await trader.st.post(`/accounts/${trader.account}/trading/replace`, {
      brokerage_order_id: order.brokerage_order_id,
      action: 'BUY',
      order_type: 'Limit',
      time_in_force: 'Day',
      price: 101,
      ...change,
    });
    expect(status).toBe(400);
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
  });
});

describe('what was filled', () => {
  it('is in the positions and the cash after the next refresh, and in the activities on the next day', async () => {
    const trader = open();
    const { st, account } = trader;
    const order = await trader.place({ units: 3 });
    trader.until('1s');
    const { execution_price } = await trader.detail(order);
    const apple = async () =>
      (await st.get(`/accounts/${account}/positions/all`)).body.results.find(
        (one: { instrument: { symbol: string } }) => one.instrument.symbol === 'AAPL',
      );
    expect((await apple()).units).toBe('40');
    const [connection] = (await st.get('/authorizations')).body.filter(
      (one: { brokerage: { slug: string } }) => one.brokerage.slug === 'STAKE',
    );
    await st.post(`/authorizations/${connection.id}/refresh`);
    trader.until('1m');
    expect((await apple()).units).toBe('43');
    const [cash] = (await st.get(`/accounts/${account}/balances`)).body;
    expect(cash.cash).toBeCloseTo(90_000 - 3 * Number(execution_price), 6);
    trader.until('2d');
    const { data } = (await st.get(`/accounts/${account}/activities`)).body;
    expect(data[0]).toMatchObject({ type: 'BUY', units: 3, price: Number(execution_price) });
  });
});
