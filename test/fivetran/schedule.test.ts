/** Syncs that start by themselves, and data that are late. A sync takes a minute here. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fivetranIn, vitals, worldWith } from './fivetran.ts';

const AT = (time: string): string => `2026-03-16T${time}.000000Z`;
/** Connections that only a trigger starts, so that nothing else moves in a test. */
const manual = { scheduleType: 'manual', succeededAt: '2026-03-16T06:00:00Z' } as const;

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

  it('misses no slot, even where a sync would take longer than the time between two', async () => {
    const ft = worldWith([{ syncFrequency: 1, syncSeconds: 600 }]);
    const seen = new Set<string>();
    for (let minute = 0; minute < 10; minute++) {
      ft.world.clock.advance('1m');
      seen.add(String((await ft.details('c1')).succeeded_at));
    }
    expect(seen.size).toBe(10);
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
