/** What the benchmark measures beside requests a second, with runs too short to mean anything. */
import { afterEach, describe, expect, it } from 'vitest';
import { Machine } from './machine.ts';
import { depth } from './sections/depth.ts';
import { faults, worlds } from './sections/growth.ts';
import { memory, start } from './sections/start.ts';

const pace = { rounds: 1, runMs: 60, warmUpMs: 30 } as const;

describe('the benchmark', { timeout: 60_000 }, () => {
  const machine = new Machine(undefined);
  afterEach(() => machine.close());

  it('starts cold processes, and holds them against a bare Express application', async () => {
    const { tables, goals } = await start({ machine, peers: [], rounds: 1 });
    expect(tables[0]?.rows.map(({ server, way }) => [server, way])).toEqual([
      ['Express hello', undefined],
      ['understudy', 'health'],
      ['understudy', 'connections, with a key'],
    ]);
    for (const { values, ratios } of tables.flatMap(({ rows }) => rows)) {
      expect(values[0]).toBeGreaterThan(10);
      expect(ratios?.[0]).toBeGreaterThan(0);
    }
    expect(goals.map(({ bound, unit }) => [bound, unit])).toEqual([
      [{ atMost: 2 }, ' x Express hello'],
      [{ atMost: 2 }, ' x Express hello'],
    ]);
  });

  it('looks at the memory of idle processes', async () => {
    const { tables, goals } = await memory({ machine, peers: [], rounds: 1 });
    for (const { values } of tables.flatMap(({ rows }) => rows)) expect(values[0]).toBeGreaterThan(20);
    expect(goals).toEqual([expect.objectContaining({ bound: { atMost: 1.5 }, unit: ' x Express hello' })]);
  });

  it('reads pages a hundred million rows down', async () => {
    const { tables, goals } = await depth({ machine, pace }, 3);
    expect(tables.map(({ title }) => title)).toEqual([
      expect.stringContaining('Redbark trades'),
      expect.stringContaining('SnapTrade activities'),
      'What is held after 3 pages of each listing',
    ]);
    for (const { values } of tables.flatMap(({ rows }) => rows)) expect(values[0]).toBeGreaterThan(0);
    expect(goals.map(({ bound }) => bound)).toEqual([{ atMost: 1.2 }, { atMost: 1.2 }, { atMost: 5 }]);
  });

  it('makes idle worlds, and asks one among them', async () => {
    const { tables, goals } = await worlds({ machine, pace }, 50);
    expect(tables[0]?.title).toBe('Each of 50 idle worlds');
    expect(goals.map(({ bound, unit }) => [bound, unit])).toEqual([
      [{ atMost: 20 }, ' kB'],
      [{ atLeast: 0.95 }, ' x a lone one'],
    ]);
    expect(goals[1]?.values[0]).toBeGreaterThan(0);
  });

  it('arms faults that do not match, in every way there is of not matching', async () => {
    const { tables, goals } = await faults({ machine, pace });
    expect(tables[0]?.rows.map(({ way }) => way)).toEqual([
      'none armed',
      'at another operation',
      'for another credential',
      'where a parameter is another',
      'not before an hour has passed',
    ]);
    expect(goals.map(({ bound }) => bound)).toEqual(Array(4).fill({ atLeast: 0.9 }));
  });
});
