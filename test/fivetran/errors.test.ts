import { describe, expect, it } from 'vitest';
import { fivetranIn, worldWith } from './fivetran.ts';

const ft = fivetranIn();

describe('the envelope', () => {
  it.each([
    ['/v1/connections?limit=1', 'Connections list retrieved successfully'],
    ['/v1/groups', 'Groups retrieved successfully'],
    ['/v1/account/info', 'Account information retrieved successfully'],
  ])('of %s says "%s"', async (path, message) => {
    const { status, body } = await ft.get(path);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['code', 'message', 'data']);
    expect(body).toMatchObject({ code: 'Success', message });
  });

  it('of details, updates and syncs has their texts, and a sync has no data', async () => {
    const world = worldWith([{}]);
    expect((await world.get('/v1/connections/c1')).body.message).toBe(
      'Connection details retrieved successfully',
    );
    expect((await world.patch('c1', { paused: false })).body.message).toBe('Connection has been updated');
    expect((await world.sync('c1', {})).body).toEqual({
      code: 'Success',
      message: "Sync has been successfully triggered for connection with id 'c1'",
    });
  });

  it('of a refusal is code and message', async () => {
    const { body } = await ft.get('/v1/connections?limit=0');
    expect(Object.keys(body)).toEqual(['code', 'message']);
  });
});

describe('a connection that does not exist', () => {
  it('is a Connector by default, as in the documentation', async () => {
    for (const answer of [
      await ft.get('/v1/connections/abc123'),
      await ft.sync('abc123'),
      await ft.patch('abc123', { paused: true }),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({
        code: 'NotFound_Connector',
        message: "Connector with id 'abc123' does not exist.",
      });
    }
  });

  it('is a Connection where the world says so (switch notFoundNoun)', async () => {
    const modern = fivetranIn({ switches: { fivetran: { notFoundNoun: 'connection' } } });
    expect((await modern.get('/v1/connections/abc123')).body).toEqual({
      code: 'NotFound_Connection',
      message: "Connection with id 'abc123' does not exist.",
    });
  });

  it.each(['__proto__', 'constructor', 'c1%00', '%E0%A4', 'a'.repeat(5000)])(
    'may be called %s',
    async (id) => {
      const { status, body } = await ft.get(`/v1/connections/${id}`);
      expect([400, 404]).toContain(status);
      expect(body.message.length).toBeLessThan(200);
    },
  );
});

describe('fields and parameters that are wrong', () => {
  const world = worldWith([{}]);

  it.each([
    [
      { sync_frequency: 7 },
      "Field 'sync_frequency' is invalid: must be one of 1, 5, 15, 30, 60, 120, 180, 360, 480, 720, 1440, given 7",
    ],
    [{ sync_frequency: '360' }, "Field 'sync_frequency' is invalid"],
    [
      { schedule_type: 'AUTO' },
      'Field \'schedule_type\' is invalid: must be one of auto, manual, given "AUTO"',
    ],
    [{ networking_method: 'SSHTunnel' }, "Field 'networking_method' is invalid"],
    [{ networking_method: 'UnmanagedProxyAgent' }, "Field 'networking_method' is invalid"],
    [{ daily_sync_time: '14:30' }, "Field 'daily_sync_time' is invalid"],
    [{ daily_sync_time: '24:00' }, "Field 'daily_sync_time' is invalid"],
    [{ paused: 'true' }, "Field 'paused' is invalid"],
    [{ data_delay_threshold: -1 }, "Field 'data_delay_threshold' is invalid"],
    [{ data_delay_threshold: 1e300 }, "Field 'data_delay_threshold' is invalid"],
    [{ data_delay_sensitivity: 'normal' }, "Field 'data_delay_sensitivity' is invalid"],
  ])('%j is InvalidInput and names the field', async (body, message) => {
    const answer = await world.patch('c1', body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('InvalidInput');
    expect(answer.body.message).toContain(message);
  });

  it('a body that is no object is InvalidInput', async () => {
    for (const body of ['[]', '"paused"', '7', 'null']) {
      expect((await world.patch('c1', body)).body).toMatchObject({ code: 'InvalidInput' });
    }
    expect((await world.patch('c1', undefined)).body).toEqual({
      code: 'InvalidInput',
      message: 'Request body is required',
    });
  });

  it('a body that is no JSON is BadRequest', async () => {
    for (const body of ['{', '{paused:true}', '{"paused":tru', '{"a":'.repeat(500)]) {
      const answer = await world.patch('c1', body);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('BadRequest');
      expect(answer.body.message).toMatch(/^Invalid request: the body is not readable/);
    }
  });

  it('a key such as __proto__ does nothing', async () => {
    const answer = await world.patch('c1', '{"__proto__":{"paused":true},"pause_after_trial":true}');
    expect(answer.status).toBe(200);
    expect(answer.body.data.paused).toBe(false);
    expect(({} as { paused?: boolean }).paused).toBeUndefined();
  });

  it('a body of over a megabyte is refused with 413', async () => {
    const answer = await world.patch('c1', { config: { a: 'x'.repeat(1_100_000) } });
    expect(answer.status).toBe(413);
    expect(answer.body.code).toBe('PayloadTooLarge');
  });
});

describe('paths and methods', () => {
  it('a path that leads nowhere is NotFound, and tells what is near', async () => {
    const { status, body } = await ft.get('/v1/connection');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'NotFound', message: 'HTTP 404 Not Found' });
    expect(body.data.details).toContain('near: /v1/connections');
  });

  it('there is no way to cancel a sync', async () => {
    expect((await ft.call('post', '/v1/connections/x/cancel')).body.message).toBe('HTTP 404 Not Found');
  });

  it('a method that a path does not have is refused with 405 and the ones it has', async () => {
    const { status, headers, body } = await ft.call('put', '/v1/connections/x', '{}');
    expect(status).toBe(405);
    expect(headers.allow?.split(', ').sort()).toEqual(['GET', 'PATCH']);
    expect(body).toEqual({ code: 'MethodNotAllowed', message: 'HTTP 405 Method Not Allowed' });
  });

  it('a trailing slash makes no difference', async () => {
    expect((await ft.get('/v1/groups/')).text).toBe((await ft.get('/v1/groups')).text);
    expect((await ft.get('/v1/connections/?limit=2')).text).toBe(
      (await ft.get('/v1/connections?limit=2')).text,
    );
  });

  it('of a parameter given twice the first counts', async () => {
    expect((await ft.get('/v1/connections?limit=2&limit=0')).body.data.items).toHaveLength(2);
  });
});

describe('former addresses', () => {
  it('/force starts a sync with an empty body', async () => {
    const world = worldWith([{}]);
    expect((await world.call('post', '/v1/connections/c1/force')).status).toBe(200);
    expect((await world.details('c1')).status.sync_state).toBe('syncing');
  });

  it('/force can be gone (switch forcePath)', async () => {
    const world = worldWith([{}], { switches: { fivetran: { forcePath: 'gone' } } });
    expect((await world.call('post', '/v1/connections/c1/force')).body).toEqual({
      code: 'NotFound',
      message: 'HTTP 404 Not Found',
    });
  });

  it('/v1/connectors is gone', async () => {
    const world = worldWith([{}]);
    for (const answer of [
      await world.get('/v1/connectors/c1'),
      await world.call('patch', '/v1/connectors/c1', { paused: true }),
      await world.call('post', '/v1/connectors/c1/sync'),
      await world.call('post', '/v1/connectors/c1/force'),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('NotFound');
    }
  });

  it('/v1/connectors can be alive, and is then the same as /v1/connections (switch connectorsPath)', async () => {
    const world = worldWith([{}], { switches: { fivetran: { connectorsPath: 'alive' } } });
    expect((await world.get('/v1/connectors/c1')).body).toEqual((await world.get('/v1/connections/c1')).body);
    expect((await world.call('patch', '/v1/connectors/c1', { paused: true })).body.data.paused).toBe(true);
    expect((await world.call('post', '/v1/connectors/c1/sync')).status).toBe(200);
    expect((await world.call('post', '/v1/connectors/c1/force')).status).toBe(200);
  });
});
