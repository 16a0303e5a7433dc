/** Pairs of cryptocurrencies: what an exchange calls them, what they cost, and what an order would. */
import { describe, expect, it } from 'vitest';
import { Decimal, type WorldFile } from '../../fixtures/ledger/index.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const COINS = idOf(ledger, 'account', 'owner-coins');
const SHARES = idOf(ledger, 'account', 'owner-shares');
const now = Date.parse('2026-03-15T22:00:00Z');

const pairsOf = async (api: Client, account = COINS, query = {}) =>
  (await api.get(`/accounts/${account}/trading/instruments/cryptocurrencyPairs`, query)).body.items;
const quote = (api: Client, symbol: string, account = COINS) =>
  api.get(`/accounts/${account}/trading/instruments/cryptocurrencyPairs/${symbol}/quote`);

/** The child's wallet at Kraken, whose password works again. */
const KRAKEN: WorldFile = {
  providers: { snaptrade: { person: 'child' } },
  entities: { connections: [{ key: 'child-kraken', status: 'healthy' }] },
};
const WALLET = idOf(ledger, 'account', ledger.connections.get('child-kraken')?.accounts[0] ?? '');

describe('pairs', () => {
  it('are every coin of the world against the dollar, in the order of their symbols', async () => {
    const items = await pairsOf(client());
    const coins = [...ledger.securities.values()].filter(({ kind }) => kind === 'crypto');
    expect(items.map(({ base }: { base: string }) => base)).toEqual(coins.map(({ ticker }) => ticker).sort());
    expect(items).toContainEqual({ symbol: 'BTC-USD', base: 'BTC', quote: 'USD', increment: '0.01' });
    expect(items).toContainEqual({ symbol: 'DOGE-USD', base: 'DOGE', quote: 'USD', increment: '0.000001' });
  });

  it('are found by base, by quote and by both', async () => {
    const api = client();
    expect(await pairsOf(api, COINS, { base: 'ETH' })).toMatchObject([{ symbol: 'ETH-USD' }]);
    expect(await pairsOf(api, COINS, { base: 'ETH', quote: 'EUR' })).toEqual([]);
    expect((await pairsOf(api, COINS, { quote: 'USD' })).length).toBe((await pairsOf(api)).length);
  });

  it('have the names of their exchange: what is BTC at one is XBT at another', async () => {
    const api = client(KRAKEN);
    expect(await pairsOf(api, WALLET, { base: 'XBT' })).toMatchObject([{ symbol: 'XBTUSD', base: 'XBT' }]);
    expect(await pairsOf(api, WALLET, { base: 'BTC' })).toEqual([]);
    expect((await quote(api, 'BTC-USD', WALLET)).status).toBe(400);
    expect((await quote(api, 'XBTUSD', WALLET)).body.mid).toBe((await quote(client(), 'BTC-USD')).body.mid);
  });

  it('are none where no coins are traded', async () => {
    expect(await pairsOf(client(), SHARES)).toEqual([]);
  });
});

describe('the quote of a pair', () => {
  it('is around the price of the ledger, in strings and in steps of the pair', async () => {
    const api = client();
    for (const { symbol, base, increment } of await pairsOf(api)) {
      const { body } = await quote(api, symbol);
      const coin = ledger.securityBySymbol(base);
      if (coin === undefined) throw new Error(`No coin ${base}.`);
      const [bid, mid, ask] = [body.bid, body.mid, body.ask].map((text) => new Decimal(text)) as [
        Decimal,
        Decimal,
        Decimal,
      ];
      expect(mid.div(ledger.price(coin, now)).minus(1).abs().lt('0.01')).toBe(true);
      expect(bid.lt(mid) && mid.lt(ask)).toBe(true);
      expect(ask.minus(mid).toFixed()).toBe(mid.minus(bid).toFixed());
      expect(ask.mod(increment).isZero() && bid.mod(increment).isZero()).toBe(true);
      expect(body.timestamp).toBe('2026-03-15T22:00:00.000Z');
    }
  });

  it('of a pair that the account has not is refused', async () => {
    const { status, body } = await quote(client(), 'BTC-GOLD');
    expect(status).toBe(400);
    expect(body.code).toBe('1012');
  });
});

const order = {
  instrument: { symbol: 'BTC-USD', type: 'CRYPTOCURRENCY_PAIR' },
  side: 'BUY',
  type: 'MARKET',
  time_in_force: 'GTC',
  amount: '0.01',
};

describe('the preview of an order', () => {
  const preview = (change: object = {}, account = COINS) =>
    client().post(`/accounts/${account}/trading/crypto/preview`, { ...order, ...change });

  it('tells the fee, in what the pair is paid in', async () => {
    const { ask, bid } = (await quote(client(), 'BTC-USD')).body;
    const fee = (price: string, rate: string) =>
      new Decimal(price).times('0.01').times(rate).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2);
    expect((await preview()).body).toEqual({ estimated_fee: { currency: 'USD', amount: fee(ask, '0.006') } });
    expect((await preview({ side: 'SELL' })).body.estimated_fee.amount).toBe(fee(bid, '0.006'));
    const limit = { type: 'LIMIT', limit_price: '70000', post_only: false };
    expect((await preview(limit)).body.estimated_fee.amount).toBe('4.20');
    // Who waits in the book pays half.
    expect((await preview({ ...limit, post_only: true })).body.estimated_fee.amount).toBe('2.10');
    expect(
      (await preview({ type: 'TAKE_PROFIT_MARKET', stop_price: '90000' })).body.estimated_fee.amount,
    ).toBe('5.40');
  });

  it('takes a coin in place of a pair', async () => {
    const coin = await preview({ instrument: { symbol: 'BTC', type: 'CRYPTOCURRENCY' } });
    expect(coin.body).toEqual((await preview()).body);
    expect((await preview({ instrument: { symbol: 'BTC', type: 'CRYPTOCURRENCY_PAIR' } })).status).toBe(400);
    expect((await preview({ instrument: { symbol: 'BTC-USD', type: 'CRYPTOCURRENCY' } })).status).toBe(400);
  });

  it.each<[string, object]>([
    ['no amount', { amount: '0' }],
    ['an amount that is no decimal', { amount: '1e-2' }],
    ['an amount finer than a satoshi', { amount: '0.000000001' }],
    ['a limit without its price', { type: 'LIMIT', post_only: false }],
    ['a stop without its price', { type: 'STOP_LOSS_MARKET' }],
    ['a taken profit with one price of two', { type: 'TAKE_PROFIT_LIMIT', stop_price: '90000' }],
    ['a price between the steps', { type: 'LIMIT', limit_price: '70000.001', post_only: false }],
    ['a limit that does not say whether it is post_only', { type: 'LIMIT', limit_price: '70000' }],
    ['post_only on another type', { post_only: true }],
    ['GTD without a date', { time_in_force: 'GTD' }],
    ['GTD with a date that is over', { time_in_force: 'GTD', expiration_date: '2026-03-15T21:59:59Z' }],
    ['a time in force of shares', { time_in_force: 'Day' }],
  ])('is refused: %s', async (_, change) => {
    const { status, body } = await preview(change);
    expect(status).toBe(400);
    expect(body.code).toBe('1012');
  });

  it('cannot be had of an exchange that lets nobody in; pairs and quotes can', async () => {
    const locked = client({ providers: { snaptrade: { person: 'child' } } });
    const kraken = { ...order, instrument: { symbol: 'XBTUSD', type: 'CRYPTOCURRENCY_PAIR' } };
    const { status, body } = await locked.post(`/accounts/${WALLET}/trading/crypto/preview`, kraken);
    expect([status, body.code]).toEqual([402, '3003']);
    expect((await pairsOf(locked, WALLET)).length).toBeGreaterThan(0);
    expect((await quote(locked, 'XBTUSD', WALLET)).status).toBe(200);
  });

  it('is refused where no coins are traded', async () => {
    expect((await preview({}, SHARES)).status).toBe(400);
  });
});
