/** How a sync ends, decided by a fault on the request that starts it, or by a change of state. */
import { describe, expect, it } from 'vitest';
import { vitals, worldWith } from './fivetran.ts';

const SUCCEEDED = '2026-03-16T08:00:00.000000Z';
const MANUAL = {
  scheduleType: 'manual',
  historicalSync: false,
  succeededAt: '2026-03-16T08:00:00Z',
} as const;
const HOURLY = { syncFrequency: 60, historicalSync: false, succeededAt: '2026-03-16T08:00:00Z' } as const;

describe('a sync that a fault decides on', () => {
  it('fails: the connection breaks, until the next one succeeds', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.arm({ fault: 'sync-fails', operation: 'syncConnection', times: 1 });
    await ft.sync('c1');
    expect((await ft.details('c1')).status.sync_state).toBe('syncing');
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toEqual({
      sync: 'scheduled',
      setup: 'broken',
      succeeded: SUCCEEDED,
      failed: '2026-03-16T09:31:00.000000Z',
    });
    await ft.sync('c1');
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject({
      setup: 'connected',
      succeeded: '2026-03-16T09:32:00.000000Z',
    });
  });

  it('is interrupted: scheduled, syncing, scheduled, and neither time has moved', async () => {
    const ft = worldWith([MANUAL]);
    const before = vitals(await ft.details('c1'));
    ft.world.arm({ fault: 'sync-interrupted', times: 1 });
    await ft.sync('c1');
    ft.world.clock.advance('29s');
    expect((await ft.details('c1')).status.sync_state).toBe('syncing');
    ft.world.clock.advance('1s');
    expect(vitals(await ft.details('c1'))).toEqual(before);
    ft.world.clock.advance('1d');
    expect(vitals(await ft.details('c1'))).toEqual(before);
  });

  it('never ends: a poller waits for ever, and only force or a pause gets it going again', async () => {
    const ft = worldWith([HOURLY]);
    ft.world.arm({ fault: 'sync-never-ends', times: 1 });
    await ft.sync('c1');
    const started = performance.now();
    ft.world.clock.advance('3650d');
    expect(vitals(await ft.details('c1'))).toMatchObject({
      sync: 'syncing',
      succeeded: SUCCEEDED,
      failed: null,
    });
    expect(performance.now() - started).toBeLessThan(1000);
    await ft.sync('c1');
    ft.world.clock.advance('1m');
    expect((await ft.details('c1')).status.sync_state).toBe('syncing');
    await ft.sync('c1', { force: true });
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1')).succeeded).not.toBe(SUCCEEDED);
  });

  it('is one that starts: a trigger that starts nothing does not use the fault up', async () => {
    const ft = worldWith([{ ...MANUAL, paused: true }]);
    ft.world.arm({ fault: 'sync-fails', times: 1 });
    expect((await ft.sync('c1')).headers).not.toHaveProperty('understudy-fault');
    await ft.patch('c1', { paused: false, run_setup_tests: false });
    await ft.sync('c1');
    ft.world.clock.advance('1m');
    expect((await ft.details('c1')).status.setup_state).toBe('broken');
  });

  it('can be started by every address there ever was', async () => {
    const ft = worldWith([MANUAL], { switches: { fivetran: { connectorsPath: 'alive' } } });
    for (const path of [
      'connections/c1/sync',
      'connections/c1/force',
      'connectors/c1/sync',
      'connectors/c1/force',
    ]) {
      ft.world.arm({ fault: 'sync-interrupted', times: 1 });
      const answer = await ft.call('post', `/v1/${path}`, {});
      expect(answer.headers, path).toHaveProperty('understudy-fault');
      ft.world.clock.advance('1m');
    }
    expect(vitals(await ft.details('c1')).succeeded).toBe(SUCCEEDED);
  });
});

describe('the change "pipeline"', () => {
  const pipeline = (more: object) =>
    ({ change: 'pipeline', provider: 'fivetran', pipeline: 'c1', ...more }) as never;

  it('decides on the next sync, here one of the schedule, and on no other', async () => {
    const ft = worldWith([HOURLY]);
    ft.world.change(pipeline({ nextSync: 'fails' }));
    ft.world.clock.advance('61m');
    expect((await ft.details('c1')).status.setup_state).toBe('broken');
    ft.world.clock.advance('60m');
    expect((await ft.details('c1')).status.setup_state).toBe('connected');
  });

  it.each([
    ['succeeds', { sync: 'scheduled', succeeded: '2026-03-16T09:31:00.000000Z' }],
    ['quota', { sync: 'rescheduled', succeeded: SUCCEEDED }],
    ['interrupted', { sync: 'scheduled', succeeded: SUCCEEDED }],
    ['never-ends', { sync: 'syncing', succeeded: SUCCEEDED }],
  ])('%s', async (nextSync, expected) => {
    const ft = worldWith([MANUAL]);
    ft.world.change(pipeline({ nextSync }));
    await ft.sync('c1');
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject(expected);
  });

  it('gives up a sync that never ends', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.change(pipeline({ nextSync: 'never-ends' }));
    await ft.sync('c1');
    ft.world.clock.advance('30d');
    ft.world.change(pipeline({ nextSync: 'succeeds' }));
    expect((await ft.details('c1')).status.sync_state).toBe('scheduled');
    await ft.sync('c1');
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1')).succeeded).not.toBe(SUCCEEDED);
  });

  it('breaks a pipeline for good, or has it never set up, or pauses it', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.change(pipeline({ setup: 'broken' }));
    ft.world.clock.advance('30d');
    expect((await ft.details('c1')).status).toMatchObject({
      setup_state: 'broken',
      tasks: [{ code: 'reconnect' }],
    });
    ft.world.change(pipeline({ setup: 'incomplete' }));
    await ft.sync('c1');
    expect((await ft.details('c1')).status.sync_state).toBe('scheduled');
    ft.world.change(pipeline({ setup: 'connected', paused: true }));
    expect((await ft.details('c1')).status).toMatchObject({ setup_state: 'connected', sync_state: 'paused' });
    ft.world.change(pipeline({ paused: false }));
    expect((await ft.details('c1')).paused).toBe(false);
  });

  it('names a pipeline by its place, too', async () => {
    const ft = worldWith([MANUAL, MANUAL]);
    ft.world.change(pipeline({ pipeline: '$pipeline.1', setup: 'broken' }));
    expect((await ft.details('c1')).status.setup_state).toBe('connected');
    expect((await ft.details('c2')).status.setup_state).toBe('broken');
  });

  it('is part of a snapshot', () => {
    const ft = worldWith([MANUAL]);
    ft.world.change(pipeline({ nextSync: 'never-ends' }));
    expect(JSON.parse(JSON.stringify(ft.world.snapshot()))).toEqual(ft.world.snapshot());
  });

  it.each([
    [{}, 'nothing is to change: give setup, paused or nextSync.'],
    [{ setup: 'odd' }, 'setup must be one of connected, broken, incomplete; got "odd".'],
    [{ paused: 'yes' }, 'paused must be true or false; got "yes".'],
    [
      { nextSync: 'toString' },
      'nextSync must be one of succeeds, fails, quota, never-ends, interrupted; got "toString".',
    ],
    [{ pipeline: 'nobody', paused: true }, 'pipeline must be the key of one; got "nobody". There are: c1.'],
  ])('%j is refused in words', (more, message) => {
    expect(() => worldWith([MANUAL]).world.change(pipeline(more))).toThrow(message);
  });
});
