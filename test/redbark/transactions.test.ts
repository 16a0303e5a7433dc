import { describe, expect, it } from 'vitest';
import { type Query, type RedbarkAnswer, redbarkIn } from './redbark.ts';

const DAY = 86_400_000;

describe('transactions', () => {
  const rb = redbarkIn({ limits: 'off' });
  const connectionId = rb.connection('owner-commbank');
  const accountId = rb.account('owner-everyday');
  const accounts = rb.ledger.connections.get('owner-commbank')?.accounts ?? [];

  it('are what the ledger knows, newest first, in the bank’s own days and UTC instants', async () => {
    const { body } = await rb.get('/v1/transactions', { connectionId, accountId, limit: 500 });
    const rows = [
      ...rb.ledger.transactions.each(['owner-everyday'], { now: rb.now(), from: rb.now() - 30 * DAY }),
    ];
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Australia/Sydney', dateStyle: 'short' });
    expect(rows.length).toBeGreaterThan(10);
    expect(body.data).toEqual(
      rows.map((row) => ({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        accountId,
        accountName: 'Smart Access',
        status: 'posted',
        date: day.format(row.at),
        datetime: new Date(row.at).toISOString(),
        postDate: row.postedAt === undefined ? null : day.format(row.postedAt),
        postDatetime: row.postedAt === undefined ? null : new Date(row.postedAt).toISOString(),
        valueDate: null,
        valueDatetime: null,
        description: row.pending ? 'AUTHORISATION' : row.description,
        amount: row.amount.toFixed(2),
        direction: row.amount.isNegative() ? 'debit' : 'credit',
        category: row.category ?? null,
        merchantName: row.merchant?.name ?? null,
        merchantCategoryCode: row.merchant?.code ?? null,
      })),
    );
  });

  it('have signed amounts of two decimals, below zero exactly when direction is debit', async () => {
    const { body } = await rb.get('/v1/transactions', { connectionId, limit: 500, from: '2025-06-01' });
    for (const { amount, direction } of body.data) {
      expect(amount).toMatch(/^-?\d+\.\d{2}$/);
      expect(amount.startsWith('-')).toBe(direction === 'debit');
    }
  });

  it('go back 30 days unless from is given', async () => {
    const { body } = await rb.get('/v1/transactions', { connectionId, limit: 500 });
    const oldest = Math.min(...body.data.map(({ datetime }) => Date.parse(datetime)));
    expect(oldest).toBeGreaterThanOrEqual(rb.now() - 30 * DAY);
    expect(body.data).toHaveLength(
      rb.ledger.transactions.count(accounts, { now: rb.now(), from: rb.now() - 30 * DAY }),
    );
    const further = await rb.get('/v1/transactions', { connectionId, limit: 500, from: '2025-12-01' });
    expect(further.body.data.length).toBeGreaterThan(body.data.length);
  });

  it('come in pages that show every row once', async () => {
    const query = { connectionId, from: '2025-09-01' };
    const whole = await rb.get('/v1/transactions', { ...query, limit: 500 });
    const seen: unknown[] = [];
    for (let offset = 0, more = true; more; offset += 77) {
      const { body } = await rb.get('/v1/transactions', { ...query, limit: 77, offset });
      seen.push(...body.data);
      more = body.pagination.hasMore;
    }
    expect(seen.slice(0, 500)).toEqual(whole.body.data);
    expect(new Set(seen.map((row) => JSON.stringify(row))).size).toBe(seen.length);
  });

  it('refuse a brokerage connection, with their own message', async () => {
    const { status, error } = await rb.get('/v1/transactions', {
      connectionId: rb.connection('owner-commsec'),
    });
    expect(status).toBe(400);
    expect(error).toEqual({
      message: 'Transactions are only available for banking connections',
      code: 'wrong_endpoint_for_category',
    });
  });

  it('are of one account of the connection where accountId says so; they know no accountIds', async () => {
    const { body } = await rb.get('/v1/transactions', { connectionId, accountId, accountIds: 'x' });
    expect(new Set(body.data.map((row) => row.accountId))).toEqual(new Set([accountId]));
    const foreign = await rb.get('/v1/transactions', {
      connectionId,
      accountId: rb.account('partner-choice'),
    });
    expect(foreign.error.code).toBe('account_not_found');
  });

  it('check dates like trades do', async () => {
    const naive = await rb.get('/v1/transactions', { connectionId, from: '2026-03-01T00:00:00' });
    expect([naive.status, naive.error.code]).toEqual([400, undefined]);
    const backwards = await rb.get('/v1/transactions', {
      connectionId,
      from: '2026-03-02',
      to: '2026-03-01',
    });
    expect(backwards.error.code).toBe('invalid_date_range');
  });

  it('end at the row ceiling', async () => {
    const busy = redbarkIn({
      limits: 'off',
      entities: { accounts: [{ key: 'owner-everyday', rowsPerYear: 9000 }] },
    });
    const { headers, body } = await busy.get('/v1/transactions', { connectionId, from: '2019-01-01' });
    expect(headers['x-redbark-truncated']).toBe('true');
    expect(body.pagination).toMatchObject({ total: null, hasMore: true });
    const month = await busy.get('/v1/transactions', { connectionId });
    expect(month.headers['x-redbark-truncated']).toBeUndefined();
  });
});

describe('transactions without accountId', () => {
  const ask = (query: Query, policy?: string): Promise<RedbarkAnswer<unknown>> => {
    const rb = redbarkIn(policy === undefined ? {} : { switches: { redbark: { accountIdPolicy: policy } } });
    return rb.get('/v1/transactions', query);
  };
  const rb = redbarkIn();
  const connectionId = rb.connection('owner-commbank');

  it('are answered for all accounts, with headers that say it will end', async () => {
    const { status, headers } = await ask({ connectionId });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      deprecation: 'true',
      sunset: 'Wed, 01 Sep 2027 00:00:00 GMT',
      link: expect.stringMatching(/^<https:.*>; rel="deprecation"$/),
    });
  });

  it('with it there are no such headers', async () => {
    const { headers } = await ask({ connectionId, accountId: rb.account('owner-everyday') });
    expect([headers.deprecation, headers.sunset, headers.link]).toEqual([undefined, undefined, undefined]);
  });

  it('are refused with 410 where the switch says so', async () => {
    const { status, error } = await ask({ connectionId }, 'gone');
    expect(status).toBe(410);
    expect(error).toEqual({ message: 'Endpoint requires an accountId' });
    expect((await ask({ connectionId, accountId: rb.account('owner-everyday') }, 'gone')).status).toBe(200);
  });
});

describe('a hold', () => {
  // A card payment of Monday that is posted on Tuesday.
  const rb = redbarkIn({
    limits: 'off',
    entities: {
      accounts: [{ key: 'owner-everyday', rowsPerYear: 0 }],
      transactions: [
        {
          key: 'lunch',
          account: 'owner-everyday',
          at: '2026-03-16T08:30:00+11:00',
          postedAt: '2026-03-17T08:30:00+11:00',
          description: 'NOODLE BAR',
          amount: '-18.40',
        },
      ],
    },
  });
  const query = { connectionId: rb.connection('owner-commbank'), accountId: rb.account('owner-everyday') };

  it('is called posted, described AUTHORISATION, and gets another id when it settles', async () => {
    const [hold] = (await rb.get('/v1/transactions', query)).body.data;
    expect(hold).toMatchObject({
      status: 'posted',
      description: 'AUTHORISATION',
      postDate: null,
      amount: '-18.40',
    });
    rb.world.clock.advance('2d');
    const [settled, ...others] = (await rb.get('/v1/transactions', query)).body.data;
    expect(others).toEqual([]);
    expect(settled).toMatchObject({ status: 'posted', description: 'NOODLE BAR', postDate: '2026-03-17' });
    expect(settled?.id).not.toBe(hold?.id);
  });

  it('has a hash for an id where the switch says so', async () => {
    const hashed = redbarkIn({ switches: { redbark: { transactionIds: 'content-hash' } } });
    const { body } = await hashed.get('/v1/transactions', { connectionId: query.connectionId });
    for (const { id } of body.data) expect(id).toMatch(/^bank_tx_[0-9a-f]{64}$/);
    expect(new Set(body.data.map(({ id }) => id)).size).toBe(body.data.length);
  });
});
