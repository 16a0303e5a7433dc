/** What a connection looks like: nulls, absent fields, masks and forms that clients stumble over. */
import { describe, expect, it } from 'vitest';
import type { ConnectionBody } from '../../mocks/fivetran/wire/connection.ts';
import { fivetranIn, worldWith } from './fivetran.ts';

const household = fivetranIn();
const all: Promise<ConnectionBody[]> = household
  .get('/v1/connections?limit=1000')
  .then(({ body }) => body.data.items);

describe('lists and details', () => {
  it('tell the same of a connection', async () => {
    for (const item of (await all).slice(0, 20)) expect(await household.details(item.id)).toEqual(item);
  });

  it('read the same again while nothing happens', async () => {
    const again = await household.get('/v1/connections?limit=1000');
    expect(again.body.data.items).toEqual(await all);
  });
});

describe('an ordinary connection', () => {
  it('has every field', async () => {
    const world = worldWith([
      {
        service: 'google_sheets',
        schema: 'google_sheets.budget',
        createdAt: '2024-12-01T15:43:29Z',
        connectedBy: 'u',
        config: { sheet_id: 'abc', auth_type: 'ServiceAccount' },
        succeededAt: '2026-03-16T09:00:00Z',
      },
    ]);
    expect(await world.details('c1')).toEqual({
      id: 'c1',
      service: 'google_sheets',
      schema: 'google_sheets.budget',
      paused: false,
      status: {
        tasks: [],
        warnings: [],
        setup_state: 'connected',
        sync_state: 'scheduled',
        update_state: 'on_schedule',
        is_historical_sync: false,
        rescheduled_for: null,
      },
      config: { sheet_id: 'abc', auth_type: 'ServiceAccount' },
      group_id: 'the_group',
      service_version: 1,
      connected_by: 'the_user',
      created_at: '2024-12-01T15:43:29.000000Z',
      succeeded_at: '2026-03-16T09:00:00.000000Z',
      failed_at: null,
      pause_after_trial: false,
      sync_frequency: 360,
      data_delay_threshold: 0,
      data_delay_sensitivity: 'NORMAL',
      daily_sync_time: null,
      schedule_type: 'auto',
      networking_method: 'Directly',
      private_link_id: null,
      proxy_agent_id: null,
      hybrid_deployment_agent_id: null,
      source_sync_details: {},
    });
  });

  it('may have an id with "=" in it, encoded in the path or not', async () => {
    const world = worldWith([{ id: 'aGk=' }]);
    expect((await world.get('/v1/connections/aGk=')).status).toBe(200);
    expect((await world.get('/v1/connections/aGk%3D')).body.data.id).toBe('aGk=');
  });
});

describe('nulls', () => {
  it('succeeded_at and failed_at are null before the first success and failure', async () => {
    const fresh = await worldWith([{ succeededAt: null }]).details('c1');
    expect(fresh).toMatchObject({ succeeded_at: null, failed_at: null });
    expect((await all).some((item) => item.succeeded_at === null)).toBe(true);
    expect((await all).some((item) => item.failed_at === null)).toBe(true);
  });

  it('connected_by is null where a program made the connection', async () => {
    expect(await worldWith([{ connectedBy: null }]).details('c1')).toMatchObject({ connected_by: null });
    expect((await all).some((item) => item.connected_by === null)).toBe(true);
  });

  it('networking_method may be null, and methods that no request may name occur', async () => {
    expect(await worldWith([{ networkingMethod: null }]).details('c1')).toMatchObject({
      networking_method: null,
    });
    const methods = new Set((await all).map((item) => item.networking_method));
    expect([...methods]).toEqual(expect.arrayContaining([null, 'Directly', 'Unknown']));
  });

  it('daily_sync_time is null unless the frequency is daily and a time was set', async () => {
    const world = worldWith([
      { syncFrequency: 1440, dailySyncTime: '14:00' },
      { syncFrequency: 1440 },
      { syncFrequency: 360, dailySyncTime: '14:00' },
    ]);
    const times = async () =>
      Promise.all(['c1', 'c2', 'c3'].map(async (id) => (await world.details(id)).daily_sync_time));
    expect(await times()).toEqual(['14:00', null, null]);
  });

  it('rescheduled_for is null unless the sync is rescheduled', async () => {
    for (const { status } of await all) {
      expect(status.rescheduled_for !== null).toBe(status.sync_state === 'rescheduled');
    }
  });
});

describe('forms', () => {
  it('times are UTC with microseconds', async () => {
    for (const item of await all) {
      for (const time of [
        item.created_at,
        item.succeeded_at ?? item.created_at,
        item.failed_at ?? item.created_at,
      ]) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      }
    }
    expect((await all).some((item) => !item.created_at.endsWith('000Z'))).toBe(true);
  });

  it('table sources are named schema.table', async () => {
    for (const { service, schema } of await all) {
      if (service === 'google_sheets') expect(schema).toMatch(/^google_sheets\.\w+$/);
      if (service === 'postgres') expect(schema).toMatch(/^\w+$/);
    }
  });

  it('ids are two words', async () => {
    for (const { id } of await all) expect(id).toMatch(/^[a-z]+_[a-z]+$/);
  });

  it('sync_frequency is a number of the eleven, 360 unless said otherwise', async () => {
    const known = [1, 5, 15, 30, 60, 120, 180, 360, 480, 720, 1440];
    for (const item of await all) expect(known).toContain(item.sync_frequency);
    expect((await worldWith([{}]).details('c1')).sync_frequency).toBe(360);
  });

  it('secrets read back as six asterisks, at any depth', async () => {
    const config = {
      user: 'me',
      password: 'hunter2',
      deep: [{ api_token: 'abc', port: 22 }],
      pats: ['a', 'b'],
    };
    const { text, body } = await worldWith([{ config }]).get('/v1/connections/c1');
    expect(body.data.config).toEqual({
      user: 'me',
      password: '******',
      deep: [{ api_token: '******', port: 22 }],
      pats: ['******', '******'],
    });
    expect(text).not.toContain('hunter2');
  });

  it('schema_status is absent but for sources with column masking', async () => {
    for (const { service, status } of await all) {
      expect('schema_status' in status).toBe(['postgres', 'mysql_rds'].includes(service));
    }
    const blocked = await worldWith([{ schemaStatus: 'blocked_on_capture' }]).details('c1');
    expect(blocked.status.schema_status).toBe('blocked_on_capture');
  });

  it('setup_tests are absent in many answers; details are any JSON in others', async () => {
    const tests = (await all).map((item) => item.setup_tests);
    expect(tests.filter((each) => each === undefined).length).toBeGreaterThan(40);
    const kinds = new Set(
      tests
        .flatMap((each) => each ?? [])
        .map(({ details }) =>
          Array.isArray(details) ? 'array' : details === null ? 'null' : typeof details,
        ),
    );
    expect([...kinds]).toEqual(expect.arrayContaining(['array', 'null', 'object', 'string', 'undefined']));
  });

  it('tasks and warnings are lists of code, message, details', async () => {
    const world = worldWith([
      {
        tasks: [{ code: 'reconnect', message: 'Reconnect' }],
        warnings: [{ code: 'w', message: 'W', details: 'why' }],
      },
    ]);
    expect((await world.details('c1')).status).toMatchObject({
      tasks: [{ code: 'reconnect', message: 'Reconnect' }],
      warnings: [{ code: 'w', message: 'W', details: 'why' }],
    });
    expect(
      (await all).some(({ status }) => status.warnings.some(({ code }) => code === 'resync_table_warning')),
    ).toBe(true);
  });
});

describe('a new connection', () => {
  it('that was never set up is incomplete, scheduled, on schedule and historical', async () => {
    const { paused, status } = await worldWith([{ setupState: 'incomplete' }]).details('c1');
    expect({ paused, status }).toEqual({
      paused: false,
      status: {
        tasks: [],
        warnings: [],
        schema_status: 'ready',
        setup_state: 'incomplete',
        sync_state: 'scheduled',
        update_state: 'on_schedule',
        is_historical_sync: true,
        rescheduled_for: null,
      },
    });
  });

  it('in Snowflake tells the warehouse', async () => {
    const world = fivetranIn({
      template: 'empty',
      entities: {
        pipelines: {
          groups: [{ key: 'g' }],
          destinations: [{ key: 'd', group: 'g', service: 'snowflake' }],
          connections: [{ key: 'c', id: 'c1' }],
        },
      },
    });
    expect((await world.details('c1')).destination_configuration).toEqual({ virtual_warehouse: 'LOADING' });
  });
});

describe('groups', () => {
  it('have id, name and the time they were made', async () => {
    const { body } = await worldWith([]).get('/v1/groups');
    expect(body.data.items).toEqual([
      { id: 'the_group', name: 'Warehouse', created_at: '2024-01-01T00:00:00.000000Z' },
    ]);
  });

  it('hold the connections: every group_id is one of theirs', async () => {
    const { body } = await household.get('/v1/groups');
    const ids = body.data.items.map((group: { id: string }) => group.id);
    for (const item of await all) expect(ids).toContain(item.group_id);
  });

  it('may be none at all', async () => {
    const { body } = await fivetranIn({ template: 'empty' }).get('/v1/groups');
    expect(body.data).toEqual({ items: [] });
  });
});
