import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fivetranIn, worldWith } from './fivetran.ts';

const ft = fivetranIn({ limits: 'off' });

/** Every id of a listing, by following `next_cursor` until there is none, with the sizes of the pages. */
async function walk(path: string, limit?: number): Promise<{ ids: string[]; pages: number[] }> {
  const ids: string[] = [];
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams();
    if (limit !== undefined) query.set('limit', String(limit));
    if (cursor !== undefined) query.set('cursor', cursor);
    const { status, body } = await ft.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
    expect(status).toBe(200);
    ids.push(...body.data.items.map((item: { id: string }) => item.id));
    pages.push(body.data.items.length);
    cursor = body.data.next_cursor;
  } while (cursor !== undefined);
  return { ids, pages };
}

describe('pages', () => {
  it('hold 100 rows unless asked otherwise, so 130 connections need two', async () => {
    expect((await walk('/v1/connections')).pages).toEqual([100, 30]);
  });

  it('hold up to 1000', async () => {
    expect((await walk('/v1/connections', 1000)).pages).toEqual([130]);
  });

  it('cover every row once, whatever the limit', async () => {
    const all = (await walk('/v1/connections', 1000)).ids;
    expect(new Set(all).size).toBe(130);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (limit) => {
        expect((await walk('/v1/connections', limit)).ids).toEqual(all);
      }),
      { numRuns: 25 },
    );
  });

  it('are full but for the last', async () => {
    const { pages } = await walk('/v1/connections', 33);
    expect(pages).toEqual([33, 33, 33, 31]);
  });

  it('of a list that ends with a full page: the last has no cursor either', async () => {
    expect((await walk('/v1/connections', 65)).pages).toEqual([65, 65]);
  });

  it('of groups work the same', async () => {
    const all = (await walk('/v1/groups')).ids;
    expect(all).toHaveLength(4);
    expect(await walk('/v1/groups', 3)).toEqual({ ids: all, pages: [3, 1] });
  });
});

describe('next_cursor', () => {
  it('is absent on the last page, not null', async () => {
    const { body } = await ft.get('/v1/connections?limit=1000');
    expect(Object.keys(body.data)).toEqual(['items']);
  });

  it('is base64url of what to skip', async () => {
    const { body } = await ft.get('/v1/connections?limit=1');
    expect(body.data.next_cursor).toBe('eyJza2lwIjoxfQ');
  });

  it('may be used with another limit, and again', async () => {
    const { body: first } = await ft.get('/v1/connections?limit=7');
    const path = `/v1/connections?cursor=${first.data.next_cursor}&limit=3`;
    const { ids } = await walk('/v1/connections', 1000);
    const page = async () => (await ft.get(path)).body.data.items.map((item: { id: string }) => item.id);
    expect(await page()).toEqual(ids.slice(7, 10));
    expect(await page()).toEqual(ids.slice(7, 10));
  });

  it('that skips everything gives an empty last page', async () => {
    const far = Buffer.from('{"skip":5000}').toString('base64url');
    expect((await ft.get(`/v1/connections?cursor=${far}`)).body.data).toEqual({ items: [] });
  });

  it.each([
    'x',
    'null',
    '',
    Buffer.from('{"skip":-1}').toString('base64url'),
    Buffer.from('{"skip":1.5}').toString('base64url'),
    Buffer.from('{"skip":"1"}').toString('base64url'),
    Buffer.from('{"skip":1e300}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    'e'.repeat(5000),
  ])('that is none of ours is refused: %s', async (cursor) => {
    const { status, body } = await ft.get(`/v1/connections?cursor=${cursor}`);
    expect(status).toBe(400);
    expect(body.code).toBe('InvalidInput');
    expect(body.message).toMatch(/^Parameter 'cursor' is invalid/);
  });
});

describe('limit', () => {
  it.each(['0', '-1', '1001', '1e2', '10.5', 'ten', '', '99999999999999999999'])(
    '%s is refused',
    async (limit) => {
      const { status, body } = await ft.get(`/v1/connections?limit=${limit}`);
      expect(status).toBe(400);
      expect(body.code).toBe('InvalidInput');
      expect(body.message).toMatch(/^Parameter 'limit' is invalid/);
    },
  );

  it('of groups has the same bounds', async () => {
    expect((await ft.get('/v1/groups?limit=1001')).status).toBe(400);
    expect((await ft.get('/v1/groups?limit=1000')).status).toBe(200);
  });
});

describe('filters', () => {
  it('group_id gives the connections of one group, and the groups together give all', async () => {
    const groups = (await walk('/v1/groups')).ids;
    const parts = await Promise.all(groups.map((id) => walk(`/v1/connections?group_id=${id}`, 1000)));
    expect(parts.flatMap(({ ids }) => ids).sort()).toEqual((await walk('/v1/connections')).ids.sort());
    const { body } = await ft.get(`/v1/connections?group_id=${groups[0]}&limit=5`);
    for (const item of body.data.items) expect(item.group_id).toBe(groups[0]);
  });

  it('group_id of no group gives no connections', async () => {
    expect((await ft.get('/v1/connections?group_id=nobody')).body.data).toEqual({ items: [] });
  });

  it('schema has to match whole', async () => {
    const world = worldWith([
      { schema: 'sales' },
      { schema: 'sales_2' },
      { schema: 'sales' },
      { schema: 'Sales' },
    ]);
    const named = async (schema: string): Promise<string[]> =>
      (await world.get(`/v1/connections?schema=${schema}`)).body.data.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await named('sales')).toEqual(['c1', 'c3']);
    expect(await named('sale')).toEqual([]);
    expect(await named('sales&limit=1')).toEqual(['c1']);
    expect(await named('sales&group_id=the_group')).toEqual(['c1', 'c3']);
    expect(await named('sales&group_id=other')).toEqual([]);
  });
});
