/** What is refused before there is an order, trades that are checked first, and how orders and quotes are read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { idOf, ledgerOf } from './ledger.ts';
import { OPENING, type Order, QUIET, Trader } from './trading-kit.ts';
import { Visitor } from './visitor.ts';

/** The account as the household has it, with trades of its own. */
const BUSY: WorldFile = { limits: 'off', providers: { snaptrade: { person: 'owner' } } };

const ledger = ledgerOf(QUIET);
const APPLE = ledger.id('snaptrade', 'security', 'AAPL');
const NOBODY = '11111111-1111-4111-8111-111111111111';
const CHECKED = {
  action: 'BUY',
  universal_symbol_id: APPLE,
  order_type: 'Market',
  time_in_force: 'Day',
  units: 10,
};
const RESTING = { order_type: 'Limit', price: 100, time_in_force: 'GTC' };

/** A trader in the middle of the first session. */
function open(file: WorldFile = QUIET): Trader {
  const trader = new Trader(file);
  trader.until(OPENING);
  return trader;
}

const check = ({ st, account }: Trader, form: object = {}) =>
  st.post('/trade/impact', { account_id: account, ...CHECKED, ...form });
const placeChecked = ({ st }: Trader, id: string, body?: object) => st.post(`/trade/${id}`, body);

/** Disables the connection that the account belongs to. */
async function disable({ st }: Trader): Promise<void> {
  const { status } = await st.post(`/authorizations/${idOf(ledger, 'connection', 'owner-stake')}/disable`);
  expect(status).toBe(200);
}

describe('who may not trade', () => {
  it('is refused over a connection that may only be read, until the user gives leave', async () => {
    const { st } = new Trader();
    const visitor = new Visitor(st);
    const connection = await visitor.connect('STAKE', 'jo');
    const [account] = (await st.get('/accounts')).body.filter(
      (one: { brokerage_authorization: string }) => one.brokerage_authorization === connection,
    );
    const form = { ...CHECKED, account_id: account.id };
    expect(await st.post('/trade/place', form)).toMatchObject({
      status: 403,
      body: { status_code: 403, code: '1066' },
    });
    await visitor.enter({ reconnect: connection, connectionType: 'trade' });
    await visitor.login('jo');
    await visitor.share();
    expect((await st.post('/trade/place', form)).body.code).not.toBe('1066');
  });

  it('has an account at a brokerage that SnapTrade does not trade at', async () => {
    const trader = new Trader(QUIET, 'owner-shares');
    const refusal = { status: 400, body: { status_code: 400, code: '1063' } };
    expect(await trader.send({})).toMatchObject(refusal);
    expect(await check(trader)).toMatchObject(refusal);
  });

  it.each<[string, (trader: Trader, order: Order) => ReturnType<Trader['send']>]>([
    ['placing', (trader) => trader.send({})],
    ['checking', (trader) => check(trader)],
    ['cancelling', (trader, order) => trader.cancel(order)],
    ['quotes', ({ st, account }) => st.get(`/accounts/${account}/quotes`, { symbols: APPLE })],
    ['recent orders', ({ st, account }) => st.get(`/accounts/${account}/recentOrders`)],
    ['recent orders in the newer shape', ({ st, account }) => st.get(`/accounts/${account}/recentOrders/v2`)],
    [
      'an order',
      ({ st, account }, { brokerage_order_id }) =>
        st.post(`/accounts/${account}/orders/details`, { brokerage_order_id }),
    ],
  ])('over a disabled connection: %s is 402', async (_what, call) => {
    const trader = open();
    const order = await trader.place(RESTING);
    await disable(trader);
    expect(await call(trader, order)).toMatchObject({ status: 402, body: { code: '3003' } });
  });

  it('may still read the list of orders over a disabled connection', async () => {
    const trader = open();
    const { brokerage_order_id } = await trader.place(RESTING);
    await disable(trader);
    expect(await trader.orders()).toContainEqual(expect.objectContaining({ brokerage_order_id }));
  });

  it('has an account that is nobody’s, or somebody else’s', async () => {
    const trader = open();
    const user = (await trader.st.post('/snapTrade/registerUser', { userId: 'else' }, { user: false })).body;
    const form = { account_id: trader.account, ...CHECKED };
    expect(await trader.st.as(user).post('/trade/place', form)).toMatchObject({ status: 404 });
    expect(await trader.send({ account_id: NOBODY })).toMatchObject({ status: 404, body: { code: '1011' } });
  });
});

describe('a form', () => {
  it.each([
    ['both symbol and universal_symbol_id', { universal_symbol_id: APPLE }, /exactly one of symbol/],
    ['neither of them', { symbol: null }, /exactly one of symbol/],
    ['a symbol that nobody lists', { symbol: 'NOSUCH' }, /does not deal in this symbol/],
    ['both units and notional_value', { units: 1, notional_value: '100' }, /exactly one of units/],
    ['neither of them', { units: null }, /exactly one of units/],
    ['notional_value with a limit', { notional_value: '100', ...RESTING }, /Market and time_in_force Day/],
    ['notional_value beyond the day', { notional_value: '100', time_in_force: 'GTC' }, /Market and time_in/],
    ['notional_value in tenths of a cent', { notional_value: '100.001' }, /at most 2 decimals/],
    ['no units at all', { units: 0 }, /units must be above 0/],
    ['a limit without price', { order_type: 'Limit' }, /order_type Limit needs price/],
    ['a stop without stop', { order_type: 'Stop' }, /order_type Stop needs stop/],
    ['a stop limit without stop', { order_type: 'StopLimit', price: 100 }, /StopLimit needs stop/],
    ['a stop limit without price', { order_type: 'StopLimit', stop: 100 }, /StopLimit needs price/],
    ['GTD without a date', { ...RESTING, time_in_force: 'GTD' }, /GTD needs expiry_date/],
    [
      'GTD in the past',
      { ...RESTING, time_in_force: 'GTD', expiry_date: '2026-03-16T13:29:59Z' },
      /must be in the future/,
    ],
    ['the words of options', { action: 'BUY_TO_OPEN' }, /options are placed through/],
  ])('is refused with %s', async (_what, form, says) => {
    const trader = open();
    const { status, body } = await trader.send(form);
    expect([status, body.code]).toEqual([400, '1012']);
    expect(body.detail).toMatch(says);
    expect(await trader.recent()).toEqual([]);
  });

  it('names a security by ticker or by id', async () => {
    const trader = open();
    const byTicker = await trader.place({ symbol: 'aapl', universal_symbol_id: null });
    const byId = await trader.place({ symbol: null, universal_symbol_id: APPLE });
    expect(byTicker.universal_symbol.id).toBe(APPLE);
    expect(byId.universal_symbol).toEqual(byTicker.universal_symbol);
  });

  it('may have a price that its kind has no use for', async () => {
    expect(await open().place({ price: 1, stop: 1 })).toMatchObject({ limit_price: null, stop_price: null });
  });

  it('may have a client_order_id that was used before', async () => {
    const trader = open();
    const form = { ...RESTING, client_order_id: NOBODY };
    const ids = [await trader.place(form), await trader.place(form)].map((one) => one.brokerage_order_id);
    expect(new Set(ids).size).toBe(2);
  });

  it('takes an expiry_date without an offset as UTC', async () => {
    const form = { ...RESTING, time_in_force: 'GTD', expiry_date: '2026-03-18T15:00:00' };
    expect((await open().place(form)).expiry_date).toBe('2026-03-18T15:00:00.000Z');
  });
});

describe('an impact', () => {
  it('tells what the order would cost and what would be left, and places nothing', async () => {
    const trader = open();
    const { ask_price } = await trader.quote();
    const { status, body } = await check(trader);
    expect(status).toBe(200);
    expect(body.trade).toMatchObject({ action: 'BUY', units: 10, price: null, account: trader.account });
    const [impact, ...more] = body.trade_impacts;
    expect(more).toEqual([]);
    expect(impact.forex_fees).toBe(0);
    expect(impact.remaining_cash + impact.estimated_commission).toBeCloseTo(90_000 - 10 * ask_price, 6);
    expect(body.combined_remaining_balance).toMatchObject({
      cash: impact.remaining_cash,
      currency: { code: 'USD' },
    });
    expect(await trader.recent()).toEqual([]);
  });

  it('of a limit counts with the limit, and of a sale adds to the cash', async () => {
    const trader = open();
    const form = { order_type: 'Limit', price: 300 };
    const left = async (action: string) => (await check(trader, { ...form, action })).body.trade_impacts[0];
    const [buy, sell] = [await left('BUY'), await left('SELL')];
    expect(buy.remaining_cash).toBeCloseTo(87_000 - buy.estimated_commission, 6);
    expect(sell.remaining_cash).toBeCloseTo(93_000 - sell.estimated_commission, 6);
  });

  it('needs the id of a security: a ticker will not do', async () => {
    const { st, account } = open();
    const { universal_symbol_id: _id, ...form } = CHECKED;
    const { status, body } = await st.post('/trade/impact', { account_id: account, ...form, symbol: 'AAPL' });
    expect(status).toBe(400);
    expect(body.detail).toMatch(/universal_symbol_id/);
  });
});

describe('a checked trade', () => {
  const USED = /^Failed to submit order to broker/;

  it('is placed under its id, once', async () => {
    const trader = open();
    const { trade } = (await check(trader)).body;
    expect((await placeChecked(trader, trade.id)).body).toMatchObject({
      status: 'ACCEPTED',
      total_quantity: '10',
    });
    const again = await placeChecked(trader, trade.id);
    expect([again.status, again.body.code]).toEqual([400, '1012']);
    expect(again.body.detail).toMatch(USED);
    expect(await trader.recent()).toHaveLength(1);
  });

  it('is good for five minutes', async () => {
    const trader = open();
    const [first, second] = [await check(trader), await check(trader)];
    trader.until('299999ms');
    expect((await placeChecked(trader, first.body.trade.id)).status).toBe(200);
    trader.until('1ms');
    expect((await placeChecked(trader, second.body.trade.id)).body.detail).toMatch(USED);
  });

  it('that nobody checked, or another user did, is unknown', async () => {
    const trader = open();
    const { trade } = (await check(trader)).body;
    const user = (await trader.st.post('/snapTrade/registerUser', { userId: 'else' }, { user: false })).body;
    expect((await placeChecked(trader, NOBODY)).body.detail).toMatch(USED);
    expect((await trader.st.as(user).post(`/trade/${trade.id}`)).body.detail).toMatch(USED);
    expect((await placeChecked(trader, trade.id)).status).toBe(200);
  });

  it('that is not waited for is PENDING, and taken a second later', async () => {
    const trader = open();
    const { trade } = (await check(trader)).body;
    const order = (await placeChecked(trader, trade.id, { wait_to_confirm: false })).body;
    expect(order.status).toBe('PENDING');
    trader.until('1s');
    expect((await trader.detail(order)).status).toBe('ACCEPTED');
  });
});

describe('the list of orders', () => {
  it('goes back 30 days, or as many as asked for, but never more than 90', async () => {
    const trader = new Trader(BUSY);
    const now = trader.st.simulated.world.clock.now();
    const oldest = async (query: Record<string, number>) => {
      const times = (await trader.orders(query)).map(({ time_executed }) => Date.parse(time_executed));
      return (now - Math.min(...times)) / 86_400_000;
    };
    expect(await oldest({})).toBeLessThanOrEqual(30);
    expect(await oldest({ days: 90 })).toBeGreaterThan(30);
    expect(await oldest({ days: 90 })).toBeLessThanOrEqual(90);
    expect(await trader.orders({ days: 365 })).toEqual(await trader.orders({ days: 90 }));
    const { data } = (await trader.st.get(`/accounts/${trader.account}/activities`, { type: 'BUY' })).body;
    expect(now - Date.parse(data.at(-1).trade_date)).toBeGreaterThan(90 * 86_400_000);
  });

  it.each([
    ['open', ['ACCEPTED']],
    ['executed', ['EXECUTED']],
    ['all', ['CANCELED', 'ACCEPTED', 'EXECUTED']],
  ])('by state %s has those', async (state, statuses) => {
    const trader = open();
    await trader.place();
    trader.until('2s');
    const kept = await trader.place(RESTING);
    trader.until('1s');
    const dropped = await trader.place(RESTING);
    await trader.cancel(dropped);
    // What SnapTrade was not told of comes with the next sync.
    trader.until('2d');
    expect(kept.status).toBe('ACCEPTED');
    expect((await trader.orders({ state })).map(({ status }) => status)).toEqual(statuses);
  });

  it('shows what SnapTrade did at once, and a fill from the next sync on', async () => {
    const trader = open();
    const order = await trader.place();
    trader.until('1s');
    const [kept] = await trader.orders();
    expect([kept?.status, (await trader.detail(order)).status]).toEqual(['ACCEPTED', 'EXECUTED']);
    trader.until('2d');
    expect((await trader.orders())[0]?.status).toBe('EXECUTED');
  });

  it('has the orders behind trades that were placed elsewhere', async () => {
    const trader = new Trader(BUSY);
    const [order] = await trader.orders({ days: 90 });
    expect(order).toMatchObject({ status: 'EXECUTED', open_quantity: '0' });
    const detail = `/accounts/${trader.account}/orders/details`;
    const { brokerage_order_id } = order ?? {};
    expect(await trader.st.post(detail, { brokerage_order_id })).toMatchObject({ status: 404 });
    expect(await trader.st.get(`${detail}/v2/${brokerage_order_id}`)).toMatchObject({ status: 404 });
  });
});

describe('recent orders', () => {
  const path = ({ account }: Trader) => `/accounts/${account}/recentOrders`;

  it('are those that were executed, unless only_executed is false', async () => {
    const trader = open();
    const filled = await trader.place();
    trader.until('1s');
    await trader.place(RESTING);
    const { orders } = (await trader.st.get(path(trader))).body;
    expect(orders).toMatchObject([{ brokerage_order_id: filled.brokerage_order_id }]);
    expect(await trader.recent()).toHaveLength(2);
  });

  it('are as they stand at the brokerage now', async () => {
    const trader = open();
    await trader.place();
    trader.until('1s');
    expect(await trader.recent()).toMatchObject([{ status: 'EXECUTED' }]);
  });

  it('are of the last 24 hours, newest first', async () => {
    const trader = open();
    const first = await trader.place(RESTING);
    trader.until('23h');
    const second = await trader.place(RESTING);
    const ids = async () => (await trader.recent()).map((one) => one.brokerage_order_id);
    expect(await ids()).toEqual([second.brokerage_order_id, first.brokerage_order_id]);
    trader.until('1h');
    trader.until('1s');
    expect(await ids()).toEqual([second.brokerage_order_id]);
  });
});

describe('recent orders, where there are many,', () => {
  it('are a hundred at most', async () => {
    const trader = open();
    for (let count = 0; count < 101; count++) await trader.place({ order_type: 'Limit', price: 1 });
    expect(await trader.recent()).toHaveLength(100);
    expect(await trader.orders()).toHaveLength(101);
  });
});

describe('quotes', () => {
  const ask = ({ st, account }: Trader, query: Record<string, string>) =>
    st.get(`/accounts/${account}/quotes`, query);

  it('come for ids, or for tickers with use_ticker, in the order asked', async () => {
    const trader = open();
    const byTicker = await ask(trader, { symbols: 'KO,AAPL', use_ticker: 'true' });
    expect(byTicker.body.map((one: Order) => one.symbol.symbol)).toEqual(['KO', 'AAPL']);
    expect((await ask(trader, { symbols: APPLE })).body).toEqual([byTicker.body[1]]);
    expect((await ask(trader, { symbols: 'AAPL' })).status).toBe(404);
  });

  it('are ten at most', async () => {
    const trader = open();
    const symbols = (count: number) => Array.from({ length: count }, () => 'AAPL').join(',');
    expect((await ask(trader, { symbols: symbols(10), use_ticker: 'true' })).body).toHaveLength(10);
    expect((await ask(trader, { symbols: symbols(11), use_ticker: 'true' })).status).toBe(400);
  });
});

describe('the ways to read orders', () => {
  const FORMS = [
    {},
    { units: 300 },
    { action: 'SELL', units: 3 },
    { notional_value: '500' },
    RESTING,
    { order_type: 'StopLimit', stop: 200, price: 150, time_in_force: 'GTC' },
    { units: 200, time_in_force: 'IOC' },
  ];
  const deed = fc.oneof(
    fc.record({ place: fc.constantFrom(...FORMS) }),
    fc.record({ cancel: fc.nat(3) }),
    fc.record({ wait: fc.constantFrom('1s', '1m', '3h') }),
  );
  /** What both generations tell. */
  const common = (order: Order) => {
    const [leg = order] = order.legs ?? [];
    return {
      id: order.brokerage_order_id,
      status: order.status,
      placed: order.time_placed,
      executed: order.time_executed,
      limit: order.limit_price,
      stop: order.stop_price,
      price: order.execution_price,
      total: leg.total_quantity,
      filled: leg.filled_quantity,
      canceled: leg.canceled_quantity,
      action: leg.action,
    };
  };

  it('agree, whatever was done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 9 }), async (deeds) => {
        const trader = open({ ...QUIET, switches: { snaptrade: { freshness: 'realtime' } } });
        const { st, account } = trader;
        const placed: Order[] = [];
        for (const one of deeds) {
          if ('place' in one) {
            const { status, body } = await trader.send(one.place);
            if (status === 200) placed.unshift(body);
          } else if ('wait' in one) trader.until(one.wait);
          else if (placed[one.cancel] !== undefined) await trader.cancel(placed[one.cancel] as Order);
        }
        const below = `/accounts/${account}`;
        const listed = async (path: string, query: Record<string, string>) => {
          const { body } = await st.get(below + path, query);
          return (Array.isArray(body) ? body : body.orders).map(common);
        };
        const seen = await listed('/orders', {});
        expect(await listed('/orders/v2', {})).toEqual(seen);
        const live = await listed('/recentOrders', { only_executed: 'false' });
        expect(await listed('/recentOrders/v2', { only_executed: 'false' })).toEqual(live);
        expect(live).toEqual(seen.filter(({ placed: at }: { placed: string }) => isRecent(trader, at)));
        const details = [];
        const newer = [];
        for (const order of placed) {
          details.push(common(await trader.detail(order)));
          newer.push(common((await st.get(`${below}/orders/details/v2/${order.brokerage_order_id}`)).body));
        }
        expect(newer).toEqual(details);
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
        expect([...details].sort(byId)).toEqual([...seen].sort(byId));
      }),
      { numRuns: 20 },
    );
  });

  const isRecent = ({ st }: Trader, at: string) =>
    Date.parse(at) >= st.simulated.world.clock.now() - 86_400_000;

  it('differ in their words: legs of the newer shape know PARTIALLY_EXECUTED, and kinds in capitals', async () => {
    const trader = open();
    const order = await trader.place({ units: 300 });
    trader.until('1s');
    expect(await trader.detail(order)).toMatchObject({ status: 'PARTIAL', order_type: 'Market' });
    const path = `/accounts/${trader.account}/orders/details/v2/${order.brokerage_order_id}`;
    expect((await trader.st.get(path)).body).toMatchObject({
      status: 'PARTIAL',
      order_type: 'MARKET',
      time_in_force: 'DAY',
      price_effect: 'DEBIT',
      legs: [{ status: 'PARTIALLY_EXECUTED' }],
    });
  });
});
