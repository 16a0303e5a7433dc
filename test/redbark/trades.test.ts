import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import type { TradeEntry } from '../../fixtures/ledger/world-file.ts';
import { everyTrade, type Redbark, redbarkIn, type Trade } from './redbark.ts';

/** A world whose broker knows these trades and no others. */
function brokerWith(trades: readonly Omit<TradeEntry, 'key' | 'account'>[], institution?: string): Redbark {
  return redbarkIn({
    limits: 'off',
    entities: {
      ...(institution && { connections: [{ key: 'owner-commsec', institution }] }),
      accounts: [{ key: 'owner-shares', rowsPerYear: 0, name: 'Trading Account' }],
      trades: trades.map((trade, i) => ({ key: `t${i}`, account: 'owner-shares', ...trade })),
    },
  });
}

const first = async (rb: Redbark): Promise<Trade> => {
  const { body } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
  const [trade] = body.data;
  if (trade === undefined) throw new Error('the listing is empty');
  return trade;
};

const PURCHASE = {
  kind: 'buy',
  symbol: 'VAS.AX',
  quantity: '50',
  price: '89.75',
  fee: '9.5',
  at: '2026-03-15T11:00:00+11:00',
  settlesAt: '2026-03-17T11:00:00+11:00',
} as const;

describe('a trade', () => {
  it('has the fourteen fields, and numbers are text without padding', async () => {
    const rb = brokerWith([PURCHASE]);
    expect(await first(rb)).toEqual({
      id: '2026-03-15-VAS.AX-BUY-4487.5-50-2026-03-17-9.5-',
      accountId: rb.account('owner-shares'),
      accountName: 'Trading Account',
      symbol: 'VAS.AX',
      name: rb.ledger.securityBySymbol('VAS.AX')?.name,
      type: 'buy',
      quantity: '50',
      price: '89.75',
      currency: 'AUD',
      totalAmount: '4487.5',
      fees: '9.5',
      tradeDate: '2026-03-15',
      settlementDate: '2026-03-17',
      description: null,
    });
  });

  it('loses no digit, however many there are', async () => {
    const rb = brokerWith([{ ...PURCHASE, quantity: '90071992547409.930000000001', price: '0.005' }]);
    const { quantity, price, totalAmount } = await first(rb);
    expect([quantity, price, totalAmount]).toEqual([
      '90071992547409.930000000001',
      '0.005',
      '450359962737.049650000000005',
    ]);
  });

  it('of cash concerns no security: the symbol is empty, the name null', async () => {
    const trade = await first(
      brokerWith([{ kind: 'transfer', amount: '-250', at: '2026-03-02T11:00:00+11:00' }]),
    );
    expect(trade).toMatchObject({ symbol: '', name: null, type: 'transfer', totalAmount: '250' });
  });
});

describe('the id of a trade', () => {
  it.each([
    [{}, '2026-03-15-VAS.AX-BUY-4487.5-50-2026-03-17-9.5-'],
    [
      { description: 'Limit - day order' },
      '2026-03-15-VAS.AX-BUY-4487.5-50-2026-03-17-9.5-Limit - day order',
    ],
    [{ fee: undefined }, '2026-03-15-VAS.AX-BUY-4487.5-50-2026-03-17--'],
    [{ settlesAt: undefined }, '2026-03-15-VAS.AX-BUY-4487.5-50--9.5-'],
    [{ fee: undefined, settlesAt: undefined, kind: 'sell' }, '2026-03-15-VAS.AX-SELL-4487.5-50---'],
  ] as const)('is made of the row, with null parts empty: %o', async (change, id) => {
    const given = Object.entries({ ...PURCHASE, ...change }).filter(([, value]) => value !== undefined);
    expect((await first(brokerWith([Object.fromEntries(given) as typeof PURCHASE]))).id).toBe(id);
  });

  it('changes when the broker fills in fees, settlement or description later', async () => {
    const ids = await Promise.all(
      [PURCHASE, { ...PURCHASE, fee: '10' }, { ...PURCHASE, description: 'Filled' }].map(
        async (trade) => (await first(brokerWith([trade]))).id,
      ),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('is the same on every call and in every window', async () => {
    const rb = redbarkIn({ limits: 'off' });
    const connectionId = rb.connection('owner-stake');
    const once = await everyTrade(rb, { connectionId }, 500);
    rb.world.clock.advance('11m');
    const again = await everyTrade(rb, { connectionId }, 73);
    expect(again.slice(-once.length).map(({ id }) => id)).toEqual(once.map(({ id }) => id));
  });

  it('is shared by two equal trades, on one account or on two', async () => {
    const twins = brokerWith([PURCHASE, PURCHASE]);
    const [a, b] = await everyTrade(twins, { connectionId: twins.connection('owner-commsec') });
    expect(a?.id).toBe(b?.id);
    expect(a).toEqual(b);

    const rb = redbarkIn({
      entities: {
        accounts: [
          { key: 'owner-wall-street', rowsPerYear: 0 },
          { key: 'owner-stake-asx', rowsPerYear: 0 },
        ],
        trades: [
          { ...PURCHASE, key: 'one', account: 'owner-wall-street' },
          { ...PURCHASE, key: 'two', account: 'owner-stake-asx' },
        ],
      },
    });
    const [c, d] = await everyTrade(rb, { connectionId: rb.connection('owner-stake') });
    expect(c?.id).toBe(d?.id);
    expect(c?.accountId).not.toBe(d?.accountId);
  });

  it('cannot be split back: dates, symbols and descriptions hold hyphens themselves', async () => {
    const plain = await first(brokerWith([{ ...PURCHASE, description: 'a-b' }]));
    expect(plain.id.split('-').length).toBeGreaterThan(8);
  });
});

describe('dates of trades', () => {
  it.each([
    ['commsec', '2026-03-15', '2026-03-17'],
    ['stake', '2026-03-15T00:00:00.000Z', '2026-03-17T00:00:00.000Z'],
    ['selfwealth', '2026-03-15T11:00:00+11:00', '2026-03-17T11:00:00+11:00'],
  ])('come as %s has them: %s', async (institution, tradeDate, settlementDate) => {
    expect(await first(brokerWith([PURCHASE], institution))).toMatchObject({ tradeDate, settlementDate });
  });

  it('come in both forms within one list where a broker mixes them', async () => {
    const rb = redbarkIn({ template: 'messy', limits: 'off' });
    const trades = await everyTrade(rb, { connectionId: rb.connection('mixed-dates') }, 500);
    const bare = trades.filter(({ tradeDate }) => /^\d{4}-\d\d-\d\d$/.test(tradeDate));
    const full = trades.filter(({ tradeDate }) => /^\d{4}-\d\d-\d\dT.*[+]1[01]:00$/.test(tradeDate));
    expect(bare.length + full.length).toBe(trades.length);
    expect(bare.length).toBeGreaterThan(20);
    expect(full.length).toBeGreaterThan(20);
  });

  it('keep the offset of their own day through summer and winter time', async () => {
    const winter = await first(brokerWith([{ ...PURCHASE, at: '2025-07-15T11:00:00+10:00' }], 'selfwealth'));
    expect(winter.tradeDate).toBe('2025-07-15T11:00:00+10:00');
  });
});

describe('every trade of the household', () => {
  const rb = redbarkIn({ limits: 'off' });
  const brokers = ['owner-commsec', 'owner-stake', 'partner-selfwealth'];
  const all = Promise.all(brokers.map((key) => everyTrade(rb, { connectionId: rb.connection(key) }, 500)));

  it('is of one of eight lower-case types, and all eight occur', async () => {
    const types = new Set((await all).flat().map(({ type }) => type));
    const eight = ['buy', 'sell', 'dividend', 'split', 'transfer', 'fee', 'interest', 'other'];
    expect([...types].sort()).toEqual([...eight].sort());
  });

  it('is newest first', async () => {
    for (const trades of await all) {
      const dates = trades.map(({ tradeDate }) => Date.parse(tradeDate));
      expect(dates).toEqual([...dates].sort((a, b) => b - a));
    }
  });

  it('has totalAmount = quantity x price for buys and sells, positive, fees not included', async () => {
    for (const { type, quantity, price, totalAmount } of (await all).flat()) {
      expect(new Decimal(totalAmount).isNegative()).toBe(false);
      if (type !== 'buy' && type !== 'sell') continue;
      expect(totalAmount).toBe(new Decimal(quantity).mul(price).toFixed());
    }
  });

  it('holds no JSON number', async () => {
    for (const trade of (await all).flat()) {
      for (const value of Object.values(trade))
        expect(typeof value === 'string' || value === null).toBe(true);
    }
  });

  it('is null only in name, fees, settlementDate and description', async () => {
    const nulls = (await all)
      .flat()
      .flatMap((trade) => Object.entries(trade).flatMap(([field, value]) => (value === null ? [field] : [])));
    expect(['name', 'fees', 'settlementDate', 'description']).toEqual(
      expect.arrayContaining([...new Set(nulls)]),
    );
    expect(nulls).toEqual(expect.arrayContaining(['name', 'fees', 'description']));
  });

  it('is what the ledger knows: as many, and each with its own amount and day', async () => {
    const [commsec = []] = await all;
    const rows = [...rb.ledger.trades.each(['owner-shares'], { now: rb.now() })];
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Australia/Sydney', dateStyle: 'short' });
    expect(commsec.map(({ type, totalAmount, tradeDate }) => [type, totalAmount, tradeDate])).toEqual(
      rows.map(({ kind, amount, at }) => [kind, amount.toFixed(), day.format(at)]),
    );
  });
});
