/** Pages that give fewer rows than they should: every row comes all the same, to a client that reads as documented. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgedRedbark, labelOf } from './faulty.ts';
import { everyTrade, type Redbark, type Trade } from './redbark.ts';

const QUIET = { limits: 'off' } as const;

async function idsBy(
  rb: Redbark,
  step: (page: { readonly limit: number; readonly rows: number }) => number,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (let offset = 0, pages = 0; pages < 200; pages++) {
    const { body } = await rb.get('/v1/trades', {
      connectionId: rb.connection('owner-stake'),
      limit,
      offset,
    });
    ids.push(...body.data.map(({ id }) => id));
    if (!body.pagination.hasMore) return ids;
    offset += step({ limit, rows: body.data.length });
  }
  return ids;
}

const arm = (rb: Redbark, fault: string, more: object = {}): unknown =>
  rb.world.arm({ provider: 'redbark', operation: 'listTrades', fault, ...more });

describe('short-page', () => {
  it('gives three rows, says that more are to come, and the rest come with the next page', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const all = await everyTrade(rb, { connectionId });
    arm(rb, 'short-page', { rows: 3, times: 1 });

    const first = await rb.get('/v1/trades', { connectionId, limit: 20 });
    expect(first.body.data).toEqual(all.slice(0, 3));
    expect(first.body.pagination).toEqual({ total: null, limit: 20, offset: 0, hasMore: true });
    expect(labelOf(first)).toBeDefined();

    const second = await rb.get('/v1/trades', { connectionId, limit: 20, offset: 20 });
    expect(second.body.data).toEqual(all.slice(3, 23));
    expect([labelOf(second), second.headers['x-cache']]).toEqual([undefined, 'BYPASS']);
  });

  it('is no loss to a client that adds limit, and one to a client that adds the rows it got', async () => {
    const rb = judgedRedbark(QUIET);
    const all = (await everyTrade(rb, { connectionId: rb.connection('owner-stake') })).map(({ id }) => id);
    arm(rb, 'short-page', { rows: 3, nth: [1, 3] });
    expect(await idsBy(rb, ({ limit }) => limit, 50)).toEqual(all);
    rb.world.disarm('f1');
    arm(rb, 'short-page', { rows: 3, times: 1 });
    expect(await idsBy(rb, ({ rows }) => rows, 50)).not.toEqual(all);
  });

  it('may hold back rows of any pages, at any limit: each row comes once', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const all: Trade[] = await everyTrade(rb, { connectionId });
    const page = fc.record({ rows: fc.integer({ min: 1, max: 60 }), nth: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(page, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 2 }),
        fc.integer({ min: 40, max: 300 }),
        async (pages, empty, limit) => {
          const armed = [
            ...pages.map((one) => arm(rb, 'short-page', one)),
            ...empty.map((nth) => arm(rb, 'empty-page', { nth })),
          ] as { readonly id: string }[];
          expect(await everyTrade(rb, { connectionId }, limit)).toEqual(all);
          for (const { id } of armed) rb.world.disarm(id);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('may happen to every page: what is remembered of them stays small', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const all = await everyTrade(rb, { connectionId });
    arm(rb, 'short-page', { rows: 2 });
    expect(await everyTrade(rb, { connectionId }, 20)).toEqual(all);
    const { gaps } = rb.world.snapshot().providers.redbark as { readonly gaps: object };
    expect(JSON.stringify(gaps).length).toBeLessThan(10_000);
  });

  it('is forgotten by whoever starts again, and was never another customer’s', async () => {
    const rb = judgedRedbark({
      ...QUIET,
      providers: { redbark: { keys: { partner: { person: 'partner' } } } },
    });
    const connectionId = rb.connection('owner-stake');
    const all = await everyTrade(rb, { connectionId });
    arm(rb, 'short-page', { rows: 3, times: 1 });
    expect((await rb.get('/v1/trades', { connectionId })).body.data).toHaveLength(3);
    const gaps = (): object => (rb.world.snapshot().providers.redbark as { readonly gaps: object }).gaps;
    expect(Object.keys(gaps())).toHaveLength(1);
    const partner = rb.connection('partner-selfwealth');
    await rb.get('/v1/trades', { connectionId: partner }, { key: 'partner' });
    expect(Object.keys(gaps())).toHaveLength(1);
    expect((await rb.get('/v1/trades', { connectionId })).body.data).toEqual(all.slice(0, 200));
    expect(gaps()).toEqual({});
  });

  it('asked for twice gives the same page twice', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    arm(rb, 'short-page', { rows: 3, nth: 2 });
    await rb.get('/v1/trades', { connectionId, limit: 20 });
    const once = await rb.get('/v1/trades', { connectionId, limit: 20, offset: 20 });
    const again = await rb.get('/v1/trades', { connectionId, limit: 20, offset: 20 });
    expect(again.body).toEqual(once.body);
  });

  it('cannot happen to a page that has no more rows than it would give', async () => {
    const rb = judgedRedbark(QUIET);
    arm(rb, 'short-page', { rows: 3 });
    const query = { connectionId: rb.connection('owner-stake') };
    expect(labelOf(await rb.get('/v1/trades', { ...query, limit: 3 }))).toBeUndefined();
    expect(labelOf(await rb.get('/v1/trades', { ...query, offset: 99_999 }))).toBeUndefined();
    expect(labelOf(await rb.get('/v1/trades', { ...query, limit: 4 }))).toBeDefined();
  });

  it('happens to accounts and transactions too', async () => {
    const rb = judgedRedbark(QUIET);
    const accounts = (await rb.get('/v1/accounts')).body.data;
    rb.world.arm({ provider: 'redbark', fault: 'short-page', rows: 1, times: 2 });
    const first = await rb.get('/v1/accounts', { limit: 5 });
    const second = await rb.get('/v1/accounts', { limit: 200, offset: 5 });
    expect([...first.body.data, ...second.body.data]).toEqual(accounts.slice(0, 2));
    const rest = await rb.get('/v1/accounts', { limit: 200, offset: 205 });
    expect(rest.body.data).toEqual(accounts.slice(2));
    expect(rest.body.pagination).toMatchObject({ hasMore: false, total: accounts.length });
  });
});

describe('empty-page', () => {
  it('gives nothing and more to come: the rows come at the next offset', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-commbank');
    const whole = (await rb.get('/v1/transactions', { connectionId, limit: 10 })).body.data;
    rb.world.arm({ provider: 'redbark', fault: 'empty-page', times: 1 });
    const empty = await rb.get('/v1/transactions', { connectionId, limit: 10 });
    expect(empty.body).toEqual({
      data: [],
      pagination: { total: null, limit: 10, offset: 0, hasMore: true },
    });
    const next = await rb.get('/v1/transactions', { connectionId, limit: 10, offset: 10 });
    expect(next.body.data).toEqual(whole);
  });
});

describe('truncated', () => {
  it('ends the reading after five rows: header, hasMore, no total; going on reaches every row', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const all = await everyTrade(rb, { connectionId });
    arm(rb, 'truncated', { rows: 5, times: 2 });
    const cut = await rb.get('/v1/trades', { connectionId });
    expect(cut.body.data).toEqual(all.slice(0, 5));
    expect(cut.headers['x-redbark-truncated']).toBe('true');
    expect(cut.body.pagination).toMatchObject({ hasMore: true, total: null });
    expect(await everyTrade(rb, { connectionId })).toEqual(all);
  });

  it('loses what lies beyond the ceiling where it counts from the first row', async () => {
    const rb = judgedRedbark({ ...QUIET, switches: { redbark: { ceiling: 'from-start' } } });
    const connectionId = rb.connection('owner-stake');
    arm(rb, 'truncated', { rows: 5, times: 2 });
    expect((await rb.get('/v1/trades', { connectionId })).body.data).toHaveLength(5);
    const beyond = await rb.get('/v1/trades', { connectionId, offset: 200 });
    expect(beyond.body).toMatchObject({ data: [], pagination: { hasMore: true } });
    expect((await rb.get('/v1/trades', { connectionId, offset: 200 })).body.data.length).toBeGreaterThan(5);
  });

  it('cannot happen to a listing that is shorter', async () => {
    const rb = judgedRedbark(QUIET);
    arm(rb, 'truncated', { rows: 5000 });
    expect(
      labelOf(await rb.get('/v1/trades', { connectionId: rb.connection('owner-stake') })),
    ).toBeUndefined();
  });
});
