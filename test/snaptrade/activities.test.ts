/** Activities: pages, filters, signs, and what a row may lack. */
import { describe, expect, it } from 'vitest';
import type { Trade, WorldFile } from '../../fixtures/ledger/index.ts';
import { activityType } from '../../mocks/snaptrade/wire/activity.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const SHARES = idOf(ledger, 'account', 'owner-shares');
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');

interface Row {
  readonly id: string;
  readonly type: string;
  readonly units: number;
  readonly amount: number;
  readonly price: number;
  readonly trade_date: string;
  readonly symbol: { readonly symbol: string } | null;
}

async function rows(
  api: Client,
  account: string,
  query: Record<string, string | number> = {},
): Promise<Row[]> {
  return (await api.get(`/accounts/${account}/activities`, query)).body.data;
}

/** Every trade of an account that a client can see with the world at its first instant. */
function visible(key: string, through: string): Trade[] {
  const until = Date.parse(`${through}T00:00:00Z`) + 86_400_000;
  return [...ledger.trades.each([key], { now: until, until })];
}

describe('pages', () => {
  it('hold a thousand rows unless told otherwise, and say how many there are', async () => {
    const { body } = await client().get(`/accounts/${SHARES}/activities`);
    expect(body.pagination).toEqual({ offset: 0, limit: 1000, total: body.pagination.total });
    expect(body.pagination.total).toBeGreaterThan(1000);
    expect(body.data).toHaveLength(1000);
  });

  it('walked by offset give every row once', async () => {
    const api = client();
    const seen: string[] = [];
    let total = 1;
    for (let offset = 0; offset < total; offset += 700) {
      const { data, pagination } = (await api.get(`/accounts/${SHARES}/activities`, { offset, limit: 700 }))
        .body;
      seen.push(...data.map((row: Row) => row.id));
      total = pagination.total;
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  it('beyond the end are empty', async () => {
    for (const offset of [1_000_000, 2_147_483_647]) {
      const { body } = await client().get(`/accounts/${SHARES}/activities`, { offset, limit: 5 });
      expect(body).toMatchObject({ data: [], pagination: { offset, limit: 5 } });
    }
  });

  it('never hold more than a thousand rows: more is cut to that', async () => {
    const { status, body } = await client().get(`/accounts/${SHARES}/activities`, { limit: 5000 });
    expect(status).toBe(200);
    expect(body.pagination.limit).toBe(1000);
    expect(body.data).toHaveLength(1000);
  });

  it('never hold more than a thousand rows: more is refused with overLimit refuse', async () => {
    const api = client({ switches: { snaptrade: { overLimit: 'refuse' } } });
    expect(await api.get(`/accounts/${SHARES}/activities`, { limit: 1001 })).toMatchObject({
      status: 400,
      body: { detail: 'limit must be <= 1000 (given 1001)', code: '1012' },
    });
    expect((await api.get(`/accounts/${SHARES}/activities`, { limit: 1000 })).status).toBe(200);
  });

  it('are newest first by trade_date', async () => {
    for (const account of [SHARES, WALL_STREET]) {
      const dates = (await rows(client(), account)).map((row) => Date.parse(row.trade_date));
      expect(dates).toEqual([...dates].sort((a, b) => b - a));
    }
  });
});

describe('dates', () => {
  it('include both ends', async () => {
    const api = client();
    const all = await rows(api, WALL_STREET);
    const day = (row: Row | undefined) => row?.trade_date.slice(0, 10) ?? '';
    const [endDate, startDate] = [day(all[10]), day(all[30])];
    const expected = all.filter((row) => day(row) >= startDate && day(row) <= endDate);
    expect(await rows(api, WALL_STREET, { startDate, endDate })).toEqual(expected);
    expect(await rows(api, WALL_STREET, { startDate: endDate, endDate })).toEqual(
      all.filter((row) => day(row) === endDate),
    );
  });

  it('are those the rows show, also where the brokerage counts days in another zone', async () => {
    const api = client();
    const [first] = await rows(api, SHARES, { limit: 1 });
    const shown = first?.trade_date.slice(0, 10) ?? '';
    const found = await rows(api, SHARES, { startDate: shown, endDate: shown });
    expect(found.map((row) => row.id)).toContain(first?.id);
    expect(new Set(found.map((row) => row.trade_date.slice(0, 10)))).toEqual(new Set([shown]));
  });

  it('the wrong way round match nothing', async () => {
    const { body } = await client().get(`/accounts/${SHARES}/activities`, {
      startDate: '2025-06-01',
      endDate: '2025-05-01',
    });
    expect(body).toMatchObject({ data: [], pagination: { total: 0 } });
  });

  it('are midnights where the brokerage passes on days, moments with an offset where it does so', async () => {
    const api = client();
    for (const row of await rows(api, SHARES, { limit: 20 })) {
      expect(row.trade_date).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00Z$/);
    }
    for (const row of await rows(api, WALL_STREET, { limit: 20 })) {
      expect(row.trade_date).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
    }
    const partner = client({ providers: { snaptrade: { person: 'partner' } } });
    const asx = idOf(ledger, 'account', 'partner-asx');
    for (const row of await rows(partner, asx, { limit: 20 })) {
      expect(row.trade_date).toMatch(/T\d{2}:\d{2}:\d{2}\+1[01]:00$/);
    }
  });
});

describe('types', () => {
  it('are told by kind and by the direction of cash', async () => {
    const api = client();
    const all = [...(await rows(api, SHARES)), ...(await rows(api, SHARES, { offset: 1000 }))];
    const trades = visible('owner-shares', '2026-03-15');
    expect(all).toHaveLength(trades.length);
    const expected: Record<string, readonly string[]> = {
      buy: ['BUY'],
      sell: ['SELL'],
      dividend: ['DIVIDEND'],
      split: ['SPLIT'],
      transfer: ['CONTRIBUTION', 'WITHDRAWAL'],
      fee: ['FEE'],
      interest: ['INTEREST'],
      other: ['OTHER'],
    };
    for (const [index, trade] of trades.entries()) expect(expected[trade.kind]).toContain(all[index]?.type);
  });

  it('filter, several at once, and the total is of what matches', async () => {
    const api = client();
    const all = [...(await rows(api, SHARES)), ...(await rows(api, SHARES, { offset: 1000 }))];
    for (const type of ['DIVIDEND', 'BUY,SELL', 'CONTRIBUTION,WITHDRAWAL', 'NONSENSE']) {
      const wanted = all.filter((row) => type.split(',').includes(row.type));
      const { body } = await api.get(`/accounts/${SHARES}/activities`, { type, limit: 7, offset: 3 });
      expect(body.pagination.total).toBe(wanted.length);
      expect(body.data).toEqual(wanted.slice(3, 10));
    }
  });

  it('answers a filter in time in an account of a hundred million', async () => {
    const whale: WorldFile = { template: 'whale' };
    const api = client(whale);
    const accounts = (await api.get('/accounts')).body.map(({ id }: { id: string }) => id);
    const totals: number[] = [];
    for (const id of accounts)
      totals.push((await api.get(`/accounts/${id}/activities`, { limit: 1 })).body.pagination.total);
    const largest = accounts[totals.indexOf(Math.max(...totals))];
    expect(Math.max(...totals)).toBeGreaterThan(90_000_000);
    const { body } = await api.get(`/accounts/${largest}/activities`, { type: 'BUY', limit: 2 });
    expect(body.data).toHaveLength(2);
    expect(body.pagination.total).toBeGreaterThan(5_000);
    expect(body.pagination.total).toBeLessThan(50_000);
  });

  it('of securities moved in and out have words of their own', () => {
    // No row of the ledger does that yet; the mapping knows it.
    const [trade] = visible('owner-shares', '2026-03-15').filter((one) => one.kind === 'buy');
    if (trade === undefined) throw new Error('The account never bought anything.');
    expect(activityType({ ...trade, kind: 'transfer' })).toBe('EXTERNAL_ASSET_TRANSFER_IN');
    expect(activityType({ ...trade, kind: 'transfer', units: trade.units.negated() })).toBe(
      'EXTERNAL_ASSET_TRANSFER_OUT',
    );
  });
});

describe('rows', () => {
  const given: WorldFile = {
    entities: {
      accounts: [{ key: 'owner-wall-street', rowsPerYear: 0 }],
      trades: [
        {
          key: '1',
          account: 'owner-wall-street',
          kind: 'transfer',
          amount: '5000',
          at: '2026-02-02T01:00:00Z',
        },
        {
          key: '2',
          account: 'owner-wall-street',
          kind: 'buy',
          symbol: 'AAPL',
          quantity: '10',
          price: '200.5',
          fee: '3',
          at: '2026-02-02T02:00:00Z',
        },
        {
          key: '3',
          account: 'owner-wall-street',
          kind: 'sell',
          symbol: 'AAPL',
          quantity: '4',
          price: '210',
          fee: '3',
          at: '2026-02-02T03:00:00Z',
        },
        {
          key: '4',
          account: 'owner-wall-street',
          kind: 'dividend',
          symbol: 'AAPL',
          quantity: '6',
          price: '0.25',
          amount: '1.5',
          at: '2026-02-02T04:00:00Z',
        },
        {
          key: '5',
          account: 'owner-wall-street',
          kind: 'transfer',
          amount: '-100',
          at: '2026-02-02T05:00:00Z',
        },
        { key: '6', account: 'owner-wall-street', kind: 'fee', amount: '-1.5', at: '2026-02-02T06:00:00Z' },
        {
          key: '7',
          account: 'owner-wall-street',
          kind: 'interest',
          amount: '0.02',
          at: '2026-02-02T07:00:00Z',
        },
      ],
    },
  };

  it('are signed from the account’s side: units and amount of a purchase point apart', async () => {
    const all = await rows(client(given), WALL_STREET, { startDate: '2026-02-02', endDate: '2026-02-02' });
    const brief = all.map(({ type, units, amount, price, symbol }) => [
      type,
      units,
      amount,
      price,
      symbol?.symbol,
    ]);
    expect(brief).toEqual([
      ['INTEREST', 0, 0.02, 0, undefined],
      ['FEE', 0, -1.5, 0, undefined],
      ['WITHDRAWAL', 0, -100, 0, undefined],
      ['DIVIDEND', 0, 1.5, 0.25, 'AAPL'],
      ['SELL', -4, 837, 210, 'AAPL'],
      ['BUY', 10, -2008, 200.5, 'AAPL'],
      ['CONTRIBUTION', 0, 5000, 0, undefined],
    ]);
  });

  it('lack what does not apply: null, or an empty text', async () => {
    const [interest, , , , , buy] = (
      await client(given).get(`/accounts/${WALL_STREET}/activities`, { startDate: '2026-02-02' })
    ).body.data;
    expect(interest).toMatchObject({
      symbol: null,
      option_symbol: null,
      currency_universal_symbol: null,
      option_type: '',
      fx_rate: null,
      fee: 0,
      institution: 'Stake',
      currency: { code: 'USD' },
    });
    expect(buy).toMatchObject({ fee: 3, symbol: { symbol: 'AAPL', raw_symbol: 'AAPL' }, option_type: '' });
    const withoutReference = await client().get(`/accounts/${SHARES}/activities`, { limit: 1 });
    expect(withoutReference.body.data[0].external_reference_id).toBeNull();
    expect(buy.external_reference_id).not.toBeNull();
  });

  it('keep their ids whatever page or filter shows them', async () => {
    const api = client();
    const all = await rows(api, SHARES, { limit: 50 });
    expect(await rows(api, SHARES, { limit: 1, offset: 17 })).toEqual([all[17]]);
    const dividend = all.find((row) => row.type === 'DIVIDEND');
    expect((await rows(api, SHARES, { type: 'DIVIDEND', limit: 1 }))[0]).toEqual(dividend);
  });
});
