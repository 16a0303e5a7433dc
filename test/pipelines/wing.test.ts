import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootSeed } from '../../fixtures/ledger/seed.ts';
import { pipelinesOf } from '../../fixtures/pipelines/memo.ts';
import { createPipelines } from '../../fixtures/pipelines/wing.ts';
import { PAIRS, wordPairs } from '../../fixtures/pipelines/words.ts';
import type { Pipelines } from '../../fixtures/pipelines/world-file.ts';

const NOW = Date.parse('2026-03-16T09:00:00+11:00');
const HOUSEHOLD: Pipelines = { generate: { groups: 4, users: 6, connections: 130 } };
const make = (seed: number, file: Pipelines = HOUSEHOLD) => createPipelines(rootSeed(seed), NOW, file);
/** Everything but the look-ups, to compare. */
const data = (seed: number, file?: Pipelines): string => JSON.stringify(make(seed, file));

describe('ids of two words', () => {
  it('differ for every number', () => {
    const pair = wordPairs(rootSeed(3));
    const ids = new Set(Array.from({ length: 2 * PAIRS + 10 }, (_, n) => pair(n)));
    expect(ids.size).toBe(2 * PAIRS + 10);
  });

  it('look like the real ones', () => {
    expect(wordPairs(rootSeed(3))(5)).toMatch(/^[a-z]+_[a-z]+$/);
  });
});

describe('generated pipelines', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(data(7)).toBe(data(7));
    expect(data(7)).not.toBe(data(8));
  });

  it('show every state whatever the seed', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { connections } = make(seed);
      const shows = (what: string, test: (each: (typeof connections)[number]) => boolean): void =>
        expect(connections.some(test), `seed ${seed}: ${what}`).toBe(true);
      shows('paused after success', ({ start }) => start.paused && start.succeededAt !== null);
      shows('paused from the start', ({ start }) => start.paused && start.succeededAt === null);
      shows('incomplete', ({ start }) => start.setup === 'incomplete');
      shows('broken', ({ start }) => start.setup === 'broken' && start.failedAt !== null);
      shows('waiting for quota', ({ start }) => start.waitsUntil !== null);
      shows('first sync under way', ({ start }) => start.historical && start.run !== null);
      shows('manual', ({ settings }) => settings.schedule === 'manual');
      shows('failed once, fine since', ({ start }) => start.setup === 'connected' && start.failedAt !== null);
      shows('made by a program', ({ connectedBy }) => connectedBy === undefined);
      shows('a table', ({ schema }) => schema.includes('.'));
    }
  });

  it('never have two entities of one id, also where the file gives ids that would be drawn', () => {
    const drawn = make(5).connections.map(({ id }) => id);
    const given = drawn.slice(0, 40).map((id, n) => ({ key: `mine-${n}`, id }));
    const ids = make(5, { ...HOUSEHOLD, connections: given }).connections.map(({ id }) => id);
    expect(ids).toHaveLength(170);
    expect(new Set(ids).size).toBe(170);
  });

  it('keep a generated connection as it is when there are more of them', () => {
    const few = make(5, { generate: { groups: 4, users: 6, connections: 10 } });
    expect(make(5).connections.slice(0, 10)).toEqual(few.connections);
  });

  it('can be found by id, group and name', () => {
    const wing = make(5);
    for (const connection of wing.connections) {
      const group = wing.groupByKey(connection.group);
      expect(wing.connectionById(connection.id)).toBe(connection);
      expect(wing.connectionsOf(group?.id ?? '')).toContain(connection);
      expect(wing.connectionsNamed(connection.schema)).toContain(connection);
    }
    expect(wing.connectionById('__proto__')).toBeUndefined();
  });
});

describe('listed pipelines', () => {
  it('may be one group and one user and nothing else', () => {
    const wing = make(5, {
      groups: [{ key: 'g', id: 'the_group', createdAt: '2024-01-01' }],
      users: [{ key: 'u', id: 'the_user' }],
    });
    expect(wing.groups).toMatchObject([{ id: 'the_group', createdAt: Date.UTC(2024, 0, 1) }]);
    expect(wing.users).toMatchObject([{ id: 'the_user' }]);
    expect(wing.connections).toEqual([]);
  });

  it('change a generated one by its key, and leave the others', () => {
    const changed = make(5, {
      ...HOUSEHOLD,
      connections: [{ key: 'connection-3', id: 'third', syncFrequency: 60 }],
    });
    const [, , third] = changed.connections;
    expect(third).toMatchObject({ key: 'connection-3', id: 'third', settings: { everyMinutes: 60 } });
    expect(changed.connections.toSpliced(2, 1)).toEqual(make(5).connections.toSpliced(2, 1));
  });

  it('stand as the file says when the world begins', () => {
    const start = (entry: object) => make(5, { connections: [{ key: 'c', ...entry }] }).connections[0]?.start;
    expect(start({})).toMatchObject({ setup: 'connected', historical: false, failedAt: null });
    expect(start({ setupState: 'incomplete' })).toMatchObject({ setup: 'incomplete', succeededAt: null });
    expect(start({ setupState: 'broken' })).toMatchObject({ setup: 'broken', failedAt: expect.any(Number) });
    expect(start({ scheduleType: 'manual', setupState: 'broken' })).toMatchObject({ setup: 'broken' });
    expect(start({ syncState: 'syncing' })).toMatchObject({ run: { startedAt: NOW } });
    expect(start({ syncState: 'rescheduled' })).toMatchObject({ waitsUntil: NOW + 3_600_000 });
    expect(start({ syncState: 'paused' })).toMatchObject({ paused: true, run: null });
    expect(start({ succeededAt: null })).toMatchObject({ succeededAt: null, historical: true });
    expect(start({ failedAt: '2026-01-02T03:04:05Z' })).toMatchObject({
      failedAt: Date.parse('2026-01-02T03:04:05Z'),
    });
  });

  it('any counts and entries make a world', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.record({ groups: fc.nat(5), users: fc.nat(5), connections: fc.nat(60) }),
        (seed, generate) => {
          const wing = make(seed, { generate });
          expect(wing.connections).toHaveLength(generate.connections);
          for (const { start, createdAt } of wing.connections) {
            expect(start.at).toBe(NOW);
            expect(createdAt).toBeLessThanOrEqual(NOW);
            expect(start.succeededAt ?? NOW).toBeLessThanOrEqual(NOW);
            expect(start.failedAt ?? NOW).toBeLessThanOrEqual(NOW);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the memory of wings', () => {
  it('gives the same wing for the same file object, and keeps seeds apart', () => {
    const file = { ...HOUSEHOLD } as Readonly<Record<string, unknown>>;
    expect(pipelinesOf(rootSeed(1), NOW, file)).toBe(pipelinesOf(rootSeed(1), NOW, file));
    expect(pipelinesOf(rootSeed(1), NOW, file)).not.toEqual(pipelinesOf(rootSeed(2), NOW, file));
  });
});
