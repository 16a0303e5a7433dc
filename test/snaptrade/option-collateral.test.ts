/** What written options need stays in the account: shares that cover calls, cash that secures puts. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { CALL } from './derivatives.ts';
import { leg, OptionTrader } from './option-kit.ts';

const PUT = 'AAPL  261218P00240000';
const REFUSED = { status: 400, body: { code: '1012' } };
const LIMIT = { order_type: 'Limit', time_in_force: 'GTC' };

async function bought(trader: OptionTrader, units: number): Promise<void> {
  const { status, text } = await trader.shares('BUY', units);
  expect(status, text).toBe(200);
  trader.later('5m');
}

async function cancelled(trader: OptionTrader, { body }: Answer): Promise<void> {
  const { brokerage_order_id } = body;
  expect((await trader.st.post(trader.at('/trading/cancel'), { brokerage_order_id })).status).toBe(200);
}

describe('shares that cover a call', () => {
  it('are not sold before the call is closed', async () => {
    const trader = new OptionTrader();
    await bought(trader, 150);
    await trader.trade(leg('SELL_TO_OPEN', CALL, 1));
    expect(await trader.shares('SELL', 51)).toMatchObject(REFUSED);
    expect(await trader.shares('SELL', 51, { ...LIMIT, price: 900 })).toMatchObject(REFUSED);
    expect((await trader.shares('SELL', 50)).status).toBe(200);
    trader.later('5m');
    expect(await trader.shares('SELL', 1)).toMatchObject(REFUSED);
    await trader.trade(leg('BUY_TO_CLOSE', CALL, 1));
    expect((await trader.shares('SELL', 100)).status).toBe(200);
  });

  it('do not cover another one as long as an order may sell them', async () => {
    const trader = new OptionTrader();
    await bought(trader, 100);
    const sale = await trader.shares('SELL', 1, { ...LIMIT, price: 900 });
    const call = [leg('SELL_TO_OPEN', CALL, 1)];
    expect(await trader.place(call)).toMatchObject(REFUSED);
    await cancelled(trader, sale);
    expect((await trader.place(call)).status).toBe(200);
  });
});

describe('a contract that ends earlier', () => {
  const SOON = 'AAPL  260320C00240000';
  const PUT_SOON = 'AAPL  260320P00240000';

  it('covers none that goes on, and one that goes on covers it', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', SOON, 1));
    expect(await trader.place([leg('SELL_TO_OPEN', CALL, 1)])).toMatchObject(REFUSED);
    await trader.trade(leg('SELL_TO_CLOSE', SOON, 1));
    await trader.trade(leg('BUY_TO_OPEN', CALL, 1));
    expect((await trader.place([leg('SELL_TO_OPEN', SOON, 1)])).status).toBe(200);
  });

  it('takes the place of no cash behind a put that goes on', async () => {
    const trader = new OptionTrader({}, '20000');
    await trader.trade(leg('BUY_TO_OPEN', PUT_SOON, 1));
    expect(await trader.place([leg('SELL_TO_OPEN', PUT, 1)])).toMatchObject(REFUSED);
  });
});

describe('cash that secures a put', () => {
  it('is not spent on shares', async () => {
    const trader = new OptionTrader({}, '30000');
    await trader.trade(leg('SELL_TO_OPEN', PUT, 1));
    const free = (await trader.cash()).minus(24_000);
    expect(free.gt(5_000)).toBe(true);
    const limit = { ...LIMIT, price: 100 };
    expect(await trader.shares('BUY', free.div(100).ceil().toNumber(), limit)).toMatchObject(REFUSED);
    expect((await trader.shares('BUY', free.div(100).floor().toNumber() - 1, limit)).status).toBe(200);
  });

  it('is not what an order for shares may spend', async () => {
    const trader = new OptionTrader({}, '30000');
    const purchase = await trader.shares('BUY', 100, { ...LIMIT, price: 100 });
    const put = [leg('SELL_TO_OPEN', PUT, 1)];
    expect(await trader.place(put)).toMatchObject(REFUSED);
    await cancelled(trader, purchase);
    expect((await trader.place(put)).status).toBe(200);
  });

  it('is not spent by options that wait for their price', async () => {
    const trader = new OptionTrader({}, '30000');
    const bid = { order_type: 'LIMIT', time_in_force: 'GTC', limit_price: '1.00', price_effect: 'DEBIT' };
    expect((await trader.place([leg('BUY_TO_OPEN', CALL, 200)], bid)).status).toBe(200);
    expect(await trader.shares('BUY', 150, { ...LIMIT, price: 100 })).toMatchObject(REFUSED);
    expect((await trader.shares('BUY', 99, { ...LIMIT, price: 100 })).status).toBe(200);
  });
});

it('spreads that lean on shares keep them, unless there is money to take their place', async () => {
  // Calls written at 320 and held at 340: two thousand dollars each at worst, of which shares bear a part.
  const spread = [
    leg('SELL_TO_OPEN', 'AAPL  261218C00320000', 10),
    leg('BUY_TO_OPEN', 'AAPL  261218C00340000', 10),
  ];
  const holding = async (cash: number) => {
    const trader = new OptionTrader({}, String(cash));
    await bought(trader, 10);
    return trader;
  };
  const { detail } = (await (await holding(3_000)).place(spread)).body;
  const lack = Number(/needs (\d+)/.exec(detail)?.[1]);
  // Enough for the spread while the shares are there, and at 340 they are worth more than they are sold for now.
  const selling = async (spare: number) => {
    const trader = await holding(3_000 + lack + spare);
    await trader.trade(...spread);
    return trader.shares('SELL', 10);
  };
  expect(await selling(20)).toMatchObject({ ...REFUSED, body: { detail: expect.stringContaining('lean') } });
  expect((await selling(10_000)).status).toBe(200);
});

describe('an order of several legs', () => {
  const legs = [leg('BUY_TO_OPEN', CALL, 1), leg('BUY_TO_OPEN', PUT, 1)];
  /** Rows arrive until there is room for so many. */
  const leaveRoom = (trader: OptionTrader, rows: number, arrived: number): number => {
    for (let n = arrived; n < 10_000 - rows; n += 1) {
      trader.st.simulated.world.change({
        change: 'trade',
        account: 'owner-coins',
        kind: 'transfer',
        amount: '1',
      });
    }
    return 10_000 - rows;
  };

  it('is taken if there is room for a row of each', async () => {
    const trader = new OptionTrader();
    const arrived = leaveRoom(trader, 2, 0);
    expect((await trader.place(legs)).status).toBe(200);
    leaveRoom(trader, 1, arrived);
    expect(await trader.place(legs)).toMatchObject(REFUSED);
    expect((await trader.place(legs.slice(1))).status).toBe(200);
  });

  it('comes whole or not at all: it fails where the room went meanwhile', async () => {
    const trader = new OptionTrader();
    const arrived = leaveRoom(trader, 2, 0);
    expect((await trader.place(legs)).status).toBe(200);
    leaveRoom(trader, 1, arrived);
    trader.later('1m');
    const { body } = await trader.st.get(trader.at('/recentOrders/v2'), { only_executed: 'false' });
    expect(body.orders).toMatchObject([{ status: 'FAILED' }]);
    expect(await trader.positions()).toEqual([]);
  });
});
