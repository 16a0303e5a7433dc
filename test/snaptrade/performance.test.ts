/** The removed report of how the accounts of a user did between two days. */
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');

const report = (api: Client, startDate: string, endDate: string, more: Record<string, string> = {}) =>
  api.get('/performance/custom', { startDate, endDate, ...more });

/** One account that was opened in January, and nothing else than what is given. */
const small = (trades: readonly object[], now = '2026-03-16T20:00:00Z') =>
  client({
    now,
    limits: 'off',
    entities: {
      accounts: [{ key: 'owner-wall-street', openedAt: '2026-01-05T00:00:00Z', rowsPerYear: 0 }],
      trades: trades.map((trade, i) => ({
        key: `given-${i}`,
        account: 'owner-wall-street',
        currency: 'USD',
        ...trade,
      })),
    },
  });

const IN_AND_OUT = [
  { kind: 'transfer', amount: '1000', at: '2026-01-05T15:00:00Z' },
  { kind: 'buy', symbol: 'AAPL', quantity: '3', price: '200', fee: '1.25', at: '2026-01-05T16:00:00Z' },
  { kind: 'transfer', amount: '500', at: '2026-02-10T15:00:00Z' },
  { kind: 'transfer', amount: '-200', at: '2026-02-11T15:00:00Z' },
  { kind: 'dividend', symbol: 'AAPL', amount: '1.5', at: '2026-02-12T15:00:00Z' },
  { kind: 'fee', amount: '-3', at: '2026-02-13T15:00:00Z' },
];

describe('a report of performance', () => {
  it('tells what was put in, taken out, earned and paid', async () => {
    const { body } = await report(small(IN_AND_OUT), '2026-01-01', '2026-02-28', { accounts: WALL_STREET });
    const [january, february] = ['2026-01-31', '2026-02-28'];
    const money = (date: string | undefined, value: number) => ({ date, value, currency: 'USD' });
    expect(body).toMatchObject({
      contributions: { date: '2026-02-28', contributions: 1300, currency: 'USD' },
      contributionTimeframe: [money(january, 1000), money(february, 500)],
      withdrawalTimeframe: [money(january, 0), money(february, 200)],
      contributionTimeframeCumulative: [money(january, 1000), money(february, 1300)],
      contributionStreak: 2,
      contributionMonthsContributed: 2,
      contributionTotalMonths: 2,
      dividends: [{ symbol: { symbol: 'AAPL' }, amount: 1.5, currency: 'USD' }],
      dividendIncome: 1.5,
      monthlyDividends: 0.75,
      dividendTimeline: [
        { date: january, dividends: [] },
        { date: february, dividends: [{ symbol: 'AAPL', amount: 1.5, currency: 'USD' }] },
      ],
      commissions: 1.25,
      forexFees: 0,
      fees: 3,
      badTickers: [],
      detailedMode: false,
    });
  });

  it('breaks the streak with the last month that nothing was put in', async () => {
    const { body } = await report(small(IN_AND_OUT), '2026-01-01', '2026-03-10', { accounts: WALL_STREET });
    expect(body).toMatchObject({ contributionStreak: 0, contributionMonthsContributed: 2 });
  });

  it('is of all accounts, or of some', async () => {
    const api = client({ limits: 'off' });
    const all = (await report(api, '2026-01-01', '2026-02-28')).body;
    const one = (await report(api, '2026-01-01', '2026-02-28', { accounts: WALL_STREET })).body;
    const [{ value }] = one.totalEquityTimeframe;
    expect(value).toBe(
      Number(ledger.balance('owner-wall-street', Date.parse('2026-02-01T00:00:00Z') - 1).current.toFixed(2)),
    );
    expect(all.totalEquityTimeframe[0].value).toBeGreaterThan(value);
    const nobody = '11111111-1111-4111-8111-111111111111';
    const none = (await report(api, '2026-01-01', '2026-02-28', { accounts: nobody })).body;
    expect(none).toMatchObject({ totalEquityTimeframe: [], rateOfReturn: null, contributionTotalMonths: 0 });
  });

  it('has points at the ends of months, and of weeks if asked for detail', async () => {
    const api = client({ limits: 'off' });
    const dates = async (more: Record<string, string>) => {
      const { body } = await report(api, '2026-01-15', '2026-02-10', { accounts: WALL_STREET, ...more });
      expect(body.detailedMode).toBe(more.detailed === 'true');
      return body.totalEquityTimeframe.map(({ date }: { date: string }) => date);
    };
    expect(await dates({})).toEqual(['2026-01-31', '2026-02-10']);
    expect(await dates({ detailed: 'true' })).toEqual([
      '2026-01-18',
      '2026-01-25',
      '2026-02-01',
      '2026-02-08',
      '2026-02-10',
    ]);
  });

  it('begins with the first account and ends with the last day known', async () => {
    const { body } = await report(small(IN_AND_OUT), '1999-01-01', '2099-12-31', {
      accounts: WALL_STREET,
      frequency: 'yearly',
    });
    expect(body.returnRateTimeframe).toMatchObject([{ periodStart: '2026-01-05', periodEnd: '2026-03-15' }]);
    expect(body.contributions.date).toBe('2099-12-31');
  });

  it.each([
    ['a frequency that is none', { frequency: 'hourly' }],
    ['an end before its start', { startDate: '2026-03-01' }],
    ['more than a thousand periods', { startDate: '2000-01-01', frequency: 'daily' }],
  ])('is refused with %s', async (_what, change) => {
    const api = client({
      limits: 'off',
      entities: { accounts: [{ key: 'owner-wall-street', openedAt: '2020-01-05T00:00:00Z' }] },
    });
    const { status, body } = await report(api, '2026-01-01', '2026-02-28', change);
    expect([status, body.code]).toEqual([400, '1012']);
  });

  it('says null where it would take too many rows to tell', async () => {
    const api = client({ template: 'whale', limits: 'off' });
    const { status, body } = await report(api, '1990-01-01', '2026-02-28', { frequency: 'yearly' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ rateOfReturn: null, dividendIncome: null, dividends: [] });
    expect(body.contributions.contributions).toBeNull();
    expect(body.totalEquityTimeframe.length).toBeGreaterThan(0);
  });
});

describe('the rate of return in a report', () => {
  const rates = async (more: Record<string, string>, days: readonly [string, string]) =>
    (await report(client({ limits: 'off' }), ...days, { accounts: WALL_STREET, ...more })).body;

  it.each([
    ['daily', 59, '2026-01-01'],
    ['weekly', 9, '2026-01-04'],
    ['monthly', 2, '2026-01-31'],
    ['quarterly', 1, '2026-02-28'],
    ['yearly', 1, '2026-02-28'],
  ])('has a rate for each %s of a stretch', async (frequency, count, ends) => {
    const { returnRateTimeframe } = await rates({ frequency }, ['2026-01-01', '2026-02-28']);
    expect(returnRateTimeframe).toHaveLength(count);
    expect(returnRateTimeframe[0]).toMatchObject({ periodStart: '2026-01-01', periodEnd: ends });
  });

  it('links to the rate of the whole, which is that of the return rates', async () => {
    const { returnRateTimeframe, rateOfReturn } = await rates({}, ['2026-01-01', '2026-03-14']);
    const linked = returnRateTimeframe.reduce(
      (all: Decimal, row: { rateOfReturn: number }) => all.mul(new Decimal(row.rateOfReturn).add(1)),
      new Decimal(1),
    );
    expect(linked.sub(1).toNumber()).toBeCloseTo(rateOfReturn, 10);
    const { data } = (await client().get(`/accounts/${WALL_STREET}/returnRates`, { timeframes: 'YTD' })).body;
    expect(rateOfReturn * 100).toBeCloseTo(data[0].return_percent, 4);
  });

  it('is of a year where it is about more than one', async () => {
    const days = ['2024-03-15', '2026-03-14'] as const;
    const { rateOfReturn, returnRateTimeframe } = await rates({ frequency: 'yearly' }, days);
    const whole = returnRateTimeframe.reduce(
      (all: number, row: { rateOfReturn: number }) => all * (1 + row.rateOfReturn),
      1,
    );
    expect((1 + rateOfReturn) ** 2).toBeCloseTo(whole, 8);
  });
});
