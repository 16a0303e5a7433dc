/** Pages that are short, empty, or move while a client reads them. A cursor skips so many rows, so what moves shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fivetran, fivetranIn } from './fivetran.ts';

interface Page {
  readonly ids: readonly string[];
  readonly next: string | undefined;
}

async function page(ft: Fivetran, query: string, path = '/v1/connections'): Promise<Page> {
  const { status, body } = await ft.get(`${path}?${query}`);
  expect(status).toBe(200);
  return { ids: body.data.items.map(({ id }: { id: string }) => id), next: body.data.next_cursor };
}

async function walk(ft: Fivetran, limit: number, path?: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { ids: more, next } = await page(ft, `limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`, path);
    ids.push(...more);
    if (next === undefined) return ids;
    cursor = next;
  }
}

describe('pages that hold rows back', () => {
  it('a short one has fewer rows than asked for, and a cursor to the others', async () => {
    const ft = fivetranIn();
    const all = await walk(ft, 1000);
    ft.world.arm({ fault: 'short-page', rows: 3, times: 1 });
    const first = await page(ft, 'limit=50');
    expect(first.ids).toEqual(all.slice(0, 3));
    expect((await page(ft, `limit=50&cursor=${first.next}`)).ids).toEqual(all.slice(3, 53));
  });

  it('an empty one has a cursor to the same place', async () => {
    const ft = fivetranIn();
    const all = await walk(ft, 1000);
    ft.world.arm({ fault: 'empty-page', times: 1 });
    const first = await page(ft, 'limit=50');
    expect(first).toEqual({ ids: [], next: Buffer.from('{"skip":0}').toString('base64url') });
    expect((await page(ft, `limit=50&cursor=${first.next}`)).ids).toEqual(all.slice(0, 50));
  });

  it('at random places never make a client miss a row or meet one twice', async () => {
    const ft = fivetranIn({ limits: 'off' });
    const paths = ['/v1/connections', '/v1/groups'];
    const expected = new Map(
      await Promise.all(paths.map(async (path) => [path, await walk(ft, 1000, path)] as const)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 100 }),
        fc.constantFrom(...paths),
        async (shorts, limit, path) => {
          for (const rows of shorts)
            ft.world.arm(
              rows === 0
                ? { fault: 'empty-page', provider: 'fivetran', probability: 0.6, times: 1 }
                : { fault: 'short-page', provider: 'fivetran', rows, probability: 0.6, times: 1 },
            );
          expect(await walk(ft, limit, path)).toEqual(expected.get(path));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('connections that come and go between two pages', () => {
  const two = async (ft: Fivetran) => {
    const first = await page(ft, 'limit=10');
    const second = await page(ft, `limit=10&cursor=${first.next}`);
    return [...first.ids, ...second.ids];
  };

  it('a new one moves the rest on by one: the last row of a page comes again as the first of the next', async () => {
    const ft = fivetranIn();
    const all = await walk(ft, 1000);
    ft.world.arm({ fault: 'row-arrives', operation: 'listConnections', nth: 2 });
    expect(await two(ft)).toEqual([...all.slice(0, 10), ...all.slice(9, 19)]);
    const [fresh, ...others] = await walk(ft, 1000);
    expect(others).toEqual(all);
    const { status, created_at: createdAt, succeeded_at: succeededAt } = await ft.details(fresh ?? '');
    expect(status).toMatchObject({ sync_state: 'syncing', is_historical_sync: true });
    expect(Date.parse(createdAt)).toBe(ft.world.clock.now());
    expect(succeededAt).toBeNull();
  });

  it('one that goes moves the rest up by one: a row is never shown', async () => {
    const ft = fivetranIn();
    const all = await walk(ft, 1000);
    ft.world.arm({ fault: 'row-vanishes', times: 1 });
    expect(await two(ft)).toEqual([...all.slice(0, 10), ...all.slice(11, 21)]);
    expect((await ft.get(`/v1/connections/${all[9]}`)).status).toBe(404);
    expect(await walk(ft, 1000)).toEqual(all.filter((_, index) => index !== 9));
  });

  it('a new one lives like any other: its first sync ends, it can be paused', async () => {
    const ft = fivetranIn();
    ft.world.arm({ fault: 'row-arrives', times: 2 });
    const [first, second] = (await page(ft, 'limit=2')).ids;
    expect((await page(ft, 'limit=3')).ids.slice(1)).toEqual([first, second]);
    ft.world.clock.advance('12h');
    expect((await ft.details(first ?? '')).succeeded_at).not.toBeNull();
    expect((await ft.patch(first ?? '', { paused: true })).body.data.paused).toBe(true);
  });

  it('nothing arrives where the filters would hide it, and nothing vanishes before the first page', async () => {
    const ft = fivetranIn();
    await ft.get('/v1/connections');
    ft.world.arm({ fault: 'row-arrives' });
    ft.world.arm({ fault: 'row-vanishes' });
    const before = ft.world.snapshot().providers;
    await ft.get('/v1/connections?schema=nothing');
    expect(ft.world.snapshot().providers).toEqual(before);
  });
});

describe('a cursor that expires', () => {
  it.each(['/v1/connections', '/v1/groups'])('of %s is refused as one of no listing', async (path) => {
    const ft = fivetranIn();
    ft.world.arm({ fault: 'cursor-expires', times: 1 });
    const { next } = await page(ft, 'limit=2', path);
    const refused = await ft.get(`${path}?cursor=${next}`);
    expect([refused.status, refused.body.code]).toEqual([400, 'InvalidInput']);
    expect((await ft.get(`${path}?cursor=${next}`)).status).toBe(200);
  });
});
