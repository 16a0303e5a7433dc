import { describe, expect, it } from 'vitest';
import { worldWith } from './fivetran.ts';

describe('an update', () => {
  it('keeps what it changes, and answers with the details as they now are', async () => {
    const ft = worldWith([{}]);
    const { status, body } = await ft.patch('c1', {
      sync_frequency: 60,
      schedule_type: 'manual',
      pause_after_trial: true,
      data_delay_sensitivity: 'CUSTOM',
      data_delay_threshold: 15,
      schema_status: 'blocked_on_capture',
      networking_method: 'SshTunnel',
      private_link_id: 'link',
      proxy_agent_id: 'agent',
      hybrid_deployment_agent_id: 'hybrid',
      destination_configuration: { virtual_warehouse: 'NIGHTLY' },
      run_setup_tests: false,
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      sync_frequency: 60,
      schedule_type: 'manual',
      pause_after_trial: true,
      data_delay_sensitivity: 'CUSTOM',
      data_delay_threshold: 15,
      networking_method: 'SshTunnel',
      private_link_id: 'link',
      proxy_agent_id: 'agent',
      hybrid_deployment_agent_id: 'hybrid',
      destination_configuration: { virtual_warehouse: 'NIGHTLY' },
      status: { schema_status: 'blocked_on_capture' },
    });
    expect(await ft.details('c1')).toEqual(body.data);
  });

  it('leaves alone what it does not name', async () => {
    const ft = worldWith([{ syncFrequency: 60, syncState: 'scheduled' }]);
    const before = await ft.details('c1');
    const { body } = await ft.patch('c1', { pause_after_trial: true, run_setup_tests: false });
    expect(body.data).toEqual({ ...before, pause_after_trial: true });
  });

  it('adds to the config what it names, and shows no secret', async () => {
    const ft = worldWith([{ config: { host: 'a', port: 5432 } }]);
    const { body, text } = await ft.patch('c1', {
      config: { host: 'b', password: 'hunter2' },
      auth: { token: 'xyz' },
    });
    expect(body.data.config).toEqual({ host: 'b', port: 5432, password: '******' });
    expect(text).not.toMatch(/hunter2|xyz/);
  });

  it('takes effect on the schedule at once', async () => {
    const ft = worldWith([
      { syncFrequency: 1440, succeededAt: '2026-03-16T06:00:00Z', syncState: 'scheduled' },
    ]);
    await ft.patch('c1', { sync_frequency: 5 });
    ft.world.clock.advance('7m');
    expect((await ft.details('c1')).succeeded_at).toMatch(/^2026-03-16T09:3/);
  });

  it('ignores fields that it does not know', async () => {
    const ft = worldWith([{}]);
    expect((await ft.patch('c1', { paused: true, colour: 'red' })).status).toBe(200);
  });
});

describe('an update that gives nothing to keep', () => {
  const ft = worldWith([{}]);

  it.each([
    {},
    { colour: 'red' },
    { paused: null },
    { data_delay_sensitivity: null, data_delay_threshold: null },
  ])('%j is refused', async (body) => {
    const answer = await ft.patch('c1', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'InvalidInput',
      message: expect.stringMatching(/^At least one field to update is required/),
    });
  });

  it.each([
    { run_setup_tests: true },
    { trust_certificates: true, run_setup_tests: true },
    { trust_fingerprints: true },
  ])('%j is refused: test controls cannot be used alone', async (body) => {
    const answer = await ft.patch('c1', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/cannot be used on its own/);
  });
});

describe('null in an update', () => {
  it('is the same as not given, for every field', async () => {
    const ft = worldWith([{ syncFrequency: 1440, dailySyncTime: '14:00', syncState: 'scheduled' }]);
    const before = await ft.details('c1');
    const nothing = Object.fromEntries(
      [
        'schedule_type',
        'sync_frequency',
        'daily_sync_time',
        'pause_after_trial',
        'data_delay_sensitivity',
        'data_delay_threshold',
        'is_historical_sync',
        'schema_status',
        'networking_method',
        'private_link_id',
        'proxy_agent_id',
        'hybrid_deployment_agent_id',
        'config',
        'auth',
        'destination_configuration',
        'trust_certificates',
        'trust_fingerprints',
      ].map((name) => [name, null]),
    );
    const { status, body } = await ft.patch('c1', { ...nothing, paused: false, run_setup_tests: false });
    expect(status).toBe(200);
    expect(body.data).toEqual(before);
  });
});

describe('daily_sync_time', () => {
  it('counts together with a daily frequency', async () => {
    const ft = worldWith([{ syncFrequency: 360 }]);
    const { body } = await ft.patch('c1', { sync_frequency: 1440, daily_sync_time: '05:00' });
    expect(body.data.daily_sync_time).toBe('05:00');
    expect((await ft.patch('c1', { daily_sync_time: '06:00' })).body.data.daily_sync_time).toBe('06:00');
  });

  it('is taken and ignored without one, and goes when the frequency changes', async () => {
    const ft = worldWith([{ syncFrequency: 360 }]);
    const { status, body } = await ft.patch('c1', { daily_sync_time: '05:00' });
    expect(status).toBe(200);
    expect(body.data.daily_sync_time).toBeNull();
    await ft.patch('c1', { sync_frequency: 1440, daily_sync_time: '05:00' });
    await ft.patch('c1', { sync_frequency: 60 });
    expect((await ft.patch('c1', { sync_frequency: 1440 })).body.data.daily_sync_time).toBeNull();
  });
});

describe('data_delay_threshold', () => {
  it('reads back as it was set, with any sensitivity', async () => {
    const ft = worldWith([{}]);
    expect((await ft.patch('c1', { data_delay_threshold: 1 })).body.data).toMatchObject({
      data_delay_threshold: 1,
      data_delay_sensitivity: 'NORMAL',
    });
  });

  it('reads back 0 where the world is like a real account that was seen (switch delayThreshold)', async () => {
    const ft = worldWith([{}], { switches: { fivetran: { delayThreshold: 'zero' } } });
    const { body } = await ft.patch('c1', { data_delay_sensitivity: 'CUSTOM', data_delay_threshold: 1 });
    expect(body.data).toMatchObject({ data_delay_sensitivity: 'CUSTOM', data_delay_threshold: 0 });
  });
});

describe('setup tests of an update', () => {
  it('run unless run_setup_tests is false, and their results are told', async () => {
    const ft = worldWith([{}]);
    expect((await ft.patch('c1', { paused: true, run_setup_tests: false })).body.data).not.toHaveProperty(
      'setup_tests',
    );
    const { body } = await ft.patch('c1', { paused: false });
    expect(body.data.setup_tests).toEqual([
      { title: 'Validate Login', status: 'PASSED', message: '' },
      { title: 'Check Permissions', status: 'PASSED', message: '' },
    ]);
  });

  it('may have to be asked for (switch setupTestsOnUpdate)', async () => {
    const ft = worldWith([{}], { switches: { fivetran: { setupTestsOnUpdate: 'skip' } } });
    expect((await ft.patch('c1', { paused: true })).body.data).not.toHaveProperty('setup_tests');
    expect((await ft.patch('c1', { paused: true, run_setup_tests: true })).body.data).toHaveProperty(
      'setup_tests',
    );
  });

  it('fail where the connection was never set up, which stays so', async () => {
    const ft = worldWith([{ setupState: 'incomplete' }]);
    const { status, body } = await ft.patch('c1', { paused: false });
    expect(status).toBe(200);
    expect(body.data.setup_tests[0].status).toBe('FAILED');
    expect(body.data.status.setup_state).toBe('incomplete');
  });
});

describe('a connector that the API cannot configure', () => {
  it('refuses updates as unsupported, though it can be read and started', async () => {
    const ft = worldWith([{ service: 'share_point', configurable: false }]);
    const { status, body } = await ft.patch('c1', { paused: true });
    expect(status).toBe(400);
    expect(body).toEqual({ code: 'InvalidInput', message: "Unsupported connector service 'share_point'" });
    expect((await ft.sync('c1', {})).status).toBe(200);
    expect((await ft.details('c1')).status.sync_state).toBe('syncing');
  });
});
