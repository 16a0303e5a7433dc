/** Pages that are short, empty, or move while a client reads them. A cursor names a row, so no row is lost or met twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Breadbox, type ErrorBody, list, open, walk } from './support.ts';

const SINCE = 'start_date=2026-02-15';
const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

describe('pages that hold rows back', () => {
  it('a short one has fewer rows than asked for and more to come', async () => {
    const box = open();
    box.arm({ fault: 'short-page', rows: 3, times: 1 });
    const page = await list(box, 'limit=100');
    expect(page.data).toHaveLength(3);
    expect(page.has_more).toBe(true);
    const rest = await list(box, `limit=100&cursor=${page.next_cursor}`);
    expect(rest.data).toHaveLength(100);
  });

  it('an empty one has no rows and more to come', async () => {
    const box = open();
    box.arm({ fault: 'empty-page', times: 1 });
    const page = await list(box);
    expect(page).toMatchObject({ data: [], has_more: true });
    const whole = await list(box, `cursor=${page.next_cursor}`);
    expect(ids(whole.data)).toEqual(ids((await list(box)).data));
  });

  it('there is none where nothing is to come, or where no cursor leads on', async () => {
    const box = open();
    box.arm({ fault: 'empty-page' });
    expect(await list(box, 'start_date=2090-01-01')).toEqual({
      data: [],
      next_cursor: null,
      has_more: false,
    });
    expect((await list(box, 'sort_by=amount')).data).toHaveLength(50);
  });

  it('at random places never make a client miss a row or meet one twice', async () => {
    const box = open({ limits: 'off' });
    const expected = ids(await walk(box, SINCE));
    expect(expected.length).toBeGreaterThan(100);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 5, max: 60 }),
        fc.constantFrom('asc', 'desc'),
        async (shorts, limit, order) => {
          for (const rows of shorts)
            box.arm(
              rows === 0
                ? { fault: 'empty-page', probability: 0.6, times: 1 }
                : { fault: 'short-page', rows, probability: 0.6, times: 1 },
            );
          const met = ids(await walk(box, `${SINCE}&sort_order=${order}`, limit));
          expect(met).toEqual(order === 'desc' ? expected : [...expected].reverse());
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('rows that come and go between two pages', () => {
  const two = async (box: Breadbox) => {
    const first = await list(box, 'limit=5');
    return { first, second: await list(box, `limit=5&cursor=${first.next_cursor}`) };
  };

  it('one that arrives shifts nothing: a sync has stored it, and a fresh listing begins with it', async () => {
    const box = open();
    const before = ids((await list(box, 'limit=10')).data);
    box.arm({ fault: 'row-arrives', nth: 2 });
    const { first, second } = await two(box);
    expect(ids([...first.data, ...second.data])).toEqual(before);
    const [row] = (await list(box, 'search=arrived')).data;
    expect(row).toMatchObject({ name: 'Arrived while you were reading', amount: 4.2 });
    const { data } = (await box.get<{ data: { last_synced_at: string }[] }>('/connections')).body;
    expect(
      data.some(({ last_synced_at: at }) => Date.parse(at) === Math.floor(box.now() / 1000) * 1000),
    ).toBe(true);
  });

  it('arrives in the account that was asked for', async () => {
    const box = open();
    const account = box.ledger.id('breadbox', 'account', 'child-sapphire');
    box.arm({ fault: 'row-arrives', times: 1 });
    const [row] = (await list(box, `account_id=${account}`)).data;
    expect(row).toMatchObject({ name: 'Arrived while you were reading', account_id: account });
  });

  it('one that vanishes shifts nothing either, though it is the very row of the cursor', async () => {
    const box = open();
    const before = ids((await list(box, 'limit=11')).data);
    box.arm({ fault: 'row-vanishes', times: 1 });
    const { first, second } = await two(box);
    expect(ids([...first.data, ...second.data])).toEqual(before.slice(0, 10));
    expect(ids((await list(box, 'limit=10')).data)).toEqual(before.filter((_, index) => index !== 4));
  });

  it('needs a page before it to vanish from', async () => {
    const box = open();
    const { id } = box.arm({ fault: 'row-vanishes' });
    expect((await box.get('/transactions')).headers).not.toHaveProperty('understudy-fault');
    const { next_cursor: cursor } = await list(box);
    expect((await box.get(`/transactions?cursor=${cursor}`)).headers['understudy-fault']).toBe(id);
  });
});

describe('a cursor that expires', () => {
  it('is refused as one of another server, and a client that begins anew gets through', async () => {
    const box = open();
    box.arm({ fault: 'cursor-expires', times: 1 });
    const { next_cursor: cursor } = await list(box);
    const refused = await box.get<ErrorBody>(`/transactions?cursor=${cursor}`);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'INVALID_CURSOR']);
    expect((await box.get(`/transactions?cursor=${cursor}`)).status).toBe(200);
  });
});
