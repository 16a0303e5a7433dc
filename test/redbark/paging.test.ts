import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CEILING } from '../../mocks/redbark/paging.ts';
import { tradeBody } from '../../mocks/redbark/wire/trade.ts';
import { everyTrade, type Redbark, redbarkIn, type Trade } from './redbark.ts';

/** A broker's account busy enough to have more rows than one request may read. */
const BUSY = {
  limits: 'off',
  entities: { accounts: [{ key: 'owner-shares', rowsPerYear: 2500 }] },
} as const;

/** What the ledger knows, rendered row by row, without any paging of ours. */
function truth(rb: Redbark, accounts: readonly string[]): Trade[] {
  const [first = ''] = accounts;
  const connection = rb.ledger.connections.get(rb.ledger.accounts.get(first)?.connection ?? '');
  const institution = rb.ledger.institutions.get(connection?.institution ?? '');
  return [...rb.ledger.trades.each(accounts, { now: rb.now() })].map((trade) => {
    const account = rb.ledger.accounts.get(trade.account);
    if (account === undefined || institution === undefined) throw new Error('the ledger lost an account');
    return tradeBody({ account, accountId: rb.account(account.key), institution }, trade);
  });
}

describe('pages', () => {
  const rb = redbarkIn({ limits: 'off' });
  const connectionId = rb.connection('owner-stake');
  const all = truth(rb, ['owner-wall-street', 'owner-stake-asx']);

  it('show every row once, in one order, for any limit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: 500 }), async (limit) => {
        expect(await everyTrade(rb, { connectionId }, limit)).toEqual(all);
      }),
      { numRuns: 12 },
    );
  });

  it('show the rows after the offset, for any window and any walk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: all.length + 50 }),
        async (limit, offset) => {
          const { body } = await rb.get('/v1/trades', { connectionId, limit, offset });
          expect(body.data).toEqual(all.slice(offset, offset + limit));
          const hasMore = offset + limit < all.length;
          expect(body.pagination).toEqual({ total: hasMore ? null : all.length, limit, offset, hasMore });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('far beyond the end are empty and the last', async () => {
    const { body } = await rb.get('/v1/trades', { connectionId, offset: 999_999_999_999_999 });
    expect(body.data).toEqual([]);
    expect(body.pagination).toMatchObject({ hasMore: false, total: all.length });
  });
});

describe('total', () => {
  const walk = async (total: string): Promise<(number | null)[]> => {
    const rb = redbarkIn({ limits: 'off', switches: { redbark: { total } } });
    const connectionId = rb.connection('owner-stake');
    const count = rb.ledger.trades.count(['owner-wall-street', 'owner-stake-asx'], { now: rb.now() });
    const first = await rb.get('/v1/trades', { connectionId, limit: 500 });
    expect(first.body.pagination.hasMore).toBe(true);
    const last = await rb.get('/v1/trades', { connectionId, limit: 500, offset: count - 1 });
    expect(last.body.pagination).toMatchObject({ hasMore: false, total: count });
    return [first.body.pagination.total, count];
  };

  it('is null while hasMore is true, and exact when it is false', async () => {
    const [total] = await walk('null');
    expect(total).toBeNull();
  });

  it('is exact on every page where the switch says so', async () => {
    const [total, count] = await walk('exact');
    expect(total).toBe(count);
  });

  it('is -1 while hasMore is true where the switch says so', async () => {
    expect((await walk('minus-one'))[0]).toBe(-1);
  });
});

describe('the row ceiling', () => {
  const rb = redbarkIn(BUSY);
  const connectionId = rb.connection('owner-commsec');
  const count = rb.ledger.trades.count(['owner-shares'], { now: rb.now() });

  it('has something to end in this world', () => expect(count).toBeGreaterThan(2 * CEILING));

  it('ends a reading of more than 5,000 rows: header, hasMore, no total', async () => {
    const { headers, body } = await rb.get('/v1/trades', { connectionId });
    expect(headers['x-redbark-truncated']).toBe('true');
    expect(body.pagination).toMatchObject({ hasMore: true, total: null });
    expect(body.data).toHaveLength(200);
  });

  it('is per request: the next window is a new request with a new ceiling, and reaches every row', async () => {
    const seen = await everyTrade(rb, { connectionId }, 500);
    expect(seen).toHaveLength(count);
    expect(seen).toEqual(truth(rb, ['owner-shares']));
  });

  it('does not fire on the last 5,000 rows: then the header is absent, not false', async () => {
    const inside = await rb.get('/v1/trades', { connectionId, offset: count - CEILING });
    expect(inside.headers['x-redbark-truncated']).toBeUndefined();
    const outside = await rb.get('/v1/trades', { connectionId, offset: count - CEILING - 1 });
    expect(outside.headers['x-redbark-truncated']).toBe('true');
  });

  it('leaves total unknown even where totals are exact', async () => {
    const exact = redbarkIn({ ...BUSY, switches: { redbark: { total: 'exact' } } });
    const { body } = await exact.get('/v1/trades', { connectionId });
    expect(body.pagination.total).toBeNull();
    const last = await exact.get('/v1/trades', { connectionId, offset: count - CEILING });
    expect(last.body.pagination).toMatchObject({ total: count, hasMore: true });
  });

  it('never stands on holdings', async () => {
    const { headers } = await rb.get('/v1/holdings', { connectionId });
    expect(headers['x-redbark-truncated']).toBeUndefined();
  });
});

describe('the row ceiling counted from the first row', () => {
  const rb = redbarkIn({ ...BUSY, switches: { redbark: { ceiling: 'from-start' } } });
  const connectionId = rb.connection('owner-commsec');

  it('lets windows before it pass', async () => {
    const { headers, body } = await rb.get('/v1/trades', { connectionId, offset: CEILING - 200 });
    expect(headers['x-redbark-truncated']).toBeUndefined();
    expect(body.data).toHaveLength(200);
  });

  it('cuts the window it falls into: hasMore is true on a page shorter than limit', async () => {
    const { headers, body } = await rb.get('/v1/trades', { connectionId, offset: CEILING - 150 });
    expect(headers['x-redbark-truncated']).toBe('true');
    expect(body.data).toHaveLength(150);
    expect(body.pagination).toMatchObject({ hasMore: true, total: null, limit: 200 });
  });

  it('makes what lies beyond unreachable: empty pages that claim there is more', async () => {
    const { headers, body } = await rb.get('/v1/trades', { connectionId, offset: CEILING });
    expect(headers['x-redbark-truncated']).toBe('true');
    expect(body.data).toEqual([]);
    expect(body.pagination).toMatchObject({ hasMore: true, total: null });
  });

  it('is kept clear of by a narrower window of dates', async () => {
    const { headers, body } = await rb.get('/v1/trades', { connectionId, from: '2026-01-01', limit: 500 });
    expect(headers['x-redbark-truncated']).toBeUndefined();
    expect(body.data.length).toBeGreaterThan(100);
  });
});
