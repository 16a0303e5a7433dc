/** Users of the application: registered, listed, given new secrets, deleted. */
import { describe, expect, it } from 'vitest';
import { client } from './client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('registering', () => {
  it('gives the id back with a secret that lets the user in, to no connections yet', async () => {
    const api = client();
    const { status, body } = await api.post('/snapTrade/registerUser', { userId: 'reader-42' });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['userId', 'userSecret']);
    expect(body.userId).toBe('reader-42');
    expect(body.userSecret).toMatch(UUID);
    const user = api.as(body);
    expect(await user.get('/authorizations')).toMatchObject({ status: 200, body: [] });
    expect(await user.get('/accounts')).toMatchObject({ status: 200, body: [] });
  });

  it('is not idempotent: the second time is refused, and the secret is not shown again', async () => {
    const api = client();
    const { body } = await api.post('/snapTrade/registerUser', { userId: 'reader-42' });
    const again = await api.post('/snapTrade/registerUser', { userId: 'reader-42' });
    expect(again).toMatchObject({
      status: 400,
      body: { detail: 'User with the following userId already exists: reader-42', code: '1010' },
    });
    expect(again.text).not.toContain(body.userSecret);
  });

  it.each([[{}], [{ userId: '' }], [{ userId: 7 }], [{ userId: null }]])(
    'needs a userId, not %j',
    async (body) => {
      expect(await client().post('/snapTrade/registerUser', body)).toMatchObject({
        status: 400,
        body: { code: '1012' },
      });
    },
  );
});

describe('listing', () => {
  it('gives bare ids in the order of registration', async () => {
    const api = client();
    const before = (await api.get('/snapTrade/listUsers')).body;
    expect(before[0]).toBe(api.credentials.userId);
    for (const userId of ['12', 'b', '3']) await api.post('/snapTrade/registerUser', { userId });
    expect((await api.get('/snapTrade/listUsers')).body).toEqual([...before, '12', 'b', '3']);
  });

  it('starts with the people who linked a brokerage', async () => {
    // Owner, partner and child of the household all did.
    expect((await client().get('/snapTrade/listUsers')).body).toHaveLength(3);
  });

  it('starts with everyone where nobody linked anything', async () => {
    const api = client({ template: 'empty' });
    expect((await api.get('/snapTrade/listUsers')).body).toEqual([api.credentials.userId]);
    expect(await api.get('/authorizations')).toMatchObject({ status: 200, body: [] });
  });

  it('holds the user a world file names, under the id it gives', async () => {
    const api = client({
      providers: { snaptrade: { person: 'guest' } },
      entities: { people: [{ key: 'guest', ids: { snaptrade: 'guest-1' } }] },
    });
    expect(api.credentials.userId).toBe('guest-1');
    expect((await api.get('/snapTrade/listUsers')).body).toContain('guest-1');
    expect(await api.get('/accounts')).toMatchObject({ status: 200, body: [] });
  });
});

describe('rotating the secret', () => {
  it('gives a new one; the old one is dead from then on', async () => {
    const api = client();
    const { userId, userSecret } = api.credentials;
    const { status, body } = await api.post('/snapTrade/resetUserSecret', { userId, userSecret });
    expect({ status, userId: body.userId }).toEqual({ status: 200, userId });
    expect(body.userSecret).toMatch(UUID);
    expect(body.userSecret).not.toBe(userSecret);
    expect(await api.get('/accounts')).toMatchObject({ status: 401, body: { code: '1083' } });
    expect((await api.as(body).get('/accounts')).body.length).toBeGreaterThan(0);
  });

  it('takes the credentials in the body, and refuses wrong ones with 401', async () => {
    const api = client();
    const { userId } = api.credentials;
    const wrong = await api.post(
      '/snapTrade/resetUserSecret',
      { userId, userSecret: 'wrong' },
      { user: false },
    );
    expect(wrong).toMatchObject({ status: 401, body: { code: '1083' } });
    const missing = await api.post('/snapTrade/resetUserSecret', { userId });
    expect(missing).toMatchObject({
      status: 400,
      body: { detail: 'userSecret is required', code: '1012' },
    });
  });
});

describe('deleting', () => {
  const gone = (api: ReturnType<typeof client>, userId: string) =>
    api.delete('/snapTrade/deleteUser', { user: false, query: { userId } });

  it('queues: the answer says so, and the user is there until the queue gets to it', async () => {
    const api = client();
    const { userId } = api.credentials;
    expect(await gone(api, userId)).toMatchObject({
      status: 200,
      body: {
        status: 'deleted',
        detail: 'User queued for deletion; please wait for webhook for confirmation.',
        userId,
      },
    });
    expect((await api.get('/snapTrade/listUsers')).body).toContain(userId);
    expect(await api.get('/accounts')).toMatchObject({ status: 200 });

    api.simulated.world.clock.advance('30s');
    expect((await api.get('/snapTrade/listUsers')).body).not.toContain(userId);
    expect(await api.get('/accounts')).toMatchObject({ status: 401, body: { code: '1083' } });
  });

  it('twice is one deletion', async () => {
    const api = client();
    expect(await gone(api, api.credentials.userId)).toMatchObject({ status: 200 });
    api.simulated.world.clock.advance('29s');
    expect(await gone(api, api.credentials.userId)).toMatchObject({ status: 200 });
    api.simulated.world.clock.advance('1s');
    expect(await gone(api, api.credentials.userId)).toMatchObject({ status: 404, body: { code: '1011' } });
  });

  it('takes the connections along: a new user of the same id has none', async () => {
    const api = client();
    const { userId } = api.credentials;
    await gone(api, userId);
    api.simulated.world.clock.advance('30s');
    const { status, body } = await api.post('/snapTrade/registerUser', { userId });
    expect(status).toBe(200);
    expect(await api.as(body).get('/authorizations')).toMatchObject({ status: 200, body: [] });
  });

  it('and registering at once works, and the queue does not take the new user', async () => {
    const api = client();
    const { userId, userSecret } = api.credentials;
    await gone(api, userId);
    const { status, body } = await api.post('/snapTrade/registerUser', { userId });
    expect(status).toBe(200);
    expect(body.userSecret).not.toBe(userSecret);
    api.simulated.world.clock.advance('1h');
    expect(await api.as(body).get('/authorizations')).toMatchObject({ status: 200, body: [] });
  });

  it('needs the id of a user there is', async () => {
    const api = client();
    expect(await gone(api, 'nobody')).toMatchObject({ status: 404, body: { code: '1011' } });
    expect(await api.delete('/snapTrade/deleteUser', { user: false })).toMatchObject({
      status: 400,
      body: { detail: 'userId is required', code: '1012' },
    });
  });
});

describe('secrets', () => {
  it('differ between worlds of one seed, and come back with a reset', async () => {
    const api = client();
    const { simulator, world } = api.simulated;
    const other = simulator.createWorld({ clock: 'frozen' }).providers.snaptrade?.credentials;
    expect(other?.userId).toBe(api.credentials.userId);
    expect(other?.userSecret).not.toBe(api.credentials.userSecret);
    const { userId, userSecret } = api.credentials;
    await api.post('/snapTrade/resetUserSecret', { userId, userSecret });
    world.reset();
    expect(world.providers.snaptrade?.credentials).toEqual(api.credentials);
    expect(await api.get('/accounts')).toMatchObject({ status: 200 });
  });
});
