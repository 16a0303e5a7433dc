/** Activities in option contracts: bought, sold, and ended. */
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { receive } from '../webhooks/receiver.ts';
import { CALL } from './derivatives.ts';
import { leg, OptionTrader } from './option-kit.ts';

const PUT = 'AAPL  261218P00240000';

interface Row {
  readonly type: string;
  readonly option_type: string;
  readonly units: number;
  readonly amount: number;
  readonly price: number;
  readonly fee: number;
  readonly option_symbol: { readonly ticker: string } | null;
}

/** Newest first, without the gift that the account began with. */
async function optionRows(trader: OptionTrader, query: Readonly<Record<string, string>> = {}) {
  const rows: Row[] = await trader.activities(query);
  return rows.filter(({ type }) => type !== 'CONTRIBUTION');
}

describe('an activity in a contract', () => {
  it('names the contract, counts contracts and is priced per share', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', CALL, 2));
    const [order] = (await trader.st.get(trader.at('/recentOrders/v2'))).body.orders;
    trader.later('1d');
    const paid = new Decimal(order.execution_price).times(200).plus('1.30');
    expect(await optionRows(trader)).toMatchObject([
      {
        type: 'BUY',
        option_type: 'BUY_TO_OPEN',
        symbol: null,
        option_symbol: { ticker: CALL, option_type: 'CALL', underlying_symbol: { symbol: 'AAPL' } },
        units: 2,
        price: Number(order.execution_price),
        amount: paid.negated().toNumber(),
        fee: 1.3,
        currency: { code: 'USD' },
      },
    ]);
  });

  it('says whether it opened or closed a position, and is signed from the account’s side', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', CALL, 3), leg('SELL_TO_OPEN', PUT, 3));
    await trader.trade(leg('SELL_TO_CLOSE', CALL, 1));
    await trader.trade(leg('BUY_TO_CLOSE', PUT, 1));
    trader.later('1d');
    const rows = await optionRows(trader);
    expect(
      rows.map(({ type, option_type, units, option_symbol }) => [
        type,
        option_type,
        units,
        option_symbol?.ticker,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['BUY', 'BUY_TO_OPEN', 3, CALL],
        ['SELL', 'SELL_TO_OPEN', -3, PUT],
        ['SELL', 'SELL_TO_CLOSE', -1, CALL],
        ['BUY', 'BUY_TO_CLOSE', 1, PUT],
      ]),
    );
    expect(rows).toHaveLength(4);
    for (const { units, amount, price, fee } of rows) {
      expect(amount).toBe(new Decimal(price).times(-units).times(100).minus(fee).toNumber());
    }
  });

  it('is found by its type', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', CALL, 3), leg('SELL_TO_OPEN', PUT, 3));
    trader.later('1d');
    expect(await optionRows(trader, { type: 'BUY' })).toMatchObject([{ option_symbol: { ticker: CALL } }]);
    expect(await optionRows(trader, { type: 'SELL' })).toMatchObject([{ option_symbol: { ticker: PUT } }]);
    expect(await optionRows(trader, { type: 'OTHER' })).toEqual([]);
  });

  it('is the same in the removed list of all accounts', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', CALL, 3), leg('SELL_TO_OPEN', PUT, 3));
    trader.later('1d');
    for (const type of ['BUY,SELL', 'SELL']) {
      const { body } = await trader.st.get('/activities', { accounts: trader.account, type });
      const rows = body.map(({ account: _, ...row }: { account: object }) => row);
      expect(rows).toEqual(await optionRows(trader, { type }));
    }
  });
});

describe('the end of a contract', () => {
  const HIGH = 'AAPL  260320C00900000';
  const LOW = 'AAPL  260320C00100000';
  const WRITTEN = 'AAPL  260320P00900000';

  it('is an activity: worthless, to the holder’s gain, or to the writer’s cost', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', HIGH, 2), leg('BUY_TO_OPEN', LOW, 2));
    await trader.trade(leg('SELL_TO_OPEN', WRITTEN, 1));
    trader.later('6d');
    const rows = await optionRows(trader, { startDate: '2026-03-20' });
    const told = new Map(rows.map((row) => [row.option_symbol?.ticker, row]));
    expect(told.get(HIGH)).toMatchObject({ type: 'OPTIONEXPIRATION', units: -2, amount: 0, price: 0 });
    expect(told.get(LOW)).toMatchObject({ type: 'OPTIONEXERCISE', units: -2, option_type: '' });
    expect(told.get(WRITTEN)).toMatchObject({ type: 'OPTIONASSIGNMENT', units: 1, option_type: '' });
    const [gain, cost] = [told.get(LOW), told.get(WRITTEN)];
    expect(gain?.amount).toBe(new Decimal(gain?.price ?? 0).times(200).toNumber());
    expect(cost?.amount).toBe(new Decimal(cost?.price ?? 0).times(-100).toNumber());
    expect(gain?.amount).toBeGreaterThan(0);
    expect(cost?.amount).toBeLessThan(0);
  });

  it('leaves no contracts: units of all activities in one add up to nothing', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', HIGH, 3), leg('BUY_TO_OPEN', LOW, 3));
    await trader.trade(leg('SELL_TO_CLOSE', LOW, 1));
    const held = async () =>
      new Map((await trader.positions()).map(({ instrument, units }) => [instrument.symbol, Number(units)]));
    const sums = async () => {
      const all = new Map<string, number>();
      for (const { option_symbol, units } of await optionRows(trader)) {
        const key = option_symbol?.ticker ?? '';
        all.set(key, (all.get(key) ?? 0) + units);
      }
      return all;
    };
    trader.later('1d');
    expect(await sums()).toEqual(await held());
    trader.later('6d');
    expect([...(await sums()).values()]).toEqual([0, 0]);
  });
});

describe('trade detection', () => {
  it('finds fills of options', async () => {
    const trader = new OptionTrader();
    const receiver = await receive();
    const { world } = trader.st.simulated;
    world.webhooks.add({ provider: 'snaptrade', url: receiver.url, events: ['TRADE_DETECTION'] });
    const watch = { account_id: trader.account, check_interval_seconds: 300 };
    await trader.st.post('/snapTrade/tradeDetection/subscriptions', watch);
    await trader.trade(leg('BUY_TO_OPEN', CALL, 2));
    trader.later(300_000);
    await world.webhooks.idle();
    expect(receiver.bodies()).toMatchObject([
      { details: { orders: [{ status: 'EXECUTED', legs: [{ instrument: { symbol: CALL } }] }] } },
    ]);
  });
});
