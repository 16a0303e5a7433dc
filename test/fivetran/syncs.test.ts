/** Syncs that somebody starts, on the world's clock. A sync takes a minute here, a historical one an hour. */
import { describe, expect, it } from 'vitest';
import { vitals, worldWith } from './fivetran.ts';

const AT = (time: string): string => `2026-03-16T${time}.000000Z`;
/** Connections that only a trigger starts, so that nothing else moves in a test. */
const manual = { scheduleType: 'manual', succeededAt: '2026-03-16T06:00:00Z' } as const;

describe('a triggered sync', () => {
  it('goes from scheduled to syncing and back, and then succeeded_at has moved', async () => {
    const ft = worldWith([manual]);
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'scheduled', succeeded: AT('06:00:00') });
    await ft.sync('c1', { force: false });
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'syncing', succeeded: AT('06:00:00') });
    ft.world.clock.advance('59s');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'syncing', succeeded: AT('06:00:00') });
    ft.world.clock.advance('1s');
    expect(vitals(await ft.details('c1'))).toEqual({
      sync: 'scheduled',
      setup: 'connected',
      succeeded: AT('09:31:00'),
      failed: null,
    });
  });

  it('is not started again while it runs', async () => {
    const ft = worldWith([manual]);
    await ft.sync('c1', {});
    ft.world.clock.advance('40s');
    expect((await ft.sync('c1', { force: false })).status).toBe(200);
    ft.world.clock.advance('20s');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'scheduled', succeeded: AT('09:31:00') });
  });

  it('is given up for a new one with force, and counts neither as success nor as failure', async () => {
    const ft = worldWith([manual]);
    await ft.sync('c1', {});
    ft.world.clock.advance('40s');
    await ft.sync('c1', { force: true });
    ft.world.clock.advance('20s');
    expect(vitals(await ft.details('c1'))).toMatchObject({
      sync: 'syncing',
      succeeded: AT('06:00:00'),
      failed: null,
    });
    ft.world.clock.advance('40s');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'scheduled', succeeded: AT('09:31:40') });
  });

  it('needs no body: force is false unless said otherwise', async () => {
    const ft = worldWith([manual]);
    for (const body of [undefined, {}, { force: null }]) expect((await ft.sync('c1', body)).status).toBe(200);
    expect((await ft.sync('c1', { force: 'yes' })).status).toBe(400);
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject({ succeeded: AT('09:31:00') });
  });

  it('of one connection leaves the others alone', async () => {
    const ft = worldWith([manual, manual]);
    await ft.sync('c1', {});
    expect(vitals(await ft.details('c2'))).toMatchObject({ sync: 'scheduled' });
  });

  it('is forgotten when the world is reset', async () => {
    const ft = worldWith([manual]);
    const before = await ft.details('c1');
    await ft.sync('c1', {});
    ft.world.clock.advance('2m');
    expect(await ft.details('c1')).not.toEqual(before);
    ft.world.reset();
    expect(await ft.details('c1')).toEqual(before);
  });
});

describe('a sync that fails', () => {
  const failing = { ...manual, syncs: 'fail' } as const;

  it('moves failed_at, breaks the connection and asks to reconnect', async () => {
    const ft = worldWith([failing]);
    await ft.sync('c1', {});
    ft.world.clock.advance('1m');
    const after = await ft.details('c1');
    expect(vitals(after)).toEqual({
      sync: 'scheduled',
      setup: 'broken',
      succeeded: AT('06:00:00'),
      failed: AT('09:31:00'),
    });
    expect(after.status.tasks).toMatchObject([{ code: 'reconnect' }]);
  });

  it('can be tried again at once: only a sync that works mends the connection', async () => {
    const ft = worldWith([{ ...manual, setupState: 'broken', syncs: 'succeed' }]);
    expect(vitals(await ft.details('c1'))).toMatchObject({ setup: 'broken' });
    await ft.sync('c1', {});
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'syncing', setup: 'broken' });
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject({ setup: 'connected', succeeded: AT('09:31:00') });
    expect((await ft.details('c1')).status.tasks).toEqual([]);
  });

  it('is not mended by setup tests that pass', async () => {
    const ft = worldWith([{ ...manual, setupState: 'broken', syncs: 'succeed' }]);
    const { body } = await ft.patch('c1', { pause_after_trial: true, run_setup_tests: true });
    expect(body.data.setup_tests.every((test: { status: string }) => test.status === 'PASSED')).toBe(true);
    expect(body.data.status.setup_state).toBe('broken');
  });

  it('can begin at any instant the world file names, and end at another', async () => {
    const ft = worldWith([
      {
        syncFrequency: 15,
        syncs: [
          { from: '2026-03-16T10:00:00Z', end: 'fail' },
          { from: '2026-03-16T12:00:00Z', end: 'succeed' },
        ],
      },
    ]);
    const setupAfter = async (duration: string): Promise<string> => {
      ft.world.clock.advance(duration);
      return (await ft.details('c1')).status.setup_state;
    };
    expect(await setupAfter('29m')).toBe('connected');
    expect(await setupAfter('20m')).toBe('broken');
    expect(await setupAfter('2h')).toBe('connected');
    expect((await ft.details('c1')).failed_at).toMatch(/^2026-03-16T1[12]:/);
  });
});

describe('a historical sync', () => {
  it('starts at once, takes its time, and resets its flag when it is done', async () => {
    const ft = worldWith([manual]);
    const { body } = await ft.patch('c1', { is_historical_sync: true });
    expect(body.data.status).toMatchObject({ sync_state: 'syncing', is_historical_sync: true });
    ft.world.clock.advance('59m');
    expect((await ft.details('c1')).status).toMatchObject({
      sync_state: 'syncing',
      is_historical_sync: true,
    });
    ft.world.clock.advance('1m');
    expect((await ft.details('c1')).status).toMatchObject({
      sync_state: 'scheduled',
      is_historical_sync: false,
    });
    expect((await ft.details('c1')).succeeded_at).toBe(AT('10:30:00'));
  });

  it('cancels a sync that runs', async () => {
    const ft = worldWith([manual]);
    await ft.sync('c1', {});
    await ft.patch('c1', { is_historical_sync: true });
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'syncing', succeeded: AT('06:00:00') });
  });

  it('asked for while paused waits for the unpausing', async () => {
    const ft = worldWith([{ ...manual, paused: true }]);
    const { body } = await ft.patch('c1', { is_historical_sync: true });
    expect(body.data.status).toMatchObject({ sync_state: 'paused', is_historical_sync: true });
    ft.world.clock.advance('1d');
    expect((await ft.patch('c1', { paused: false })).body.data.status).toMatchObject({
      sync_state: 'syncing',
      is_historical_sync: true,
    });
  });

  it('keeps its flag when it fails', async () => {
    const ft = worldWith([{ ...manual, syncs: 'fail' }]);
    await ft.patch('c1', { is_historical_sync: true });
    ft.world.clock.advance('2h');
    expect((await ft.details('c1')).status).toMatchObject({
      setup_state: 'broken',
      is_historical_sync: true,
    });
  });

  it('is the first sync of a new connection', async () => {
    const ft = worldWith([{ createdAt: '2026-03-16T09:00:00Z', syncFrequency: 5 }]);
    expect((await ft.details('c1')).status).toMatchObject({
      sync_state: 'syncing',
      is_historical_sync: true,
    });
    ft.world.clock.advance('30m');
    expect(await ft.details('c1')).toMatchObject({
      succeeded_at: AT('10:00:00'),
      status: { is_historical_sync: false },
    });
  });

  it('is not asked for by false, which changes nothing', async () => {
    const ft = worldWith([{ ...manual, paused: true, historicalSync: true }, manual]);
    expect((await ft.patch('c1', { is_historical_sync: false })).body.data.status.is_historical_sync).toBe(
      true,
    );
    expect((await ft.patch('c2', { is_historical_sync: false })).body.data.status.sync_state).toBe(
      'scheduled',
    );
  });
});
