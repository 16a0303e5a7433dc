/** What moves while a client is reading. Rows come and go for good; an id changes as the broker fills in a fee. */
import { describe, expect, it } from 'vitest';
import { judgedRedbark, labelOf } from './faulty.ts';
import { everyTrade, type Redbark } from './redbark.ts';

const QUIET = { limits: 'off' } as const;
const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

async function pageOf(rb: Redbark, offset: number): Promise<string[]> {
  const { body } = await rb.get('/v1/trades', {
    connectionId: rb.connection('owner-stake'),
    limit: 20,
    offset,
  });
  return idsOf(body.data);
}

describe('row-arrives', () => {
  it('between two pages: a row is shown twice, and the new one is at the top from then on', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const before = idsOf(await everyTrade(rb, { connectionId }));
    rb.world.arm({ provider: 'redbark', operation: 'listTrades', fault: 'row-arrives', nth: 2 });

    const read = [...(await pageOf(rb, 0)), ...(await pageOf(rb, 20))];
    expect(read).toEqual([...before.slice(0, 20), ...before.slice(19, 39)]);

    rb.world.clock.advance('10m');
    const after = await everyTrade(rb, { connectionId });
    expect(idsOf(after.slice(1))).toEqual(before);
    expect(after[0]).toMatchObject({ type: 'buy', quantity: '1', description: 'ARRIVAL 1' });
  });

  it('comes to the account it is aimed at, each time another', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    rb.world.arm({ provider: 'redbark', fault: 'row-arrives', account: 'owner-stake-asx', times: 2 });
    const accountId = rb.account('owner-stake-asx');
    await rb.get('/v1/trades', { connectionId, accountId: rb.account('owner-wall-street') });
    await rb.get('/v1/trades', { connectionId });
    const { body } = await rb.get('/v1/trades', { connectionId });
    expect(body.data.slice(0, 2).map((row) => row.accountId)).toEqual([accountId, accountId]);
    expect(new Set(idsOf(body.data.slice(0, 2))).size).toBe(2);
  });

  it('is a row of a bank account too, and cannot come where the request would not show it', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-commbank');
    rb.world.arm({ provider: 'redbark', fault: 'row-arrives', times: 1 });
    expect(
      labelOf(await rb.get('/v1/transactions', { connectionId, to: '2026-01-01', from: '2025-12-01' })),
    ).toBeUndefined();
    const { body } = await rb.get('/v1/transactions', { connectionId });
    expect(body.data[0]).toMatchObject({ amount: '-4.50', direction: 'debit', description: 'ARRIVAL 1' });
  });
});

describe('row-vanishes', () => {
  it('between two pages: a row is never shown, and the one that went stays away', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const before = idsOf(await everyTrade(rb, { connectionId }));
    rb.world.arm({ provider: 'redbark', operation: 'listTrades', fault: 'row-vanishes', nth: 1 });

    const read = [...(await pageOf(rb, 0)), ...(await pageOf(rb, 20))];
    expect(read).toEqual([...before.slice(0, 20), ...before.slice(21, 41)]);

    rb.world.clock.advance('10m');
    const after = idsOf(await everyTrade(rb, { connectionId }));
    expect(after).toEqual([...before.slice(0, 19), ...before.slice(20)]);
    const last = await rb.get('/v1/trades', { connectionId, limit: 500, offset: after.length - 1 });
    expect(last.body.pagination).toMatchObject({ total: before.length - 1, hasMore: false });
  });

  it('takes any number of rows, on any walk', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    const before = idsOf(await everyTrade(rb, { connectionId }));
    rb.world.arm({ provider: 'redbark', fault: 'row-vanishes', times: 12 });
    const gone: string[] = [];
    const left = [...before];
    for (const offset of [1, 30, 30, 31, 7, 100, 99, 2, 1, 1, 64, 400]) {
      gone.push(...left.splice(offset - 1, 1));
      expect(await pageOf(rb, offset)).toEqual(left.slice(offset - 0, offset + 20));
    }
    rb.world.clock.advance('10m');
    expect(idsOf(await everyTrade(rb, { connectionId }, 37))).toEqual(left);
    expect(left).toEqual(before.filter((id) => !gone.includes(id)));
  });

  it('cannot happen before a first page: nothing was shown yet', async () => {
    const rb = judgedRedbark(QUIET);
    rb.world.arm({ provider: 'redbark', fault: 'row-vanishes' });
    const connectionId = rb.connection('owner-stake');
    expect(labelOf(await rb.get('/v1/trades', { connectionId }))).toBeUndefined();
    expect(labelOf(await rb.get('/v1/trades', { connectionId, offset: 99_999 }))).toBeUndefined();
    expect(labelOf(await rb.get('/v1/trades', { connectionId, offset: 1 }))).toBeDefined();
  });
});

describe('id-changes', () => {
  it('a trade whose fee is not known yet has another id once it is', async () => {
    const rb = judgedRedbark(QUIET);
    const connectionId = rb.connection('owner-stake');
    rb.world.arm({ provider: 'redbark', fault: 'id-changes', times: 1 });
    const early = (await rb.get('/v1/trades', { connectionId })).body.data;
    const later = (await rb.get('/v1/trades', { connectionId })).body.data;
    const changed = early.flatMap((row, index) =>
      row.id === later[index]?.id ? [] : [[row, later[index]] as const],
    );
    expect(changed).toHaveLength(1);
    for (const [before, after] of changed) {
      expect(before.fees).toBeNull();
      expect(after?.fees).not.toBeNull();
      expect({ ...before, id: '', fees: '' }).toEqual({ ...after, id: '', fees: '' });
    }
  });
});
