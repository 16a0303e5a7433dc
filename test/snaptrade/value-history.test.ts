/** What accounts were worth day by day, and how well they did: the ledger's own numbers, day for day. */
import { describe, expect, it } from 'vitest';
import { Decimal, type Ledger, ZERO } from '../../fixtures/ledger/index.ts';
import { startOfDay } from '../../fixtures/ledger/zones.ts';
import { client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const STAKE = idOf(ledger, 'connection', 'owner-stake');
const SHARES = idOf(ledger, 'account', 'owner-shares');
const ON = { switches: { snaptrade: { balanceHistory: 'on' } } };

const DAY = 86_400_000;

/** The day that a date names, and its last instant in the zone of a brokerage that keeps UTC. */
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const endOf = (day: number, zone = 'UTC'): number => startOfDay(zone, day + 1) - 1;

/** One account that was opened in January with 1,000 dollars in shares, and nothing else than what is given. */
function small(trades: readonly object[], now = '2026-03-16T20:00:00Z') {
  return {
    now,
    entities: {
      accounts: [{ key: 'owner-wall-street', openedAt: '2026-01-05T00:00:00Z', rowsPerYear: 0 }],
      trades: trades.map((trade, i) => ({ key: `given-${i}`, account: 'owner-wall-street', ...trade })),
    },
  };
}

const BEGINNING = [
  { kind: 'transfer', amount: '1000', currency: 'USD', at: '2026-01-05T15:00:00Z' },
  { kind: 'buy', symbol: 'AAPL', quantity: '3', price: '200', at: '2026-01-05T16:00:00Z' },
];

describe('the history of balances', () => {
  it('is off unless the customer asked for it', async () => {
    const { status, body } = await client().get(`/accounts/${WALL_STREET}/balanceHistory`);
    expect(status).toBe(403);
    expect(body).toEqual({
      detail: 'Feature is not enabled for this customer or this connection',
      status_code: 403,
      code: '1141',
    });
  });

  it('has the value at the end of each day of the last year, as strings', async () => {
    const { body } = await client(ON).get(`/accounts/${WALL_STREET}/balanceHistory`);
    expect(body.currency).toBe('USD');
    expect(body.history).toHaveLength(366);
    expect(body.history[0].date).toBe('2025-03-14');
    expect(body.history.at(-1).date).toBe('2026-03-14');
    for (const { date, total_value } of body.history) {
      const { current } = ledger.balance('owner-wall-street', endOf(dayOf(date)));
      expect(total_value).toBe(current.toFixed(2));
    }
  });

  it('counts days as the brokerage does', async () => {
    const { body } = await client(ON).get(`/accounts/${SHARES}/balanceHistory`);
    for (const { date, total_value } of body.history.slice(-40)) {
      const { current } = ledger.balance('owner-shares', endOf(dayOf(date), 'Australia/Sydney'));
      expect(total_value).toBe(current.toFixed(2));
    }
  });

  it('ends with the last day whose transactions are known, and moves with it', async () => {
    const api = client(ON);
    const last = async () =>
      (await api.get(`/accounts/${WALL_STREET}/balanceHistory`)).body.history.at(-1).date;
    const known = (await api.get(`/accounts/${WALL_STREET}`)).body.sync_status.transactions;
    expect(await last()).toBe(known.last_successful_sync);
    api.simulated.world.clock.advance('2d');
    expect(await last()).toBe('2026-03-16');
  });

  it('begins with the account', async () => {
    const api = client({ ...small(BEGINNING), ...ON });
    const { history } = (await api.get(`/accounts/${WALL_STREET}/balanceHistory`)).body;
    expect(history[0].date).toBe('2026-01-05');
  });

  it('stops with a connection that broke', async () => {
    const api = client(ON);
    const read = async () => (await api.get(`/accounts/${WALL_STREET}/balanceHistory`)).text;
    const before = await read();
    await api.post(`/authorizations/${STAKE}/disable`);
    api.simulated.world.clock.advance('9d');
    expect(await read()).toBe(before);
  });

  it('tells what arrived late where it belongs', async () => {
    const api = client({ ...small(BEGINNING), ...ON });
    const at = async (date: string) =>
      (await api.get(`/accounts/${WALL_STREET}/balanceHistory`)).body.history.find(
        (day: { date: string }) => day.date === date,
      ).total_value;
    const before = new Decimal(await at('2026-03-10'));
    api.simulated.world.change({
      change: 'trade',
      account: 'owner-wall-street',
      kind: 'transfer',
      amount: '500',
      at: '2026-03-10T12:00:00Z',
    });
    api.simulated.world.clock.advance('1d');
    expect(await at('2026-03-10')).toBe(before.add(500).toFixed(2));
  });
});

describe('rates of return', () => {
  const ratesOf = async (api: ReturnType<typeof client>, path: string, timeframes?: string) => {
    const { body } = await api.get(`${path}/returnRates`, timeframes === undefined ? {} : { timeframes });
    return Object.fromEntries(
      body.data.map((row: { timeframe: string; return_percent: number }) => [
        row.timeframe,
        row.return_percent,
      ]),
    );
  };

  /** Day by day from its definition, over every trade there is. */
  function computed(book: Ledger, account: string, from: number, to: number): number {
    const trades = [...book.trades.each([account], { now: endOf(to) })].filter(
      ({ kind }) => kind === 'transfer',
    );
    let growth = new Decimal(1);
    for (let day = from + 1; day <= to; day++) {
      const flows = trades.filter(({ at }) => at > endOf(day - 1) && at <= endOf(day));
      const put = flows.filter(({ cash }) => cash.gt(0)).reduce((sum, { cash }) => sum.add(cash), ZERO);
      const taken = flows.filter(({ cash }) => cash.lt(0)).reduce((sum, { cash }) => sum.sub(cash), ZERO);
      const before = book.balance(account, endOf(day - 1)).current;
      const after = book.balance(account, endOf(day)).current;
      const base = before.add(put);
      if (base.gt(0)) growth = growth.mul(after.add(taken).div(base));
    }
    return growth.sub(1).mul(100).toDecimalPlaces(4).toNumber();
  }

  it('are all six unless some are asked for', async () => {
    const api = client();
    const { body } = await api.get(`/accounts/${WALL_STREET}/returnRates`);
    expect(body.data.map((row: { timeframe: string }) => row.timeframe)).toEqual([
      'ALL',
      '1Y',
      'YTD',
      '1M',
      '1W',
      '1D',
    ]);
    expect(Object.keys(await ratesOf(api, `/accounts/${WALL_STREET}`, '1M,ALL'))).toEqual(['ALL', '1M']);
    const refused = await api.get(`/accounts/${WALL_STREET}/returnRates`, { timeframes: '1M,3M' });
    expect(refused).toMatchObject({ status: 400, body: { code: '1012' } });
  });

  it('tell when they were read at the brokerage', async () => {
    const api = client();
    const account = (await api.get(`/accounts/${WALL_STREET}`)).body;
    const { body } = await api.get(`/accounts/${WALL_STREET}/returnRates`, { timeframes: '1D' });
    expect(body.data[0].created_date).toBe(account.sync_status.holdings.last_successful_sync);
  });

  it.each([
    ['1Y', '2025-03-14'],
    ['YTD', '2025-12-31'],
    ['1M', '2026-02-14'],
    ['1W', '2026-03-07'],
    ['1D', '2026-03-13'],
  ])('link the days of %s', async (timeframe, from) => {
    const rates = await ratesOf(client(), `/accounts/${WALL_STREET}`, timeframe);
    expect(rates[timeframe]).toBe(computed(ledger, 'owner-wall-street', dayOf(from), dayOf('2026-03-14')));
    if (timeframe !== '1D') expect(rates[timeframe]).not.toBe(0);
  });

  it('are those of the prices where nothing is put in or taken out', async () => {
    const api = client(small(BEGINNING));
    const rates = await ratesOf(api, `/accounts/${WALL_STREET}`);
    const apple = ledger.securityBySymbol('AAPL');
    if (apple === undefined) throw new Error('no AAPL');
    const worth = (date: string) =>
      ledger
        .price(apple, endOf(dayOf(date)))
        .mul(3)
        .add(400);
    const gain = worth('2026-03-15').div(worth('2026-03-08')).sub(1).mul(100).toDecimalPlaces(4);
    expect(rates['1W']).toBe(gain.toNumber());
  });

  it('do not change when money comes and goes', async () => {
    const quiet = await ratesOf(client(small(BEGINNING)), `/accounts/${WALL_STREET}`);
    // All of it is invested alike, and what is put in is as much again of the same.
    const busy = client(
      small([
        ...BEGINNING,
        { kind: 'transfer', amount: '400', currency: 'USD', at: '2026-02-02T15:00:00Z' },
        { kind: 'transfer', amount: '-400', currency: 'USD', at: '2026-02-02T16:00:00Z' },
      ]),
    );
    const rates = await ratesOf(busy, `/accounts/${WALL_STREET}`);
    for (const timeframe of ['1M', '1W', '1D']) expect(rates[timeframe]).toBe(quiet[timeframe]);
  });

  it('count fees, interest and dividends as gains and losses', async () => {
    const fee = { kind: 'fee', amount: '-100', currency: 'USD', at: '2026-03-15T15:00:00Z' };
    const plain = await ratesOf(client(small(BEGINNING)), `/accounts/${WALL_STREET}`, '1D');
    const rates = await ratesOf(client(small([...BEGINNING, fee])), `/accounts/${WALL_STREET}`, '1D');
    const apple = ledger.securityBySymbol('AAPL');
    if (apple === undefined) throw new Error('no AAPL');
    const before = ledger
      .price(apple, endOf(dayOf('2026-03-14')))
      .mul(3)
      .add(400);
    expect(plain['1D']).toBe(0);
    expect(rates['1D']).toBe(new Decimal(-100).div(before).mul(100).toDecimalPlaces(4).toNumber());
  });

  it('go back to the opening of an account that is younger than the timeframe', async () => {
    const rates = await ratesOf(client(small(BEGINNING)), `/accounts/${WALL_STREET}`);
    expect(rates.ALL).not.toBe(0);
    expect([rates['1Y'], rates.YTD]).toEqual([rates.ALL, rates.ALL]);
  });

  it('of a connection are of its accounts together', async () => {
    const file = small(BEGINNING);
    const { accounts } = file.entities;
    const alone = client({
      ...file,
      entities: { ...file.entities, accounts: [...accounts, { key: 'owner-stake-asx', remove: true }] },
    });
    const [own, together] = [
      await ratesOf(alone, `/accounts/${WALL_STREET}`),
      await ratesOf(alone, `/authorizations/${STAKE}`),
    ];
    expect(together).toEqual(own);
    const both = await ratesOf(client(file), `/authorizations/${STAKE}`);
    expect(both.ALL).not.toBe(own.ALL);
  });

  it('are not there before the first sync has ended', async () => {
    const api = client({
      now: '2026-03-16T20:00:00Z',
      entities: { connections: [{ key: 'owner-stake', createdAt: '2026-03-16T20:00:00Z' }] },
    });
    expect(await ratesOf(api, `/accounts/${WALL_STREET}`)).toEqual({});
    api.simulated.world.clock.advance('30s');
    expect(Object.keys(await ratesOf(api, `/accounts/${WALL_STREET}`))).toHaveLength(6);
  });

  it('are no business of some brokerages: 501 in an envelope of its own', async () => {
    const { status, body } = await client().get(`/accounts/${SHARES}/returnRates`);
    expect(status).toBe(501);
    expect(body).toEqual({
      error: 'The returnRates endpoint is not yet implemented for brokerage commsec',
    });
  });

  it('are told by a brokerage that is set to', async () => {
    const api = client();
    const set = (told: unknown, institution = 'commsec', what = 'returnRates') =>
      api.simulated.world.change({
        change: 'brokerage-tells',
        provider: 'snaptrade',
        institution,
        what,
        told: told as boolean,
      });
    set(true);
    expect(Object.keys(await ratesOf(api, `/accounts/${SHARES}`, '1D'))).toEqual(['1D']);
    set(false);
    expect((await api.get(`/accounts/${SHARES}/returnRates`)).status).toBe(501);
    expect(() => set('maybe')).toThrow('neither true nor false');
    expect(() => set(true, 'nowhere')).toThrow('is none of this world');
    expect(() => set(true, 'commsec', 'weather')).toThrow('Allowed: orders, recentOrders, returnRates');
  });

  it('read no more rows than thirty years of an ordinary account, however many there are', async () => {
    const api = client({
      template: 'whale',
      entities: { institutions: [{ key: 'commsec', allowsTrading: true }] },
    });
    const busy = (await api.get('/accounts')).body.find((one: { name: string }) => one.name === 'Busy');
    // A hundred thousand rows a year.
    expect(Object.keys(await ratesOf(api, `/accounts/${busy.id}`))).toEqual(['1M', '1W', '1D']);
  });
});
