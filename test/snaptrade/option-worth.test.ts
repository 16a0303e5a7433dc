/** Option contracts are part of what an account is worth, everywhere that is told. */
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { CALL } from './derivatives.ts';
import { leg, OptionTrader } from './option-kit.ts';

const PUT = 'AAPL  261218P00240000';

/** Cash and every position at the price it is shown with. */
async function counted(trader: OptionTrader): Promise<Decimal> {
  const positions = await trader.positions();
  return positions.reduce(
    (sum, { units, price, instrument }) =>
      sum.plus(new Decimal(units).times(price).times(instrument.multiplier ?? 1)),
    await trader.cash(),
  );
}

describe('the worth of an account with options', () => {
  it('is not less by what was paid for a contract, but for the spread and the fee', async () => {
    const trader = new OptionTrader();
    const [total, cash] = [await trader.total(), await trader.cash()];
    await trader.trade(leg('BUY_TO_OPEN', CALL, 4));
    const [{ cost_basis: paid, price }] = await trader.positions();
    expect(cash.minus(await trader.cash()).toFixed(2)).toBe(
      new Decimal(paid).times(400).plus('2.60').toFixed(2),
    );
    const lost = total.minus(await trader.total());
    expect(lost.toFixed(2)).toBe(new Decimal(paid).minus(price).times(400).plus('2.60').toFixed(2));
    expect(lost.lt(new Decimal(paid).times(400).times('0.05'))).toBe(true);
  });

  it.each([
    ['bought', leg('BUY_TO_OPEN', CALL, 3)],
    ['sold', leg('SELL_TO_OPEN', PUT, 3)],
  ])('is cash and all positions, contracts that were %s among them, today and later', async (_, one) => {
    const trader = new OptionTrader();
    await trader.trade(one);
    await trader.shares('BUY', 10);
    for (const span of ['1m', '1d', '7d', '300d']) {
      trader.later(span);
      expect((await trader.total()).toFixed(2)).toBe((await counted(trader)).toFixed(2));
    }
  });

  it('is the same in the account, its connection and the bundle', async () => {
    const trader = new OptionTrader();
    await trader.trade(leg('BUY_TO_OPEN', CALL, 2));
    const { body: account } = await trader.st.get(trader.at(''));
    const { total } = account.balance;
    const { body: bundle } = await trader.st.get(trader.at('/holdings'));
    expect([bundle.total_value.value, bundle.account.balance.total]).toEqual([total.amount, total]);
    const below = `/connections/${account.brokerage_authorization}/accounts`;
    const { body: accounts } = await trader.st.get(below);
    expect(accounts.find(({ id }: { id: string }) => id === account.id).net_value).toEqual(total);
  });

  it('stands in the history of balances with what it was at the end of each day', async () => {
    const trader = new OptionTrader({ balanceHistory: 'on' });
    await trader.trade(leg('BUY_TO_OPEN', CALL, 50), leg('SELL_TO_OPEN', PUT, 2));
    const ends = new Map<string, string>();
    for (const day of ['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19']) {
      trader.until(Date.parse(`${day}T23:59:59.999Z`));
      ends.set(day, (await trader.total()).toFixed(2));
    }
    trader.later('2d');
    const { history } = (await trader.st.get(trader.at('/balanceHistory'))).body;
    const told = new Map(
      history.map(({ date, total_value }: { date: string; total_value: string }) => [date, total_value]),
    );
    for (const [day, total] of ends) expect(told.get(day)).toBe(total);
  });

  it('makes the rates of return: nothing was put in, so they are what it grew by', async () => {
    const trader = new OptionTrader({ balanceHistory: 'on' }, '100000');
    await trader.trade(leg('BUY_TO_OPEN', CALL, 10));
    trader.later('8d');
    const { history } = (await trader.st.get(trader.at('/balanceHistory'))).body;
    const [first, last] = [history.at(-8), history.at(-1)].map(({ total_value }) => new Decimal(total_value));
    const grown = last?.div(first ?? 1).minus(1);
    const { data } = (await trader.st.get(trader.at('/returnRates'), { timeframes: '1W' })).body;
    expect(data[0].return_percent).toBe(grown?.times(100).toDecimalPlaces(4).toNumber());
  });

  it('goes on from a snapshot with the same answers, to the byte', async () => {
    const trader = new OptionTrader({ balanceHistory: 'on' });
    await trader.trade(leg('BUY_TO_OPEN', CALL, 40), leg('SELL_TO_OPEN', PUT, 2));
    trader.later('2d');
    const { simulator, world } = trader.st.simulated;
    const at = world.clock.now();
    const reads = async () => {
      const below = ['', '/positions/all', '/activities', '/balanceHistory', '/returnRates'];
      const answers = [];
      for (const path of below) answers.push((await trader.st.get(trader.at(path), {}, { at })).text);
      return answers;
    };
    const before = await reads();
    expect(before[0]).toContain('"status":"open"');
    simulator.restore(JSON.parse(JSON.stringify(world.snapshot())));
    expect(await reads()).toEqual(before);
  });

  it('is what the removed report of performance tells', async () => {
    const trader = new OptionTrader({ balanceHistory: 'on' });
    await trader.trade(leg('BUY_TO_OPEN', CALL, 40));
    trader.later('40d');
    const query = { startDate: '2026-03-01', endDate: '2026-03-31', accounts: trader.account };
    const { body } = await trader.st.get('/performance/custom', query);
    const { history } = (await trader.st.get(trader.at('/balanceHistory'))).body;
    const { total_value: total } = history.find(({ date }: { date: string }) => date === '2026-03-31');
    expect(body.totalEquityTimeframe.at(-1)).toMatchObject({ date: '2026-03-31', value: Number(total) });
    expect(body.badTickers).toEqual([]);
  });
});
