/** Pages of activities that are short or empty, and rows that come, go or change their id between two pages. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import type { Answer } from '../support/answer.ts';
import { simulate } from '../support/simulate.ts';
import { Client, client } from './client.ts';

interface Activity {
  readonly id: string;
  readonly fee: number;
}

let api: Client;
let path: string;
beforeEach(async () => {
  api = client({ limits: 'off' });
  const accounts = (await api.get('/accounts')).body as { readonly id: string; readonly name: string }[];
  const counts = await Promise.all(
    accounts.map(
      async ({ id }) => (await api.get(`/accounts/${id}/activities`)).body.pagination.total as number,
    ),
  );
  path = `/accounts/${accounts[counts.indexOf(Math.max(...counts))]?.id}/activities`;
});

const arm = (fault: string, more: object = {}): { readonly id: string } =>
  api.simulated.world.arm({ provider: 'snaptrade', operation: 'listActivities', fault, ...more });
const labelOf = ({ headers }: Answer): string | undefined => headers['understudy-fault'];

/** Every row, by what each page says of itself: go on at offset + limit until that is the total. */
async function everyActivity(limit: number): Promise<Activity[]> {
  const all: Activity[] = [];
  for (let offset = 0, pages = 0; pages < 500; pages++) {
    const { data, pagination } = (await api.get(path, { limit, offset })).body;
    all.push(...data);
    offset = pagination.offset + pagination.limit;
    if (offset >= pagination.total) return all;
  }
  throw new Error('the pages never end');
}

const idsOf = (rows: readonly Activity[]): string[] => rows.map(({ id }) => id);

describe('short-page', () => {
  it('gives three rows, and says that three is what it gives', async () => {
    const all = await everyActivity(1000);
    arm('short-page', { times: 1 });
    const short = await api.get(path, { limit: 50 });
    expect(short.body).toEqual({
      data: all.slice(0, 3),
      pagination: { offset: 0, limit: 3, total: all.length },
    });
    expect((await api.get(path, { limit: 50 })).body.data).toEqual(all.slice(0, 50));
  });

  it('loses no row to a client that goes on where the answer says, wherever it happens', async () => {
    const all = idsOf(await everyActivity(1000));
    const page = fc.record({ rows: fc.integer({ min: 1, max: 60 }), nth: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(page, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 2 }),
        fc.integer({ min: 40, max: 400 }),
        async (pages, empty, limit) => {
          const armed = [
            ...pages.map((one) => arm('short-page', one)),
            ...empty.map((nth) => arm('empty-page', { nth })),
          ];
          expect(idsOf(await everyActivity(limit))).toEqual(all);
          for (const { id } of armed) api.simulated.world.disarm(id);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('cannot happen to a page that has no more rows than it would give', async () => {
    arm('short-page');
    expect(labelOf(await api.get(path, { limit: 3 }))).toBeUndefined();
    expect(labelOf(await api.get(path, { offset: 999_999 }))).toBeUndefined();
    expect(labelOf(await api.get(path, { limit: 4 }))).toBeDefined();
  });
});

describe('empty-page', () => {
  it('gives nothing of what is there', async () => {
    arm('empty-page', { times: 1 });
    const { data, pagination } = (await api.get(path)).body;
    expect([data, pagination.limit]).toEqual([[], 0]);
    expect(pagination.total).toBeGreaterThan(0);
    expect((await api.get(path)).body.data.length).toBeGreaterThan(0);
  });
});

describe('row-arrives', () => {
  it('between two pages: a row is shown twice, and the new one is at the top from then on', async () => {
    const before = idsOf(await everyActivity(1000));
    arm('row-arrives', { nth: 2 });
    const pages = [
      (await api.get(path, { limit: 20 })).body,
      (await api.get(path, { limit: 20, offset: 20 })).body,
    ];
    expect(pages.flatMap(({ data }) => idsOf(data))).toEqual([
      ...before.slice(0, 20),
      ...before.slice(19, 39),
    ]);
    expect(pages[1].pagination.total).toBe(before.length + 1);
    const after = await everyActivity(1000);
    expect(idsOf(after.slice(1))).toEqual(before);
    expect(after[0]).toMatchObject({ type: 'BUY', units: 1, description: 'ARRIVAL 1' });
  });

  it('is there at once on a running clock too, which goes on while a request is served', async () => {
    let host = 0;
    const hostClock = (): number => (host += 5);
    api = new Client(simulate(snaptrade, { clock: 'running', limits: 'off' }, { hostClock }));
    const [{ id }] = (await api.get('/accounts')).body;
    const read = async () => (await api.get(`/accounts/${id}/activities`, { limit: 20 })).body;
    const { pagination } = await read();
    arm('row-arrives', { times: 1 });
    const after = await read();
    expect([after.data[0].description, after.pagination.total]).toEqual(['ARRIVAL 1', pagination.total + 1]);
  });

  it('cannot come where the request would not show it', async () => {
    arm('row-arrives');
    expect(labelOf(await api.get(path, { endDate: '2025-12-31' }))).toBeUndefined();
    expect(labelOf(await api.get(path, { type: 'DIVIDEND' }))).toBeUndefined();
    expect(labelOf(await api.get(path, { type: 'DIVIDEND,BUY' }))).toBeDefined();
  });
});

describe('row-vanishes', () => {
  it('between two pages: a row is never shown, and the one that went stays away', async () => {
    const before = idsOf(await everyActivity(1000));
    arm('row-vanishes', { times: 1 });
    const read = [
      ...(await api.get(path, { limit: 20 })).body.data,
      ...(await api.get(path, { limit: 20, offset: 20 })).body.data,
    ];
    expect(idsOf(read)).toEqual([...before.slice(0, 20), ...before.slice(21, 41)]);
    expect(idsOf(await everyActivity(1000))).toEqual([...before.slice(0, 19), ...before.slice(20)]);
  });

  it('is of the type that is asked for', async () => {
    const types = (await api.get(path, { type: 'BUY' })).body.data as Activity[];
    arm('row-vanishes', { times: 1 });
    await api.get(path, { type: 'BUY', offset: 2, limit: 5 });
    const left = (await api.get(path, { type: 'BUY' })).body.data as Activity[];
    expect(idsOf(left).slice(0, 10)).toEqual(idsOf([...types.slice(0, 1), ...types.slice(2)]).slice(0, 10));
  });
});

describe('id-changes', () => {
  it('an activity whose fee is not known yet has another id once it is', async () => {
    arm('id-changes', { times: 1 });
    const early = (await api.get(path)).body.data as Activity[];
    const later = (await api.get(path)).body.data as Activity[];
    const changed = early.flatMap((row, index) => (row.id === later[index]?.id ? [] : [index]));
    expect(changed).toHaveLength(1);
    for (const index of changed) {
      expect(early[index]?.fee).toBe(0);
      expect(later[index]?.fee).toBeGreaterThan(0);
      expect({ ...early[index], id: '', fee: 0 }).toEqual({ ...later[index], id: '', fee: 0 });
    }
  });
});
