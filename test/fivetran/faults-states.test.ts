/** Pipelines that seem to stand otherwise, for the requests that are met and no longer. */
import { describe, expect, it } from 'vitest';
import { contract } from '../../mocks/fivetran/generated/contract.ts';
import { judgeOf } from '../support/answer.ts';
import { fivetranIn, vitals, worldWith } from './fivetran.ts';

const judge = await judgeOf(contract);
const MANUAL = {
  scheduleType: 'manual',
  historicalSync: false,
  succeededAt: '2026-03-16T08:00:00Z',
} as const;
const LATER = '2026-03-16T09:30:00.000000Z';

describe('a pipeline that seems otherwise', () => {
  it.each([
    ['pipeline-broken', { setup_state: 'broken', sync_state: 'scheduled' }],
    ['pipeline-incomplete', { setup_state: 'incomplete', sync_state: 'scheduled', is_historical_sync: true }],
    ['pipeline-rescheduled', { setup_state: 'connected', sync_state: 'rescheduled' }],
    ['pipeline-delayed', { setup_state: 'connected', update_state: 'delayed' }],
    ['still-syncing', { setup_state: 'connected', sync_state: 'syncing', is_historical_sync: true }],
  ])('%s: it shows %j once, and then what it really is', async (fault, status) => {
    const ft = worldWith([{}]);
    const before = await ft.details('c1');
    const { id } = ft.world.arm({ fault, connection: 'c1', times: 1 });
    const seems = await ft.get('/v1/connections/c1');
    judge('GET', '/v1/connections/c1', seems);
    expect(seems.body.data.status).toMatchObject(status);
    expect(seems.headers['understudy-fault']).toBe(id);
    expect(await ft.details('c1')).toEqual(before);
  });

  it('shows in lists: the one that is named, else every one that can be so', async () => {
    const ft = fivetranIn();
    const states = async () => {
      const answer = await ft.get('/v1/connections?limit=1000');
      judge('GET', '/v1/connections', answer);
      const { items } = answer.body.data;
      return items.map((item: { status: { setup_state: string } }) => item.status.setup_state);
    };
    const before = await states();
    ft.world.arm({ fault: 'pipeline-broken', connection: '$pipeline.0', times: 1 });
    const one = await states();
    expect(one[0]).toBe('broken');
    expect(one.slice(1)).toEqual(before.slice(1));
    ft.world.arm({ fault: 'pipeline-broken', times: 1 });
    // What was never set up cannot break.
    expect(await states()).toEqual(
      before.map((state: string) => (state === 'incomplete' ? state : 'broken')),
    );
    expect(await states()).toEqual(before);
  });

  it('broken: the last sync failed this moment, and a person is asked to reconnect', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.arm({ fault: 'pipeline-broken', times: 1 });
    const seems = await ft.details('c1');
    expect(vitals(seems)).toEqual({
      sync: 'scheduled',
      setup: 'broken',
      succeeded: '2026-03-16T08:00:00.000000Z',
      failed: LATER,
    });
    expect(seems.status.tasks).toMatchObject([{ code: 'reconnect' }]);
  });

  it('incomplete: nothing ever succeeded or failed, and no sync can be started', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.arm({ fault: 'pipeline-incomplete', times: 2 });
    expect(vitals(await ft.details('c1'))).toMatchObject({ succeeded: null, failed: null });
    expect((await ft.sync('c1')).status).toBe(200);
    expect((await ft.details('c1')).status.sync_state).toBe('scheduled');
  });

  it('rescheduled: it waits until its source takes calls again', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.arm({ fault: 'pipeline-rescheduled', times: 1 });
    const { rescheduled_for: until } = (await ft.details('c1')).status;
    expect(Date.parse(until ?? '')).toBeGreaterThan(ft.world.clock.now());
  });

  it('syncing: a trigger starts nothing, unless it is forced', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.arm({ fault: 'still-syncing', operation: 'syncConnection', times: 2 });
    await ft.sync('c1');
    expect((await ft.details('c1')).status.sync_state).toBe('scheduled');
    await ft.sync('c1', { force: true });
    expect((await ft.details('c1')).status.sync_state).toBe('syncing');
  });

  it('an update is made to what it really is', async () => {
    const ft = worldWith([MANUAL]);
    ft.world.arm({ fault: 'pipeline-broken', times: 1 });
    const answer = await ft.patch('c1', { sync_frequency: 60, run_setup_tests: false });
    expect(answer.body.data).toMatchObject({ sync_frequency: 60, status: { setup_state: 'broken' } });
    expect(await ft.details('c1')).toMatchObject({
      sync_frequency: 60,
      status: { setup_state: 'connected' },
    });
  });

  it('several faults add up', async () => {
    const ft = worldWith([{}, {}]);
    ft.world.arm({ fault: 'pipeline-broken', connection: 'c1', times: 1 });
    ft.world.arm({ fault: 'pipeline-delayed', connection: 'c1', times: 1 });
    ft.world.arm({ fault: 'pipeline-delayed', connection: 'c2', times: 1 });
    const { items } = (await ft.get('/v1/connections')).body.data;
    expect(items[0].status).toMatchObject({ setup_state: 'broken', update_state: 'delayed' });
    expect(items[1].status).toMatchObject({ setup_state: 'connected', update_state: 'delayed' });
  });

  it.each([
    ['pipeline-rescheduled', { paused: true }],
    ['still-syncing', { paused: true }],
    ['pipeline-delayed', { scheduleType: 'manual' }],
    ['pipeline-broken', { setupState: 'incomplete' }],
  ] as const)('%s cannot be where it stands as %j', async (fault, entry) => {
    const ft = worldWith([entry]);
    ft.world.arm({ fault });
    expect((await ft.get('/v1/connections/c1')).headers).not.toHaveProperty('understudy-fault');
  });
});
