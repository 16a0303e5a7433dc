/** The messy world shows clients every null that a contract allows. */
import { describe, expect, it } from 'vitest';
import { rootSeed } from '../fixtures/ledger/seed.ts';
import { withNulls } from '../src/engine/nulls.ts';
import { type Simulator, startSimulator } from '../src/engine/simulator.ts';
import { JsonNumber, type Provider } from '../src/provider/index.ts';
import { providers } from '../src/understudy.ts';
import { Nullable } from './support/nullable.ts';
import { readAll } from './support/traffic/reading.ts';
import { Sender } from './support/traffic/send.ts';
import { signingOf } from './support/traffic/tour.ts';

/** Nulls that would say something that is not so. Each ends with its reason. */
const MEANINGFUL: Readonly<Record<string, readonly [pattern: RegExp, reason: string][]>> = {
  snaptrade: [
    [
      /sync_status\.\w+\.last_successful_sync$/,
      'null: never synced; every sync of a new world has succeeded',
    ],
    [/^list(Recent)?Orders(V2)?/, 'null: how far an order has come'],
    [/Holdings(\[\])?\.(balances|positions|orders|option_positions)$/, 'null: could not be read'],
    [/^listConnectionAccounts\[\]\.(net_value|sync_status\.\w+)$/, 'null: not read yet'],
    [/^getPerformance\./, 'null: the report was not worked out, for there was too much to go through'],
    [/first_transaction_date$/, 'null: no transaction'],
  ],
  breadbox: [
    [
      /\.last_(synced_at|attempted_sync_at)$/,
      'null: never synced; the first sync is made with the connection',
    ],
    [/\.recent_sync$/, 'null: no sync was ever run'],
    [/\.recent_sync\.completed_at$/, 'null exactly while a sync is in progress'],
  ],
  fivetran: [[/^getAccountInfo\.data\.user_id$/, 'null for a system key, which is a switch']],
};

const SEEDS = [1, 2, 3, 4];

async function neverNull(provider: Provider): Promise<string[]> {
  const nullable = new Nullable(provider.id);
  for (const seed of SEEDS) {
    const world = { template: 'messy', seed, clock: 'frozen', limits: 'off' } as const;
    const simulator: Simulator = await startSimulator({ providers: [provider], port: 0, world });
    const sender = new Sender(simulator.world().baseUrl(provider.id));
    for (const { ask, answer } of await readAll(
      provider,
      signingOf(simulator.world(), provider.id),
      sender.send,
    )) {
      if (answer.status === 200) nullable.note(ask.operation, JSON.parse(answer.text));
    }
    await sender.close();
    await simulator.close();
  }
  return nullable.neverNull();
}

describe.each(providers.map((provider) => [provider.title, provider] as const))(
  '%s in the messy world',
  (_title, provider) => {
    it('has every member null somewhere that may be, but where null means something', {
      timeout: 120_000,
    }, async () => {
      const never = await neverNull(provider);
      const reasons = MEANINGFUL[provider.id] ?? [];
      expect(never.filter((path) => !reasons.some(([pattern]) => pattern.test(path)))).toEqual([]);
      expect(reasons.filter(([pattern]) => !never.some((path) => pattern.test(path)))).toEqual([]);
    });
  },
);

describe('nulls put into a body', () => {
  const seed = rootSeed(1);
  const rows = Array.from({ length: 400 }, (_, i) => ({
    id: `row-${i}`,
    name: 'x',
    price: new JsonNumber('1.50'),
    tag: { id: `tag-${i % 7}`, text: 'y' },
  }));
  type Row = (typeof rows)[number];
  const messy = withNulls({ data: rows, total: 400 }, ['data[].name', 'data[].tag.text'], seed) as {
    data: Row[];
    total: number;
  };

  it('are in about a quarter of the places named, and nowhere else', () => {
    const nulls = messy.data.filter((row) => row.name === null).length;
    expect(nulls).toBeGreaterThan(60);
    expect(nulls).toBeLessThan(140);
    expect(messy.total).toBe(400);
    expect(messy.data.every((row) => row.id !== null && row.price instanceof JsonNumber)).toBe(true);
  });

  it('belong to the object: the same alone and in another order', () => {
    for (const row of [...messy.data].reverse()) {
      const original = rows.find((one) => one.id === row.id);
      expect((withNulls(original, ['name'], seed) as Row).name).toBe(row.name);
    }
    for (const tag of new Set(messy.data.map((row) => row.tag.id))) {
      expect(new Set(messy.data.filter((row) => row.tag.id === tag).map((row) => row.tag.text)).size).toBe(1);
    }
  });

  it('leave the original alone', () => {
    expect(rows.every((row) => row.name === 'x' && row.tag.text === 'y')).toBe(true);
  });
});
