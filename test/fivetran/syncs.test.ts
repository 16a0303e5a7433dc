/** The life of a connection's syncs on the world's clock. A sync takes a minute here, a historical one an hour. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fivetranIn, vitals, worldWith } from './fivetran.ts';

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

describe('the schedule', () => {
  it('starts a sync every sync_frequency minutes', async () => {
    const ft = worldWith([{ syncFrequency: 15 }]);
    const seen = new Set<string>();
    for (let minute = 0; minute < 60; minute++) {
      ft.world.clock.advance('1m');
      seen.add(String((await ft.details('c1')).succeeded_at));
    }
    const times = [...seen].slice(-4).map((time) => Date.parse(time));
    expect(times.slice(1).map((time, n) => time - (times[n] ?? 0))).toEqual([900_000, 900_000, 900_000]);
  });

  it('is not moved by a trigger', async () => {
    const quiet = worldWith([{ syncFrequency: 60 }]);
    const triggered = worldWith([{ syncFrequency: 60 }]);
    await triggered.sync('c1', {});
    for (const ft of [quiet, triggered]) ft.world.clock.advance('3h');
    expect(await triggered.details('c1')).toEqual(await quiet.details('c1'));
  });

  it('of a daily connection starts in the hour that was set, up to 60 minutes into it', async () => {
    for (const hour of ['00', '14', '23']) {
      const ft = worldWith([{ syncFrequency: 1440, dailySyncTime: `${hour}:00` }]);
      ft.world.clock.advance('3d');
      const ended = Date.parse(String((await ft.details('c1')).succeeded_at));
      const started = new Date(ended - 60_000);
      expect(started.getUTCHours()).toBe(Number(hour));
    }
  });

  it('does not concern a manual connection: only triggers start its syncs', async () => {
    const ft = worldWith([{ ...manual, syncFrequency: 5 }]);
    ft.world.clock.advance('30d');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'scheduled', succeeded: AT('06:00:00') });
    expect((await ft.details('c1')).status.update_state).toBe('on_schedule');
  });

  it('goes on for ten years in one jump, in no time', async () => {
    const ft = fivetranIn();
    const started = performance.now();
    ft.world.clock.advance(10 * 365 * 86_400_000);
    const { body } = await ft.get('/v1/connections?limit=1000');
    expect(performance.now() - started).toBeLessThan(2_000);
    const minutes = body.data.items.find(
      (item: { sync_frequency: number; succeeded_at: string; status: { setup_state: string } }) =>
        item.sync_frequency === 5 && item.status.setup_state === 'connected',
    );
    expect(minutes.succeeded_at).toMatch(/^2036-/);
  });

  it('gives the same after one jump as after many small steps', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 40_000_000 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 9 }), async (durations, seed) => {
        const stepping = fivetranIn({ seed });
        for (const ms of durations) {
          stepping.world.clock.advance(ms);
          await stepping.get('/v1/connections?limit=1000');
        }
        const jumping = fivetranIn({ seed });
        jumping.world.clock.advance(durations.reduce((sum, ms) => sum + ms, 0));
        const path = '/v1/connections?limit=1000';
        expect((await jumping.get(path)).text).toBe((await stepping.get(path)).text);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a paused connection', () => {
  it('shows it, runs nothing on schedule, and goes back to scheduled', async () => {
    const ft = worldWith([{ syncFrequency: 5, syncState: 'scheduled' }]);
    const { body } = await ft.patch('c1', { paused: true });
    expect(body.data).toMatchObject({ paused: true, status: { sync_state: 'paused' } });
    const before = await ft.details('c1');
    ft.world.clock.advance('10d');
    expect(await ft.details('c1')).toEqual(before);
    const after = await ft.patch('c1', { paused: false });
    expect(after.body.data).toMatchObject({ paused: false, status: { sync_state: 'scheduled' } });
    ft.world.clock.advance('6m');
    expect((await ft.details('c1')).succeeded_at).toMatch(/^2026-03-26/);
  });

  it('takes a trigger and starts nothing', async () => {
    const ft = worldWith([{ ...manual, paused: true }]);
    expect((await ft.sync('c1', { force: true })).status).toBe(200);
    ft.world.clock.advance('1h');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'paused', succeeded: AT('06:00:00') });
  });

  it('may refuse a trigger (switch pausedTrigger)', async () => {
    const ft = worldWith([{ ...manual, paused: true }], {
      switches: { fivetran: { pausedTrigger: 'refused' } },
    });
    const { status, body } = await ft.sync('c1', {});
    expect(status).toBe(409);
    expect(body).toEqual({ code: 'Conflict', message: "Connection with id 'c1' is paused" });
  });

  it('gives up the sync that was running', async () => {
    const ft = worldWith([manual]);
    await ft.sync('c1', {});
    await ft.patch('c1', { paused: true });
    ft.world.clock.advance('5m');
    await ft.patch('c1', { paused: false });
    ft.world.clock.advance('5m');
    expect(vitals(await ft.details('c1'))).toMatchObject({
      sync: 'scheduled',
      succeeded: AT('06:00:00'),
      failed: null,
    });
  });
});

describe('an incomplete connection', () => {
  it('takes a trigger and starts nothing', async () => {
    const ft = worldWith([{ setupState: 'incomplete' }]);
    expect((await ft.sync('c1', { force: true })).status).toBe(200);
    ft.world.clock.advance('30d');
    expect(vitals(await ft.details('c1'))).toEqual({
      sync: 'scheduled',
      setup: 'incomplete',
      succeeded: null,
      failed: null,
    });
  });
});

describe('a rescheduled sync', () => {
  const waiting = { syncState: 'rescheduled', rescheduledFor: '2026-03-16T11:00:00Z' } as const;

  it('waits until the source takes calls again, and then runs by itself', async () => {
    const ft = worldWith([{ ...waiting, succeededAt: '2026-03-16T06:00:00Z' }]);
    expect((await ft.details('c1')).status).toMatchObject({
      sync_state: 'rescheduled',
      rescheduled_for: AT('11:00:00'),
    });
    ft.world.clock.advance('89m');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'rescheduled' });
    ft.world.clock.advance('1m');
    expect((await ft.details('c1')).status).toMatchObject({ sync_state: 'syncing', rescheduled_for: null });
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'scheduled', succeeded: AT('11:01:00') });
  });

  it('comes about when the source has no calls left', async () => {
    const ft = worldWith([{ ...manual, syncs: 'quota' }]);
    await ft.sync('c1', {});
    ft.world.clock.advance('1m');
    const { status, succeeded_at } = await ft.details('c1');
    expect(status.sync_state).toBe('rescheduled');
    expect(Date.parse(String(status.rescheduled_for))).toBeGreaterThan(ft.world.clock.now());
    expect(succeeded_at).toBe(AT('06:00:00'));
  });

  it('of a manual connection waits for ever unless it is triggered again', async () => {
    const ft = worldWith([{ ...manual, ...waiting }]);
    ft.world.clock.advance('30d');
    expect((await ft.details('c1')).status).toMatchObject({
      sync_state: 'rescheduled',
      rescheduled_for: AT('11:00:00'),
    });
    await ft.sync('c1', {});
    ft.world.clock.advance('1m');
    expect(vitals(await ft.details('c1'))).toMatchObject({
      sync: 'scheduled',
      succeeded: '2026-04-15T09:31:00.000000Z',
    });
  });

  it('that is triggered too early has to wait for the same instant again', async () => {
    const ft = worldWith([{ ...manual, ...waiting, syncs: 'quota' }]);
    await ft.sync('c1', {});
    expect(vitals(await ft.details('c1'))).toMatchObject({ sync: 'syncing' });
    ft.world.clock.advance('1m');
    expect((await ft.details('c1')).status).toMatchObject({
      sync_state: 'rescheduled',
      rescheduled_for: AT('11:00:00'),
    });
  });

  it('is forgotten by a pause', async () => {
    const ft = worldWith([waiting]);
    await ft.patch('c1', { paused: true });
    expect((await ft.details('c1')).status).toMatchObject({ sync_state: 'paused', rescheduled_for: null });
    expect((await ft.patch('c1', { paused: false })).body.data.status.sync_state).toBe('scheduled');
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

describe('update_state', () => {
  const late = { syncFrequency: 60, syncs: 'fail', succeededAt: '2026-03-16T09:00:00Z' } as const;
  const stateAfter = async (duration: string, more: object): Promise<string> => {
    const ft = worldWith([{ ...late, ...more }]);
    ft.world.clock.advance(duration);
    return (await ft.details('c1')).status.update_state;
  };

  // Due at 10:00; the world begins at 09:30.
  it.each([
    ['HIGH', '89m', '91m'],
    ['NORMAL', '269m', '271m'],
    ['LOW', '749m', '751m'],
    ['SYNC_FREQUENCY', '89m', '91m'],
    ['CUSTOM', '39m', '41m'],
  ] as const)(
    'with sensitivity %s is on_schedule after %s and delayed after %s',
    async (dataDelaySensitivity, before, after) => {
      const more = { dataDelaySensitivity, dataDelayThreshold: 10 };
      expect(await stateAfter(before, more)).toBe('on_schedule');
      expect(await stateAfter(after, more)).toBe('delayed');
    },
  );

  it('reads the threshold with CUSTOM only', async () => {
    expect(await stateAfter('60m', { dataDelaySensitivity: 'NORMAL', dataDelayThreshold: 1 })).toBe(
      'on_schedule',
    );
  });

  it('is never delayed while syncs succeed', async () => {
    const ft = worldWith([{ syncFrequency: 60, dataDelaySensitivity: 'CUSTOM', dataDelayThreshold: 0 }]);
    for (let step = 0; step < 40; step++) {
      ft.world.clock.advance('7m');
      expect((await ft.details('c1')).status.update_state).toBe('on_schedule');
    }
  });

  it('may be given by the world file until a sync succeeds', async () => {
    const ft = worldWith([{ ...manual, updateState: 'delayed' }]);
    expect((await ft.details('c1')).status.update_state).toBe('delayed');
    await ft.sync('c1', {});
    ft.world.clock.advance('1m');
    expect((await ft.details('c1')).status.update_state).toBe('on_schedule');
  });
});
