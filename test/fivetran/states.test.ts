/** Connections that run no sync for now: paused, never set up, or put off by the source. */
import { describe, expect, it } from 'vitest';
import { vitals, worldWith } from './fivetran.ts';

const AT = (time: string): string => `2026-03-16T${time}.000000Z`;
/** Connections that only a trigger starts, so that nothing else moves in a test. */
const manual = { scheduleType: 'manual', succeededAt: '2026-03-16T06:00:00Z' } as const;

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
