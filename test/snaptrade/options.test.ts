/** Option contracts: their names, their quotes, and what orders in them would cost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type WorldFile } from '../../fixtures/ledger/index.ts';
import { rootSeed } from '../../fixtures/ledger/seed.ts';
import { contractNamed, isListed } from '../../mocks/snaptrade/options/contract.ts';
import { quoteOf } from '../../mocks/snaptrade/options/quote.ts';
import { type Circumstances, greeksOf, intrinsic, optionValue } from '../../mocks/snaptrade/options/value.ts';
import { quoteAt } from '../../mocks/snaptrade/trading/quotes.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const SHARES = idOf(ledger, 'account', 'owner-shares');
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const CALL = 'AAPL  261218C00240000';
const PUT = 'AAPL  261218P00240000';
const now = Date.parse('2026-03-15T22:00:00Z');

const priced = { seed: rootSeed(1), ledger };

function contractOf(occ: string) {
  const contract = contractNamed(ledger, occ);
  if (contract === undefined) throw new Error(`${occ} is no contract.`);
  return contract;
}

describe('contracts', () => {
  it('are named by 21 characters: underlying, last day, kind and strike', () => {
    expect(contractOf(CALL)).toMatchObject({ occ: CALL, type: 'CALL', underlying: { ticker: 'AAPL' } });
    expect(contractOf(CALL).strike.toFixed()).toBe('240');
    expect(contractOf('SPY   260320P00655500').strike.toFixed()).toBe('655.5');
    expect(contractOf('BRKB  261218C00500000').underlying.ticker).toBe('BRK.B');
  });

  it('expire at the close of their day in New York, in summer time too', () => {
    expect(new Date(contractOf(CALL).expiresAt).toISOString()).toBe('2026-12-18T21:00:00.000Z');
    expect(new Date(contractOf('AAPL  260619C00240000').expiresAt).toISOString()).toBe(
      '2026-06-19T20:00:00.000Z',
    );
  });

  it.each([
    ['no padding', 'AAPL261218C00240000'],
    ['an unknown underlying', 'ZZZZ  261218C00240000'],
    ['a share of Sydney', 'BHPAX 261218C00040000'],
    ['a coin', 'BTC   261218C00240000'],
    ['a Thursday', 'AAPL  261217C00240000'],
    ['a day that is none', 'AAPL  260231C00240000'],
    ['neither call nor put', 'AAPL  261218X00240000'],
    ['no strike', 'AAPL  261218C00000000'],
    ['a strike between the steps', 'AAPL  261218C00240250'],
  ])('are none: %s', (_, occ) => {
    expect(contractNamed(ledger, occ)).toBeUndefined();
  });

  it('are listed until they expire, and no more than three years ahead', () => {
    expect(isListed(contractOf(CALL), now)).toBe(true);
    expect(isListed(contractOf(CALL), contractOf(CALL).expiresAt)).toBe(false);
    expect(isListed(contractOf('AAPL  311219C00240000'), now)).toBe(false);
  });
});

/** Any share, strike, time and temper that a world may have. */
const circumstances = fc
  .record({
    spot: fc.integer({ min: 100, max: 600_000 }),
    strike: fc.integer({ min: 1, max: 12_000 }),
    minutes: fc.integer({ min: 1, max: 3 * 525_600 }),
    volatility: fc.integer({ min: 1_100, max: 6_700 }),
  })
  .map(({ spot, strike, minutes, volatility }) => ({
    spot: new Decimal(spot).div(100),
    strike: new Decimal(strike).div(2),
    years: new Decimal(minutes).div(525_600),
    volatility: new Decimal(volatility).div(10_000),
  }));

const both = (given: Omit<Circumstances, 'type'>) => ({
  call: optionValue({ ...given, type: 'CALL' }),
  put: optionValue({ ...given, type: 'PUT' }),
});

describe('values', () => {
  it('of call and put differ by what lies between share and strike, to the cent', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        const { call, put } = both(given);
        expect(call.minus(put).toFixed()).toBe(given.spot.minus(given.strike).toFixed());
      }),
    );
  });

  it('are above what exercising brings, and below share and strike', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        const { call, put } = both(given);
        expect(call.gt(intrinsic({ ...given, type: 'CALL' }))).toBe(true);
        expect(call.lte(given.spot.plus('0.01'))).toBe(true);
        expect(put.lte(given.strike.plus('0.01'))).toBe(true);
        expect(call.decimalPlaces()).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('fall as the strike rises, and do not fall as time is added', () => {
    fc.assert(
      fc.property(circumstances, fc.integer({ min: 1, max: 400 }), (given, more) => {
        const { call } = both(given);
        expect(both({ ...given, strike: given.strike.plus(more) }).call.lte(call)).toBe(true);
        expect(both({ ...given, years: given.years.plus(more) }).call.gte(call)).toBe(true);
      }),
    );
  });

  it('move as their greeks say', () => {
    const given = {
      spot: new Decimal(250),
      strike: new Decimal(240),
      years: new Decimal('0.5'),
      volatility: new Decimal('0.3'),
    };
    for (const type of ['CALL', 'PUT'] as const) {
      const { delta, gamma, theta, vega } = greeksOf({ ...given, type });
      const at = (change: Partial<Circumstances>) => optionValue({ ...given, type, ...change }).toNumber();
      const [below, here, above] = [240.5, 250, 259.5].map((spot) => at({ spot: new Decimal(spot) }));
      expect(Math.abs(delta.toNumber() - ((above ?? 0) - (below ?? 0)) / 19)).toBeLessThan(0.01);
      expect(gamma.toNumber()).toBeCloseTo(((above ?? 0) - 2 * (here ?? 0) + (below ?? 0)) / 9.5 ** 2, 3);
      expect(vega.toNumber()).toBeCloseTo(at({ volatility: new Decimal('0.31') }) - (here ?? 0), 1);
      const month = new Decimal('0.5').minus(new Decimal(30).div(365));
      expect(theta.toNumber() * 30).toBeCloseTo(at({ years: month }) - (here ?? 0), 0);
    }
  });

  it('are the same whatever was asked before, and others under another seed', () => {
    const contract = contractOf(CALL);
    const quote = quoteOf(priced, contract, now);
    quoteOf(priced, contractOf(PUT), now + 86_400_000);
    expect(quoteOf(priced, contract, now)).toEqual(quote);
    expect(quoteOf({ ...priced, seed: rootSeed(2) }, contract, now)).not.toEqual(quote);
    expect(quote.bid.lt(quote.mid) && quote.mid.lt(quote.ask)).toBe(true);
  });
});

describe('the quote of a contract', () => {
  const ask = (api: Client, symbol: string) => api.get(`/accounts/${WALL_STREET}/quotes/options`, { symbol });

  it('is one derived price, in numbers', async () => {
    const { status, body } = await ask(client(), CALL);
    expect(status).toBe(200);
    const { mid } = quoteOf(priced, contractOf(CALL), now);
    expect(body).toMatchObject({
      symbol: CALL,
      synthetic_price: mid.toNumber(),
      timestamp: '2026-03-15T22:00:00.000Z',
    });
    expect(body.implied_volatility).toBeGreaterThan(0.2);
    expect(body.greeks.delta).toBeGreaterThan(0);
    expect(body.greeks.theta).toBeLessThan(0);
  });

  it.each(['AAPL261218C00240000', 'ZZZZ  261218C00240000', 'AAPL  251219C00240000'])(
    'of %s is not found',
    async (symbol) => {
      const { status, body } = await ask(client(), symbol);
      expect(status).toBe(404);
      expect(body.code).toBe('1011');
    },
  );

  it('gives no data from October 2026 on', async () => {
    const before = client({ now: '2026-09-30T23:59:59Z' });
    expect((await ask(before, CALL)).status).toBe(200);
    const after = client({ now: '2026-10-01T00:00:00Z' });
    expect((await ask(after, CALL)).status).toBe(410);
  });
});

const leg = (action: string, symbol = CALL, units = 1, type = 'OPTION') => ({
  instrument: { symbol, instrument_type: type },
  action,
  units,
});
const market = { order_type: 'MARKET', time_in_force: 'Day' };

describe('the impact of an option order', () => {
  const impact = (api: Client, body: unknown, account = WALL_STREET) =>
    api.post(`/accounts/${account}/trading/options/impact`, body);

  it('of a market order is what the market asks or bids now, before fees', async () => {
    const api = client();
    const { bid, ask } = quoteOf(priced, contractOf(CALL), now);
    expect((await impact(api, { ...market, legs: [leg('BUY_TO_OPEN', CALL, 3)] })).body).toEqual({
      estimated_cash_change: ask.times(300).toFixed(2),
      cash_change_direction: 'DEBIT',
      estimated_fee_total: '1.95',
    });
    expect((await impact(api, { ...market, legs: [leg('SELL_TO_CLOSE')] })).body).toMatchObject({
      estimated_cash_change: bid.times(100).toFixed(2),
      cash_change_direction: 'CREDIT',
    });
  });

  it('of a spread is one net price, whichever way it goes', async () => {
    const higher = 'AAPL  261218C00260000';
    const legs = [leg('BUY_TO_OPEN', CALL, 2), leg('SELL_TO_OPEN', higher, 2)];
    const net = quoteOf(priced, contractOf(CALL), now).ask.minus(
      quoteOf(priced, contractOf(higher), now).bid,
    );
    const { body } = await impact(client(), { ...market, legs });
    expect(body).toEqual({
      estimated_cash_change: net.times(200).toFixed(2),
      cash_change_direction: 'DEBIT',
      estimated_fee_total: '2.60',
    });
  });

  it('counts shares of a covered call by ones, and takes no fee for them', async () => {
    const legs = [leg('BUY', 'AAPL', 100, 'EQUITY'), leg('SELL_TO_OPEN')];
    const paid = quoteAt(priced, contractOf(CALL).underlying, now).ask.times(100);
    const got = quoteOf(priced, contractOf(CALL), now).bid.times(100);
    expect((await impact(client(), { ...market, legs })).body).toEqual({
      estimated_cash_change: paid.minus(got).toFixed(2),
      cash_change_direction: 'DEBIT',
      estimated_fee_total: '0.65',
    });
  });

  it('of a limit is the limit itself, once for each time the order holds its smallest form', async () => {
    const legs = [leg('BUY_TO_OPEN', CALL, 10), leg('SELL_TO_OPEN', PUT, 20)];
    const order = { order_type: 'LIMIT', time_in_force: 'GTC', limit_price: '1.97', legs };
    const cash = { estimated_cash_change: '1970.00' };
    const api = client();
    expect((await impact(api, { ...order, price_effect: 'CREDIT' })).body).toMatchObject({
      ...cash,
      cash_change_direction: 'CREDIT',
    });
    // One leg buys, one sells, and nobody says which way the price goes.
    expect((await impact(api, order)).body).toMatchObject({ ...cash, cash_change_direction: 'UNKNOWN' });
  });

  it('of an even order is nothing: its limit is 0 or absent', async () => {
    const order = {
      order_type: 'LIMIT',
      time_in_force: 'Day',
      price_effect: 'EVEN',
      legs: [leg('BUY_TO_OPEN'), leg('SELL_TO_OPEN', PUT)],
    };
    const api = client();
    for (const limit of [{}, ...[null, '', '0', '0.00'].map((price) => ({ limit_price: price }))]) {
      const { status, body } = await impact(api, { ...order, ...limit });
      expect(status).toBe(200);
      expect(body).toMatchObject({ estimated_cash_change: '0.00', cash_change_direction: 'EVEN' });
    }
    expect((await impact(api, { ...order, limit_price: '0.01' })).status).toBe(400);
  });

  it.each<[string, object]>([
    ['no leg', { legs: [] }],
    [
      'five legs',
      { legs: [240, 250, 260, 270, 280].map((k) => leg('BUY_TO_OPEN', `AAPL  261218C00${k}000`)) },
    ],
    ['a limit without its price', { order_type: 'LIMIT' }],
    ['a stop without its price', { order_type: 'STOP_LOSS_MARKET' }],
    ['a stop limit with one price of two', { order_type: 'STOP_LOSS_LIMIT', limit_price: '4.10' }],
    ['a price that is no decimal', { order_type: 'LIMIT', limit_price: '1e3' }],
    ['a price below nothing', { order_type: 'LIMIT', limit_price: '-1' }],
    ['a limit of nothing that is not even', { order_type: 'LIMIT', limit_price: '0' }],
    ['an action of shares on an option', { legs: [leg('BUY')] }],
    ['an action of options on a share', { legs: [leg('BUY_TO_OPEN', 'AAPL', 1, 'EQUITY')] }],
    ['shares alone', { legs: [leg('BUY', 'AAPL', 1, 'EQUITY')] }],
    ['no contracts', { legs: [leg('BUY_TO_OPEN', CALL, 0)] }],
    ['a contract that expired', { legs: [leg('BUY_TO_OPEN', 'AAPL  251219C00240000')] }],
    ['one contract twice', { legs: [leg('BUY_TO_OPEN'), leg('SELL_TO_OPEN')] }],
    ['two underlyings', { legs: [leg('BUY_TO_OPEN'), leg('SELL_TO_OPEN', 'MSFT  261218C00240000')] }],
    ['an order type of another book', { order_type: 'TAKE_PROFIT_LIMIT' }],
  ])('is refused: %s', async (_, change) => {
    const { status, body } = await impact(client(), { ...market, legs: [leg('BUY_TO_OPEN')], ...change });
    expect(status).toBe(400);
    expect(body.code).toBe('1012');
  });

  it('is not told by every brokerage', async () => {
    const { status, body } = await impact(client(), { ...market, legs: [leg('BUY_TO_OPEN')] }, SHARES);
    expect(status).toBe(400);
    expect(body).toEqual({
      detail: 'Option Trade impact is not supported for this brokerage.',
      status_code: 400,
      code: '1156',
    });
    const file: WorldFile = { providers: { snaptrade: { person: 'child' } } };
    const robinhood = ledger.connections.get('child-robinhood')?.accounts[0] ?? '';
    const account = idOf(ledger, 'account', robinhood);
    expect((await impact(client(file), { ...market, legs: [leg('BUY_TO_OPEN')] }, account)).body.code).toBe(
      '1156',
    );
  });

  it('needs the brokerage: a disabled connection is 402', async () => {
    const api = client();
    const stake = idOf(ledger, 'connection', 'owner-stake');
    await api.post(`/authorizations/${stake}/disable`);
    const { status, body } = await impact(api, { ...market, legs: [leg('BUY_TO_OPEN')] });
    expect(status).toBe(402);
    expect(body.code).toBe('3003');
  });
});
