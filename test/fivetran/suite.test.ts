/** What the contract suite is told of this provider: truth, references, credentials, messages of webhooks. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fivetran } from '../../mocks/fivetran/provider.ts';
import type { FivetranWorld } from '../../mocks/fivetran/state.ts';
import { credentials } from '../../mocks/fivetran/suite/credentials.ts';
import { resolve } from '../../mocks/fivetran/suite/references.ts';
import { rowsServed } from '../../mocks/fivetran/suite/served.ts';
import { connectionsTrue, syncTrue } from '../../mocks/fivetran/suite/truth.ts';
import { liveWorld } from '../../src/engine/simulator.ts';
import type { WireExchange } from '../../src/provider/index.ts';
import { type Fivetran, worldWith } from './fivetran.ts';

const MANUAL = { scheduleType: 'manual' } as const;

function viewOf({ simulator, world }: Fivetran): FivetranWorld {
  return liveWorld(simulator, world.id).view(fivetran) as FivetranWorld;
}

describe('the truth of a sync', () => {
  it('says nothing of a success from before the world began', () => {
    const ft = worldWith([{ ...MANUAL, succeededAt: '2026-03-01T00:00:00Z', failedAt: null }]);
    expect(syncTrue(viewOf(ft), 'c1')).toEqual({ id: 'c1', failed_at: null });
  });

  it('is its success once it has ended, and nothing while it runs', async () => {
    const ft = worldWith([MANUAL]);
    await ft.sync('c1');
    ft.world.clock.advance('59s');
    expect(syncTrue(viewOf(ft), 'c1')).not.toHaveProperty('succeeded_at');
    ft.world.clock.advance('1s');
    const { succeeded_at } = await ft.details('c1');
    expect(syncTrue(viewOf(ft), 'c1')).toEqual({ id: 'c1', succeeded_at, failed_at: null });
    expect(succeeded_at).toBe('2026-03-16T09:31:00.000000Z');
  });

  it.each(['fail', 'quota'] as const)('is no success after one that ends with %s', async (syncs) => {
    const ft = worldWith([{ ...MANUAL, syncs }]);
    await ft.sync('c1');
    ft.world.clock.advance('1m');
    expect(syncTrue(viewOf(ft), 'c1')).not.toHaveProperty('succeeded_at');
  });
});

describe('the truth of a list', () => {
  it('is what the list says, filters and all', async () => {
    const ft = worldWith([MANUAL, { schema: 'shop' }, { schema: 'shop' }]);
    for (const [group, schema] of [
      [undefined, undefined],
      ['the_group', 'shop'],
      [undefined, 'shop'],
      ['no_group', undefined],
    ] as const) {
      const query = new URLSearchParams({ ...(group && { group_id: group }), ...(schema && { schema }) });
      const { body } = await ft.get(`/v1/connections?${query}`);
      expect(connectionsTrue(viewOf(ft), group, schema)).toEqual(body.data.items);
    }
  });
});

describe('references', () => {
  it('lead to ids, by place and by key', () => {
    const view = viewOf(worldWith([{}, {}]));
    expect(resolve(view, '$pipeline.1')).toBe('c2');
    expect(resolve(view, '$pipeline.c1')).toBe('c1');
    expect(resolve(view, '$group.g')).toBe('the_group');
    expect(resolve(view, '$pipeline.7')).toBeUndefined();
    expect(resolve(view, '$account.c1')).toBeUndefined();
  });

  it.each(['sync-end', 'sync-failed', 'status', 'paused', 'probe', 'foreign-letters'])(
    'lead to a message %s and its signature',
    (name) => {
      const view = viewOf(worldWith([{}]));
      const text = (part: string): string => resolve(view, `$webhook.${name}.${part}`) ?? '';
      const secret = resolve(view, '$webhook.secret') ?? '';
      const digest = (body: string) => createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
      expect(text('signature')).toBe(digest(text('body')));
      expect(text('lower-signature')).toBe(text('signature').toLowerCase());
      expect(text('spaced-signature')).toBe(digest(text('spaced-body')));
      expect(JSON.parse(text('spaced-body'))).toEqual(JSON.parse(text('body')));
      expect(text('spaced-body')).not.toBe(text('body'));
      expect(text('forged-signature')).toHaveLength(64);
      expect(text('forged-signature')).not.toBe(text('signature'));
    },
  );

  it('lead to no message that nobody knows', () => {
    const view = viewOf(worldWith([{}]));
    expect(resolve(view, '$webhook.nobody.body')).toBeUndefined();
    expect(resolve(view, '$webhook.sync-end.mood')).toBeUndefined();
  });
});

describe('credentials', () => {
  const shown = { key: 'a-key', secret: 'abba' };

  it('are the pair, or one that does not exist', () => {
    expect(credentials(shown, 'key')).toEqual(shown);
    expect(credentials(shown, 'wrong-secret')).toMatchObject({ key: 'a-key' });
    expect(credentials(shown, 'wrong-secret')?.secret).not.toBe('abba');
    expect(credentials(shown, 'unknown-key')).toEqual({ key: 'yek-a', secret: 'abba' });
    expect(credentials(shown, 'professional')).toBeUndefined();
  });
});

describe('what was served', () => {
  it('counts a page that was read again as it came last', () => {
    const page = (cursor: string | undefined, items: readonly string[], status = 200) =>
      ({
        operation: 'listGroups',
        query: cursor === undefined ? {} : { cursor },
        answer: { status, json: { data: { items } } },
      }) as unknown as WireExchange;
    const exchanges = [
      page(undefined, ['a']),
      page('x', ['b']),
      page('x', ['c'], 500),
      page('x', ['d', 'd']),
    ];
    expect(rowsServed(exchanges, 'listGroups')).toEqual(['a', 'd', 'd']);
    expect(rowsServed(exchanges, 'listConnections')).toEqual([]);
  });
});
