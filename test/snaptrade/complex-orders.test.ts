/** Orders that hang together, and what SnapTrade tells of orders by itself. */
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import type { Answer } from '../support/answer.ts';
import { receive } from '../webhooks/receiver.ts';
import { OPENING, type Order, QUIET, Trader } from './trading-kit.ts';

function open(file: WorldFile = QUIET): Trader {
  const trader = new Trader(file);
  trader.until(OPENING);
  return trader;
}

const instrument = { symbol: 'AAPL', type: 'EQUITY' };

function member(order_role: string, action: string, form: object = {}) {
  return {
    order_role,
    action,
    instrument,
    order_type: 'Limit',
    units: 10,
    time_in_force: 'GTC',
    price: action === 'BUY' ? 100 : 900,
    ...form,
  };
}
/** Is filled a second after it begins to work. */
const AT_ONCE = { order_type: 'Market', time_in_force: 'Day', price: null };
const STOP = { order_type: 'Stop', stop: 50, price: null };

const send = ({ st, account }: Trader, type: string, orders: readonly object[]): Promise<Answer> =>
  st.post(`/accounts/${account}/trading/complex`, { type, orders });

/** Places them; looks at what became of them, by role and kind. */
async function group(trader: Trader, type: string, orders: readonly object[]) {
  const { status, body, text } = await send(trader, type, orders);
  expect(status, text).toBe(200);
  return async () => {
    const own = (await trader.recent()).filter(
      (one) => one.brokerage_group_order_id === body.brokerage_group_order_id,
    );
    return Object.fromEntries(own.map((one) => [`${one.order_role} ${one.order_type}`, one.status]));
  };
}

describe('a complex order', () => {
  it('answers with its type and the id of the group alone', async () => {
    const trader = open();
    const { body } = await send(trader, 'OCO', [member('PEER', 'SELL'), member('PEER', 'SELL', STOP)]);
    expect(Object.keys(body)).toEqual(['type', 'brokerage_group_order_id']);
    expect(body.type).toBe('OCO');
    expect(await trader.recent()).toMatchObject([
      { brokerage_group_order_id: body.brokerage_group_order_id, order_role: 'PEER' },
      { brokerage_group_order_id: body.brokerage_group_order_id, order_role: 'PEER' },
    ]);
  });

  it('is in the list of orders from the next sync on', async () => {
    const trader = open();
    await send(trader, 'OCO', [member('PEER', 'SELL'), member('PEER', 'SELL', STOP)]);
    expect(await trader.orders()).toEqual([]);
    trader.until('2d');
    expect(await trader.orders()).toHaveLength(2);
  });

  it.each([
    ['OCO', ['PEER']],
    ['OCO', ['PEER', 'PEER', 'PEER']],
    ['OCO', ['TRIGGER', 'CONDITIONAL']],
    ['OTO', ['TRIGGER', 'PEER']],
    ['OTO', ['TRIGGER', 'TRIGGER']],
    ['OTOCO', ['TRIGGER', 'PEER', 'CONDITIONAL']],
    ['OTOCO', ['TRIGGER', 'PEER']],
    ['OTO', []],
  ])('%s is refused with the roles %s', async (type, roles) => {
    const trader = open();
    const { status, body } = await send(
      trader,
      type,
      roles.map((role) => member(role, 'BUY')),
    );
    expect([status, body.code]).toEqual([400, '1012']);
    expect(await trader.recent()).toEqual([]);
  });

  it('is placed whole or not at all', async () => {
    const trader = open();
    const orders = [member('TRIGGER', 'BUY'), member('CONDITIONAL', 'SELL', { price: null })];
    expect((await send(trader, 'OTO', orders)).body.detail).toMatch(/Limit needs price/);
    const option = member('PEER', 'SELL', { instrument: { ...instrument, type: 'OPTION' } });
    expect((await send(trader, 'OCO', [member('PEER', 'SELL'), option])).body.detail).toMatch(/EQUITY/);
    expect(await trader.recent()).toEqual([]);
  });

  it('holds the units of its peers in reserve once', async () => {
    const trader = open();
    const all = { units: 40 };
    await group(trader, 'OCO', [member('PEER', 'SELL', all), member('PEER', 'SELL', { ...STOP, ...all })]);
    expect((await trader.send({ action: 'SELL' })).body.detail).toMatch(/there are 0 to sell/);
  });
});

describe('of an OCO', () => {
  it('one that is filled cancels the other', async () => {
    const trader = open();
    const look = await group(trader, 'OCO', [
      member('PEER', 'SELL', { price: 1 }),
      member('PEER', 'SELL', STOP),
    ]);
    expect(await look()).toEqual({ 'PEER Limit': 'ACCEPTED', 'PEER Stop': 'ACCEPTED' });
    trader.until('1s');
    expect(await look()).toEqual({ 'PEER Limit': 'EXECUTED', 'PEER Stop': 'CANCELED' });
  });

  it('one that is filled in part cancels the other, and goes on', async () => {
    const trader = open();
    const look = await group(trader, 'OCO', [
      member('PEER', 'BUY', { price: 320, units: 250 }),
      member('PEER', 'BUY', { ...STOP, stop: 2000, units: 1 }),
    ]);
    trader.until('1s');
    expect(await look()).toEqual({ 'PEER Limit': 'PARTIAL', 'PEER Stop': 'CANCELED' });
  });

  it('one that is cancelled takes the other along', async () => {
    const trader = open();
    const look = await group(trader, 'OCO', [member('PEER', 'SELL'), member('PEER', 'SELL', STOP)]);
    const [one] = await trader.recent();
    await trader.cancel(one as Order);
    expect(await look()).toEqual({ 'PEER Limit': 'CANCELED', 'PEER Stop': 'CANCELED' });
  });
});

describe('of an OTO', () => {
  it('the second waits for the first to be filled', async () => {
    const trader = open();
    const look = await group(trader, 'OTO', [
      member('TRIGGER', 'BUY', AT_ONCE),
      member('CONDITIONAL', 'SELL'),
    ]);
    expect(await look()).toEqual({ 'TRIGGER Market': 'ACCEPTED', 'CONDITIONAL Limit': 'CONTINGENT_ORDER' });
    trader.until('1s');
    expect(await look()).toEqual({ 'TRIGGER Market': 'EXECUTED', 'CONDITIONAL Limit': 'ACCEPTED' });
  });

  it('the second ends with the first, if that ends without being filled', async () => {
    const trader = open();
    const look = await group(trader, 'OTO', [member('TRIGGER', 'BUY'), member('CONDITIONAL', 'SELL')]);
    const trigger = (await trader.recent()).find((one) => one.order_role === 'TRIGGER');
    await trader.cancel(trigger as Order);
    expect(await look()).toEqual({ 'TRIGGER Limit': 'CANCELED', 'CONDITIONAL Limit': 'CANCELED' });
  });
});

describe('of an OTOCO', () => {
  it('the first sets off two, of which one cancels the other', async () => {
    const trader = open();
    const look = await group(trader, 'OTOCO', [
      member('TRIGGER', 'BUY', AT_ONCE),
      member('PEER', 'SELL', { price: 1 }),
      member('PEER', 'SELL', STOP),
    ]);
    trader.until('1s');
    expect(await look()).toEqual({
      'TRIGGER Market': 'EXECUTED',
      'PEER Limit': 'ACCEPTED',
      'PEER Stop': 'ACCEPTED',
    });
    trader.until('1s');
    expect(await look()).toMatchObject({ 'PEER Limit': 'EXECUTED', 'PEER Stop': 'CANCELED' });
  });
});

describe('a bracket order', () => {
  const form = {
    action: 'BUY',
    instrument,
    order_type: 'Market',
    time_in_force: 'Day',
    units: 5,
    stop_loss: { stop_price: '50.00' },
    take_profit: { limit_price: '900.00' },
  };
  const place = ({ st, account }: Trader, more: object = {}) =>
    st.post(`/accounts/${account}/trading/bracket`, { ...form, ...more });

  it('answers with the order the others hang on, and names those', async () => {
    const trader = open();
    const { body } = await place(trader);
    expect(body).toMatchObject({ status: 'ACCEPTED', action: 'BUY', order_role: 'TRIGGER' });
    const { take_profit_order_id, stop_loss_order_id } = body.child_brokerage_order_ids;
    const child = (brokerage_order_id: string) => trader.detail({ ...body, brokerage_order_id });
    expect(await child(take_profit_order_id)).toMatchObject({
      status: 'CONTINGENT_ORDER',
      action: 'SELL',
      order_type: 'Limit',
      limit_price: '900',
    });
    expect(await child(stop_loss_order_id)).toMatchObject({
      status: 'CONTINGENT_ORDER',
      action: 'SELL',
      order_type: 'Stop',
      stop_price: '50',
    });
    trader.until('1s');
    expect((await child(stop_loss_order_id)).status).toBe('ACCEPTED');
  });

  it('is in the list of orders at once', async () => {
    const trader = open();
    await place(trader);
    expect(await trader.orders()).toHaveLength(3);
  });

  it('stops the loss with a limit, where one is given', async () => {
    const trader = open();
    const { body } = await place(trader, { stop_loss: { stop_price: '50.00', limit_price: '49.50' } });
    const brokerage_order_id = body.child_brokerage_order_ids.stop_loss_order_id;
    expect(await trader.detail({ ...body, brokerage_order_id })).toMatchObject({
      order_type: 'StopLimit',
      limit_price: '49.5',
    });
  });

  it('can be off, where the world says so', async () => {
    const trader = open({ ...QUIET, switches: { snaptrade: { bracketOrders: 'off' } } });
    expect(await place(trader)).toMatchObject({ status: 403, body: { code: '1141' } });
  });
});

const WATCHES = '/snapTrade/tradeDetection/subscriptions';

async function listening(trader: Trader, event: string) {
  const receiver = await receive();
  const { world } = trader.st.simulated;
  world.webhooks.add({ provider: 'snaptrade', url: receiver.url, events: [event] });
  let seen = 0;
  /** Moves the clock; gives what was told since. */
  return async (by: string) => {
    world.clock.advance(by);
    await world.webhooks.idle();
    const news = receiver.bodies().slice(seen);
    seen += news.length;
    return news;
  };
}

describe('trade detection', () => {
  const watch = ({ st, account }: Trader, check_interval_seconds = 300) =>
    st.post(WATCHES, { account_id: account, check_interval_seconds });
  const unwatch = ({ st, account }: Trader) =>
    st.post(`${WATCHES}/cancel`, { account_id: account }, { user: false });
  const list = async ({ st }: Trader) => (await st.get(WATCHES, {}, { user: false })).body;

  it('of an account is 201 at first, 200 again, and listed until it is cancelled', async () => {
    const trader = open();
    expect(await list(trader)).toEqual([]);
    const first = await watch(trader);
    expect(first).toMatchObject({
      status: 201,
      body: { account_id: trader.account, check_interval_seconds: 300, cost: '100.00' },
    });
    expect(await list(trader)).toEqual([first.body]);
    expect(await unwatch(trader)).toMatchObject({ status: 200, body: { success: true } });
    expect(await list(trader)).toEqual([]);
    expect((await watch(trader, 900)).status).toBe(200);
    expect(await list(trader)).toMatchObject([{ check_interval_seconds: 900 }]);
  });

  it('is cancelled as often as one likes, and never begun for nobody’s account', async () => {
    const trader = open();
    for (const _time of [1, 2]) expect((await unwatch(trader)).body).toEqual({ success: true });
    const account_id = '11111111-1111-4111-8111-111111111111';
    const call = { account_id, check_interval_seconds: 300 };
    expect((await trader.st.post(WATCHES, call)).status).toBe(404);
    expect((await trader.st.post(`${WATCHES}/cancel`, { account_id }, { user: false })).status).toBe(404);
  });

  it.each([1, 60, 301])('looks in intervals that are sold, not every %s seconds', async (seconds) => {
    expect(await watch(open(), seconds)).toMatchObject({ status: 400, body: { code: '1012' } });
  });

  it('tells of what was filled at the next look, once, and no more when it is cancelled', async () => {
    const trader = open();
    const pass = await listening(trader, 'TRADE_DETECTION');
    await watch(trader);
    const order = await trader.place({ units: 2 });
    expect(await pass('299s')).toEqual([]);
    const { account } = trader;
    expect(await pass('1s')).toMatchObject([
      {
        eventType: 'TRADE_DETECTION',
        accountId: account,
        details: {
          orders: [
            { brokerage_order_id: order.brokerage_order_id, legs: [{ filled_quantity: '2.0000000000' }] },
          ],
        },
      },
    ]);
    expect(await pass('20m')).toEqual([]);
    await unwatch(trader);
    await trader.place();
    expect(await pass('20m')).toEqual([]);
  });

  it('finds what is filled in the instant of a look, at the next one', async () => {
    const trader = open();
    const pass = await listening(trader, 'TRADE_DETECTION');
    await watch(trader, 5);
    trader.until('4s');
    const order = await trader.place();
    expect(await pass('1s')).toEqual([]);
    expect((await trader.detail(order)).status).toBe('EXECUTED');
    expect(await pass('5s')).toHaveLength(1);
    expect(await pass('1m')).toEqual([]);
  });

  it('finds trades that were placed elsewhere', async () => {
    const trader = open();
    const pass = await listening(trader, 'TRADE_DETECTION');
    await watch(trader);
    trader.st.simulated.world.change({
      change: 'trade',
      account: 'owner-wall-street',
      kind: 'buy',
      symbol: 'KO',
      quantity: '7',
      price: '60',
    });
    const [told] = await pass('300s');
    expect(told.details.orders).toMatchObject([
      { status: 'EXECUTED', legs: [{ action: 'BUY', filled_quantity: '7.0000000000' }] },
    ]);
  });
});

describe('TRADE_UPDATE', () => {
  it('tells how an order came to stand, with ten decimals', async () => {
    const trader = open();
    const pass = await listening(trader, 'TRADE_UPDATE');
    const order = await trader.place({ units: 2 });
    const told = await pass('1s');
    const statuses = told.map(({ details }) => details.orders[0].status);
    expect(statuses).toEqual(['ACCEPTED', 'EXECUTED']);
    const { execution_price } = await trader.detail(order);
    expect(told.at(-1)).toMatchObject({
      accountId: trader.account,
      details: {
        orders: [
          {
            brokerage_order_id: order.brokerage_order_id,
            execution_price: expect.stringMatching(/^\d+\.\d{10}$/),
            legs: [{ total_quantity: '2.0000000000', filled_quantity: '2.0000000000' }],
          },
        ],
      },
    });
    expect(Number(told.at(-1).details.orders[0].execution_price)).toBe(Number(execution_price));
  });

  it('tells of a cancellation', async () => {
    const trader = open();
    const order = await trader.place({ order_type: 'Limit', price: 100 });
    const pass = await listening(trader, 'TRADE_UPDATE');
    await trader.cancel(order);
    expect(await pass('0s')).toMatchObject([{ details: { orders: [{ status: 'CANCELED' }] } }]);
  });

  it('is silent about trades that were placed elsewhere', async () => {
    const trader = new Trader({ limits: 'off', providers: { snaptrade: { person: 'owner' } } });
    const pass = await listening(trader, 'TRADE_UPDATE');
    expect(await pass('30d')).toEqual([]);
  });
});
