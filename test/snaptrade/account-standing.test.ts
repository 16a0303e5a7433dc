/** Accounts that do not stand as usual: closed ones, and those whose holdings the brokerage keeps to itself. */
import { describe, expect, it } from 'vitest';
import { type Client, client } from './client.ts';
import { CALL } from './derivatives.ts';
import { leg, OptionTrader } from './option-kit.ts';

const KEY = 'owner-wall-street';
const changed = (api: Client, change: string, more: object) =>
  api.simulated.world.change({ provider: 'snaptrade', change, account: KEY, ...more });

describe('holdings that are unavailable', () => {
  it('make empty lists of an account that is not empty: its total says so', async () => {
    const trader = new OptionTrader();
    await trader.shares('BUY', 10);
    await trader.trade(leg('BUY_TO_OPEN', CALL, 1));
    const { body: before } = await trader.st.get(trader.at(''));
    expect(before.sync_status.holdings.holdings_unavailable).toBe(false);
    changed(trader.st, 'holdings-unavailable', { unavailable: true });
    const { body: after } = await trader.st.get(trader.at(''));
    expect(after.sync_status.holdings).toEqual({
      ...before.sync_status.holdings,
      holdings_unavailable: true,
    });
    expect(after.balance.total).toEqual(before.balance.total);
    expect(after.balance.total.amount).toBeGreaterThan(0);
    expect(await trader.positions()).toEqual([]);
    for (const below of ['/balances', '/positions', '/options']) {
      expect((await trader.st.get(trader.at(below))).body).toEqual([]);
    }
  });

  it('leave nothing to add up in the bundle, whose account tells the total', async () => {
    const trader = new OptionTrader();
    changed(trader.st, 'holdings-unavailable', { unavailable: true });
    const { body } = await trader.st.get(trader.at('/holdings'));
    expect(body).toMatchObject({
      positions: [],
      option_positions: [],
      balances: [],
      total_value: { value: 0 },
    });
    expect(body.account.balance.total.amount).toBe(1_000_000);
  });

  it('come back', async () => {
    const trader = new OptionTrader();
    const before = (await trader.st.get(trader.at('/balances'))).text;
    changed(trader.st, 'holdings-unavailable', { unavailable: true });
    changed(trader.st, 'holdings-unavailable', { unavailable: false });
    expect((await trader.st.get(trader.at('/balances'))).text).toBe(before);
  });
});

describe('the status of an account', () => {
  it('is open until the brokerage says otherwise', async () => {
    const statuses = (await client().get('/accounts')).body.map(({ status }: { status: string }) => status);
    expect(new Set(statuses)).toEqual(new Set(['open']));
  });

  it.each([
    ['closed', 'closed'],
    ['archived', 'archived'],
    ['unavailable', 'unavailable'],
    ['unknown', null],
    ['open', 'open'],
  ])('can become %s: the account stays in every list', async (status, told) => {
    const { st, ...trader } = new OptionTrader();
    const before = (await st.get('/accounts')).body.map(({ id }: { id: string }) => id);
    changed(st, 'account-status', { status });
    const all = (await st.get('/accounts')).body;
    expect(all.map(({ id }: { id: string }) => id)).toEqual(before);
    expect(all.find(({ id }: { id: string }) => id === trader.account).status).toBe(told);
  });

  it.each([
    ['closed', 400],
    ['archived', 400],
    ['unavailable', 200],
    ['unknown', 200],
  ])('that is %s lets orders be placed or not', async (status, answer) => {
    const trader = new OptionTrader();
    changed(trader.st, 'account-status', { status });
    for (const { status: got, body } of [
      await trader.shares('BUY', 1),
      await trader.place([leg('BUY_TO_OPEN', CALL, 1)]),
    ]) {
      expect(got).toBe(answer);
      if (answer === 400) expect(body.code).toBe('1063');
    }
  });

  it.each([
    ['account-status', { status: 'lost' }, /status/],
    ['account-status', { account: 'nobody-at-all', status: 'closed' }, /account/],
    ['holdings-unavailable', { unavailable: 'yes' }, /unavailable/],
  ])('takes no %s %j', (change, more, message) => {
    expect(() => changed(client(), change, more)).toThrow(message);
  });
});
