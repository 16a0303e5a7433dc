/** The benchmark itself, with runs too short to mean anything. */
import { afterEach, describe, expect, it } from 'vitest';
import { Machine } from './machine.ts';
import { throughput } from './sections/throughput.ts';
import { startRaw } from './servers/raw.ts';
import type { Answer } from './servers/server.ts';

const pace = { rounds: 1, runMs: 60, warmUpMs: 30 } as const;

describe('the benchmark', { timeout: 60_000 }, () => {
  const machine = new Machine(undefined);
  afterEach(() => machine.close());

  it('measures ours beside node:http, which is the yardstick', async () => {
    const { tables, goals } = await throughput({ machine, pace, startPeers: async () => [] });
    expect(tables.map(({ title, rows }) => [title, rows.map(({ server, way }) => way ?? server)])).toEqual([
      [expect.stringContaining('holdings, two rows'), ['node:http', 'from the answer cache', 'computed']],
      [
        expect.stringContaining('trades, 200 rows'),
        ['node:http', 'from the answer cache', 'rows seen before', 'rows never seen before'],
      ],
      [expect.stringContaining('each request signed'), ['node:http', 'signature checked']],
    ]);
    for (const { rows } of tables) {
      expect(rows[0]?.ratios).toEqual([1]);
      for (const { values } of rows) expect(values[0]).toBeGreaterThan(0);
    }
    expect(goals.map(({ bound, unit }) => [bound, unit])).toEqual([
      [{ atLeast: 0.7 }, ' x node:http'],
      [{ atLeast: 2 }, ' x node:http'],
      [{ atLeast: 0.45 }, ' x node:http'],
    ]);
  });

  it('holds every peer against ours, by requests a second and by p99', async () => {
    const startPeers = async (answers: readonly Answer[]) => [
      { ...(await startRaw(machine, answers)), name: 'WireMock 0' },
    ];
    const { goals } = await throughput({ machine, pace, startPeers });
    const beside = goals.filter(({ unit }) => unit.includes('WireMock'));
    expect(beside.map(({ bound, unit }) => [bound, unit])).toEqual(
      [5, 1.5, 1].flatMap((atLeast) => [
        [{ atLeast }, ' x WireMock 0'],
        [{ atMost: 1 }, ' x the p99 of WireMock 0'],
      ]),
    );
    for (const { values } of beside) expect(values[0]).toBeGreaterThan(0);
  });

  it('fails when a server gives another answer, if only in one digit', async () => {
    const lie = (answers: readonly Answer[]): readonly Answer[] =>
      answers.map(({ path, text }) => ({ path, text: text.replace('"50.0000"', '"50.0001"') }));
    const startPeers = async (answers: readonly Answer[]) => [
      { ...(await startRaw(machine, lie(answers))), name: 'Liar' },
    ];
    await expect(throughput({ machine, pace, startPeers })).rejects.toThrow(
      /^Liar, Redbark holdings, two rows: another body from character \d+ on/,
    );
  });
});
