import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { fivetran } from '../../mocks/fivetran/provider.ts';
import { startSimulator } from '../../src/engine/simulator.ts';
import { fivetranIn, worldWith } from './fivetran.ts';

const ft = fivetranIn();
const basic = (text: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('HTTP Basic with key and secret', () => {
  it('lets in the pair that the world shows', async () => {
    expect((await ft.get('/v1/groups')).status).toBe(200);
  });

  it.each([
    ['no header', {}],
    ['a bearer token', { Authorization: 'Bearer abc' }],
    ['Basic without a value', { Authorization: 'Basic' }],
    ['no base64', { Authorization: 'Basic ***' }],
    ['no colon', basic(ft.pair.replace(':', ''))],
    ['an unknown key', basic(`nobody:${ft.pair.split(':')[1]}`)],
    ['a wrong secret', basic(`${ft.pair.split(':')[0]}:wrong`)],
    ['the secret with something behind it', basic(`${ft.pair}x`)],
    ['key and secret exchanged', basic(ft.pair.split(':').reverse().join(':'))],
    ['the pair without encoding', { Authorization: `Basic ${ft.pair}` }],
  ])('refuses %s with 401', async (_, headers) => {
    const { status, body, text } = await ft.get('/v1/groups', { pair: undefined, headers });
    expect(status).toBe(401);
    expect(body).toEqual({ code: 'AuthFailed', message: 'Invalid authorization credentials' });
    expect(text).not.toContain(ft.pair.split(':')[1]);
  });

  it('reads the scheme in any case', async () => {
    const header = `bAsIc ${Buffer.from(ft.pair).toString('base64')}`;
    expect((await ft.get('/v1/groups', { pair: undefined, headers: { Authorization: header } })).status).toBe(
      200,
    );
  });

  it('cuts key and secret at the first colon', async () => {
    const odd = worldWith([], { providers: { fivetran: { key: 'k', secret: 's:e:c' } } });
    expect(odd.pair).toBe('k:s:e:c');
    expect((await odd.get('/v1/groups')).status).toBe(200);
  });

  it('can name its refusal otherwise (switch authCode)', async () => {
    const other = fivetranIn({ switches: { fivetran: { authCode: 'Unauthorized' } } });
    expect((await other.get('/v1/groups', { pair: 'a:b' })).body.code).toBe('Unauthorized');
  });

  it('leads to the world whose key it is, without a world in the path', async () => {
    const { simulator, handler, world } = fivetranIn();
    const other = simulator.createWorld({ template: 'empty', seed: 7, clock: 'frozen' });
    const rows = async ({ providers }: typeof world): Promise<number> => {
      const { key = '', secret = '' } = providers.fivetran?.credentials ?? {};
      const { body } = await request(handler).get('/fivetran/v1/connections').auth(key, secret);
      return body.data.items.length;
    };
    expect(await rows(world)).toBe(100);
    expect(await rows(other)).toBe(0);
  });
});

describe('plain HTTP', () => {
  it('is served, so that clients need no certificate', async () => {
    const simulator = await startSimulator({ providers: [fivetran], port: 0 });
    try {
      const { baseUrl, credentials } = simulator.world().providers.fivetran ?? {};
      const pair = `${credentials?.key}:${credentials?.secret}`;
      const answer = await fetch(`${baseUrl}/v1/account/info`, { headers: basic(pair) });
      expect(baseUrl).toMatch(/^http:/);
      expect(answer.status).toBe(200);
    } finally {
      await simulator.close();
    }
  });
});

describe('account info', () => {
  it('names the account and the user of a user key', async () => {
    const { body } = await worldWith([]).get('/v1/account/info');
    expect(body).toEqual({
      code: 'Success',
      message: 'Account information retrieved successfully',
      data: {
        account_id: 'the_account',
        account_name: 'Harbour & Fern',
        user_id: 'the_user',
        system_key_id: null,
      },
    });
  });

  it('names the system key of a system key, and no user (switch keyKind)', async () => {
    const { body } = await worldWith([], { switches: { fivetran: { keyKind: 'system' } } }).get(
      '/v1/account/info',
    );
    expect(body.data).toMatchObject({
      user_id: null,
      system_key_id: expect.stringMatching(/^[a-z]+_[a-z]+$/),
    });
  });

  it('is denied to a key without ACCOUNT_READ, which can do the rest (switch accountRead)', async () => {
    const denied = worldWith([{}], { switches: { fivetran: { accountRead: 'denied' } } });
    const { status, body } = await denied.get('/v1/account/info');
    expect(status).toBe(403);
    expect(body).toEqual({ code: 'Forbidden', message: 'Access denied. Required permission: ACCOUNT_READ' });
    expect((await denied.get('/v1/connections')).status).toBe(200);
  });

  it('answers in a world without users too', async () => {
    const { body } = await fivetranIn({ template: 'empty' }).get('/v1/account/info');
    expect(body.data).toMatchObject({ account_id: expect.any(String), user_id: expect.any(String) });
  });
});
