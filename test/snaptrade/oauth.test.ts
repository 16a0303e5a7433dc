/** OAuth 2.0: consent with PKCE, tokens that end and rotate, scopes, and calls with a token and nothing else. */
import { describe, expect, it } from 'vitest';
import { allow, grantOfCode } from '../../mocks/snaptrade/oauth/grants.ts';
import { scopeFor } from '../../mocks/snaptrade/oauth/scopes.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { listUsers, type SnapTradeWorld } from '../../mocks/snaptrade/state.ts';
import { liveWorld } from '../../src/engine/simulator.ts';
import type { OperationSpec } from '../../src/provider/index.ts';
import { Client, credentialsOf } from './client.ts';
import { Application, application, CHALLENGE, RETURN_TO } from './oauth.ts';

const [HOOK, CONNECTION, BROKERAGE] = [1, 2, 3].map((n) => `0000000${n}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];

const back = (location: string | undefined) => Object.fromEntries(new URL(location ?? '').searchParams);

describe('the metadata', () => {
  it('tell where everything is, and keep quiet about what only partners get', async () => {
    const app = application();
    const { status, body } = await app.agent
      .get('/snaptrade/.well-known/oauth-authorization-server')
      .set('Host', '127.0.0.1:4010');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: 'http://127.0.0.1:4010/snaptrade',
      authorization_endpoint: 'http://127.0.0.1:4010/snaptrade/oauth/authorize',
      token_endpoint: 'http://127.0.0.1:4010/snaptrade/oauth/token/',
      revocation_endpoint: 'http://127.0.0.1:4010/snaptrade/oauth/revoke_token/',
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      scopes_supported: ['read'],
    });
  });

  it('name nothing of OpenID Connect, nor of registering clients, and neither is there', async () => {
    const app = application();
    const { body } = await app.agent.get('/snaptrade/.well-known/oauth-authorization-server');
    for (const name of ['jwks_uri', 'userinfo_endpoint', 'registration_endpoint'])
      expect(body).not.toHaveProperty(name);
    for (const path of ['openid-configuration', 'jwks.json', 'oauth-authorization-server/mcp'])
      expect((await app.agent.get(`/snaptrade/.well-known/${path}`)).status).toBe(404);
    expect(back((await app.open({ scope: 'openid read' })).headers.location).error).toBe('invalid_scope');
  });

  it.each(['/snaptrade', '/w/main/snaptrade'])(
    'stand where RFC 8414 looks for those of %s',
    async (below) => {
      const app = application();
      const found = await app.agent
        .get(`/.well-known/oauth-authorization-server${below}`)
        .set('Host', 'localhost:1');
      expect(found.status).toBe(200);
      expect(found.body.issuer).toBe(`http://localhost:1${below}`);
    },
  );
});

describe('the consent page', () => {
  it('names who may be chosen and what is asked for, and has the wish in its form', async () => {
    const app = application();
    const { status, text, headers } = await app.open({ scope: 'read trade' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("form-action 'self' http://127.0.0.1:3000");
    for (const userId of (await app.api.get('/snapTrade/listUsers')).body) expect(text).toContain(userId);
    expect(text).toContain('<strong>trade</strong>');
    expect(text).not.toContain('<strong>webhook</strong>');
    expect(text).toContain(`name="code_challenge" value="${CHALLENGE}"`);
    expect(text).toContain('value="xyz 1&amp;2"');
  });

  it('writes what came in its address as text, whatever it is', async () => {
    const { status, text } = await application().open({ state: '"><script>alert(1)</script>' });
    expect(status).toBe(200);
    expect(text).not.toContain('<script>');
  });

  it.each([
    ['an unknown application', { client_id: 'nobody' }],
    ['no address to return to', { redirect_uri: undefined }],
    ['an address elsewhere', { redirect_uri: 'https://evil.example.com/' }],
    ['an address that only begins like this machine', { redirect_uri: 'http://localhost.example.com/' }],
    ['a fragment', { redirect_uri: 'http://localhost/#a' }],
  ])('is a plain refusal for %s: nobody is sent there', async (_name, changed) => {
    const app = application();
    for (const answer of [await app.open(changed), await app.consent(changed)]) {
      expect(answer.status).toBe(400);
      expect(answer.headers.location).toBeUndefined();
    }
  });

  it.each([
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { code_challenge: undefined }],
    ['invalid_request', { code_challenge: 'short' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_scope', { scope: 'read admin' }],
    ['invalid_scope', { scope: 'trade' }],
  ])('sends %s back for %j', async (error, changed) => {
    const { status, headers } = await application().open(changed);
    expect(status).toBe(303);
    expect(headers.location).toMatch(/^http:\/\/127\.0\.0\.1:3000\/callback\?app=1&/);
    expect(back(headers.location)).toMatchObject({ error, state: 'xyz 1&2' });
  });

  it('gives a code and the state back, or the news that access was denied', async () => {
    const app = application();
    const allowed = await app.consent();
    expect(allowed.status).toBe(303);
    expect(back(allowed.headers.location)).toEqual({ app: '1', code: expect.any(String), state: 'xyz 1&2' });
    const denied = await app.consent({ decision: 'deny' });
    expect(back(denied.headers.location)).toEqual({ app: '1', error: 'access_denied', state: 'xyz 1&2' });
  });

  it('asks again when nobody was chosen', async () => {
    const { status, text } = await application().consent({ user: undefined });
    expect(status).toBe(400);
    expect(text).toContain('role="alert"');
  });

  it('keeps to the addresses of a world file, to the letter', async () => {
    const app = application({
      providers: { snaptrade: { oauthRedirectUris: ['https://app.example.com/cb', 'myapp://back'] } },
    });
    expect((await app.open({ redirect_uri: 'https://app.example.com/cb' })).status).toBe(200);
    const native = await app.open({ redirect_uri: 'myapp://back' });
    expect(native.headers['content-security-policy']).toContain("form-action 'self' myapp:");
    for (const redirect_uri of ['https://app.example.com/cb/', 'https://app.example.com/cb?x=1', RETURN_TO]) {
      expect((await app.open({ redirect_uri })).status).toBe(400);
    }
  });

  it('gives ordinary applications read alone', async () => {
    const app = application({ switches: { snaptrade: { oauthApplication: 'ordinary' } } });
    expect((await app.open()).status).toBe(200);
    expect(back((await app.open({ scope: 'read trade' })).headers.location).error).toBe('invalid_scope');
  });
});

describe('the token endpoint', () => {
  it('exchanges a code for tokens, and says whose they are', async () => {
    const app = application();
    const { status, body, headers } = await app.exchange(await app.code({ scope: 'webhook read' }));
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.any(String),
      expires_in: 36_000,
      token_type: 'Bearer',
      scope: 'read webhook',
      refresh_token: expect.any(String),
      sub: { snaptrade_user_id: app.api.credentials.userId, email: expect.stringContaining('@') },
    });
  });

  it('names a user with an id of the application’s own by a UUID', async () => {
    const app = application();
    await app.api.post('/snapTrade/registerUser', { userId: 'reader-42' });
    const { body } = await app.exchange(await app.code({ user: 'reader-42' }));
    expect(body.sub.snaptrade_user_id).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(body.sub.email).toContain('@');
  });

  it('takes a code once, for a minute, from the address it was sent to, with its verifier', async () => {
    const app = application();
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    const code = await app.code();
    expect(await app.exchange(code, { redirect_uri: 'http://127.0.0.1:3000/other' })).toMatchObject(refused);
    expect(await app.exchange(code, { code_verifier: 'x'.repeat(43) })).toMatchObject(refused);
    expect(await app.exchange(`${code}x`)).toMatchObject(refused);
    expect((await app.exchange(code)).status).toBe(200);
    expect(await app.exchange(code)).toMatchObject(refused);
    const old = await app.code();
    app.api.simulated.world.clock.advance('60s');
    expect(await app.exchange(old)).toMatchObject(refused);
  });

  it.each([
    ['invalid_request', { grant_type: undefined }],
    ['invalid_request', { code_verifier: undefined }],
    ['unsupported_grant_type', { grant_type: 'password' }],
  ])('answers %s to %j', async (error, changed) => {
    const app = application();
    expect(await app.exchange(await app.code(), changed)).toMatchObject({ status: 400, body: { error } });
  });

  it('knows the application by HTTP Basic alone', async () => {
    const app = application();
    const fields = { grant_type: 'refresh_token', client_id: app.id, client_secret: app.secret };
    const unknown = await app.post('/snaptrade/oauth/token/', fields);
    expect(unknown).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(unknown.headers['www-authenticate']).toContain('Basic');
    for (const path of ['token', 'revoke_token', 'introspect']) {
      const wrong = await app.post(`/snaptrade/oauth/${path}/`, fields).auth(app.id, 'wrong');
      expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
  });
});

describe('an access token', () => {
  it('is all that a call needs', async () => {
    const app = application();
    const { access } = await app.tokens();
    const { body } = await app.call('GET', '/accounts', access);
    expect(body).toEqual((await app.api.get('/accounts')).body);
    expect((await app.call('GET', `/accounts/${body[0].id}/activities?limit=2`, access)).status).toBe(200);
    expect((await app.call('POST', '/snapTrade/login', access, {})).status).toBe(200);
    expect(await app.call('GET', `/accounts/${body[0].id}/activities?limit=0`, access)).toMatchObject({
      status: 400,
      body: { detail: 'limit must be >= 1 (given 0)' },
    });
  });

  it('speaks for the person who gave it', async () => {
    const app = application();
    const [, partner] = (await app.api.get('/snapTrade/listUsers')).body;
    const [own, other] = [await app.tokens(), await app.tokens('read', partner)];
    const seen = async (token: string) => (await app.call('GET', '/accounts', token)).body;
    expect(await seen(other.access)).not.toEqual(await seen(own.access));
  });

  it('ends after 36,000 seconds of the world', async () => {
    const app = application();
    const { access } = await app.tokens();
    app.api.simulated.world.clock.advance('9h');
    app.api.simulated.world.clock.advance('59m');
    expect((await app.call('GET', '/authorizations', access)).status).toBe(200);
    app.api.simulated.world.clock.advance('1m');
    const late = await app.call('GET', '/authorizations', access);
    expect(late).toMatchObject({ status: 401, body: { code: '0000' } });
    expect(late.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(late.headers['www-authenticate']).toContain('expired');
  });

  it('that is none lets nobody in', async () => {
    const app = application();
    const { access, refresh } = await app.tokens();
    for (const token of ['nonsense', `${access.slice(0, -1)}${access.endsWith('a') ? 'b' : 'a'}`, refresh]) {
      expect(await app.call('GET', '/accounts', token)).toMatchObject({
        status: 401,
        body: { code: '0000' },
      });
    }
  });

  it('does not reach what is the application’s own: users are not its business', async () => {
    const app = application();
    const { access } = await app.tokens('read trade webhook');
    for (const [method, path, body] of [
      ['GET', '/snapTrade/listUsers', undefined],
      ['POST', '/snapTrade/registerUser', { userId: 'x' }],
      ['DELETE', '/snapTrade/deleteUser?userId=x', undefined],
    ] as const) {
      expect(await app.call(method, path, access, body)).toMatchObject({
        status: 401,
        body: { detail: 'Invalid clientId provided', code: '1083' },
      });
    }
  });

  it('has a minute of its own, and no limit for each account', async () => {
    const app = application();
    const { access } = await app.tokens();
    const [{ id }] = (await app.api.get('/accounts')).body;
    let last = await app.call('GET', `/accounts/${id}`, access);
    for (let i = 0; i < 11; i++) last = await app.call('GET', `/accounts/${id}`, access);
    expect(last.status).toBe(200);
    expect(last.headers['x-ratelimit-remaining']).toBe('238');
    expect(last.headers['x-ratelimit-account-limit']).toBeUndefined();
  });

  it('dies with its user, and is none of a later user’s of that id', async () => {
    const app = application();
    const { userId } = app.api.credentials;
    const { access, refresh } = await app.tokens();
    await app.api.delete('/snapTrade/deleteUser', { user: false, query: { userId } });
    await app.api.post('/snapTrade/registerUser', { userId });
    expect((await app.call('GET', '/accounts', access)).status).toBe(401);
    expect(await app.refresh(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('leads to its own world at the default address', async () => {
    const app = application();
    const other = app.api.simulated.simulator.createWorld({ template: 'empty', clock: 'frozen' });
    const elsewhere = new Application(new Client(app.api.simulated, credentialsOf({ world: other })));
    const { access } = await elsewhere.tokens();
    expect((await app.call('GET', '/accounts', access)).body).toEqual([]);
    expect((await app.call('GET', '/accounts', (await app.tokens()).access)).body).not.toEqual([]);
  });
});

describe('scopes', () => {
  it('are trade for what writes below trading, read for all the rest', () => {
    const scope = (method: string, path: string) => scopeFor({ method, path } as OperationSpec);
    for (const path of ['/trade/place', '/trade/{tradeId}', '/accounts/{accountId}/trading/cancel']) {
      expect(scope('POST', path)).toBe('trade');
    }
    expect(scope('GET', '/accounts/{accountId}/trading/instruments/cryptocurrencyPairs')).toBe('read');
    expect(scope('POST', '/authorizations/{authorizationId}/refresh')).toBe('read');
    expect(scope('GET', '/accounts')).toBe('read');
  });

  it('that are missing are a refusal: 403, code 1066', async () => {
    const app = application();
    const { access } = await app.tokens('read trade');
    expect((await app.call('GET', '/accounts', access)).status).toBe(200);
    const world = liveWorld(app.api.simulated.simulator, 'main').view(snaptrade) as SnapTradeWorld;
    const [grant] = Object.values(world.state.grants);
    if (grant !== undefined) grant.accessScopes = ['trade'];
    expect(await app.call('GET', '/accounts', access)).toMatchObject({ status: 403, body: { code: '1066' } });
  });
});

describe('a refresh token', () => {
  it('gives another pair once; the pair before is dead at once', async () => {
    const app = application();
    const first = await app.tokens('read trade');
    const { status, body } = await app.refresh(first.refresh);
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'read trade' });
    expect((await app.call('GET', '/authorizations', first.access)).status).toBe(401);
    expect((await app.call('GET', '/authorizations', body.access_token)).status).toBe(200);
    expect(await app.refresh(first.refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await app.refresh(body.refresh_token)).status).toBe(200);
  });

  it('never grows old', async () => {
    const app = application();
    const { refresh } = await app.tokens();
    app.api.simulated.world.clock.advance('400d');
    expect((await app.refresh(refresh)).status).toBe(200);
  });

  it('may give less than was allowed, never more', async () => {
    const app = application();
    const { refresh } = await app.tokens('read trade');
    expect(await app.refresh(refresh, { scope: 'read webhook' })).toMatchObject({
      body: { error: 'invalid_scope' },
    });
    const { body } = await app.refresh(refresh, { scope: 'read' });
    expect(body.scope).toBe('read');
    expect((await app.refresh(body.refresh_token)).body.scope).toBe('read trade');
  });
});

describe('revoking', () => {
  const revoke = (app: ReturnType<typeof application>, token: string) =>
    app.post('/snaptrade/oauth/revoke_token/', { token }).auth(app.id, app.secret);
  const isActive = async (app: ReturnType<typeof application>, token: string) =>
    (await app.post('/snaptrade/oauth/introspect/', { token }).auth(app.id, app.secret)).body.active;

  it('the access token leaves the refresh token; the refresh token takes both', async () => {
    const app = application();
    const { access, refresh } = await app.tokens();
    expect(await isActive(app, access)).toBe(true);
    expect((await revoke(app, access)).status).toBe(200);
    expect(await isActive(app, access)).toBe(false);
    expect((await app.call('GET', '/authorizations', access)).status).toBe(401);

    const { body } = await app.refresh(refresh);
    expect((await revoke(app, body.refresh_token)).status).toBe(200);
    expect((await app.call('GET', '/authorizations', body.access_token)).status).toBe(401);
    expect((await app.refresh(body.refresh_token)).status).toBe(400);
  });

  it('what is unknown is no mistake', async () => {
    expect((await revoke(application(), 'whatever')).status).toBe(200);
  });
});

describe('what OAuth keeps', () => {
  it('survives a snapshot, and stands in no journal', async () => {
    const app = application();
    const { access, refresh } = await app.tokens();
    await app.call('GET', '/accounts', access);
    const next = (await app.refresh(refresh)).body;
    const { simulator, world } = app.api.simulated;
    const told = JSON.stringify(world.journal.entries());
    const code = await app.code();
    for (const secret of [access, refresh, next.access_token, code, app.secret]) {
      expect(JSON.stringify(world.journal.entries())).not.toContain(secret);
    }
    expect(told).toContain('page:oauth-token');
    expect(JSON.stringify(world.snapshot())).not.toContain(next.access_token.slice(-20));
    simulator.restore(JSON.parse(JSON.stringify(world.snapshot())));
    expect((await app.call('GET', '/authorizations', next.access_token)).status).toBe(200);
  });

  it('is bounded: the oldest of a thousand grants is forgotten first', () => {
    const { simulator } = application().api.simulated;
    const world = liveWorld(simulator, 'main').view(snaptrade) as SnapTradeWorld;
    const [user] = listUsers(world.state);
    if (user === undefined) throw new Error('A household has users.');
    const terms = { redirectUri: RETURN_TO, challenge: CHALLENGE };
    const codes = Array.from({ length: 1001 }, () => allow(world, user, ['read'], terms));
    expect(Object.keys(world.state.grants)).toHaveLength(1000);
    expect(grantOfCode(world, codes[0] ?? '')).toBeUndefined();
    expect(grantOfCode(world, codes[1] ?? '')).toBeDefined();
  });
});

describe('webhooks for an OAuth application', () => {
  it('have names of their own, no secret, users as tokens name them, and the client secret as key', () => {
    const app = application({ switches: { snaptrade: { webhookSchema: 'oauth_v1' } } });
    const world = liveWorld(app.api.simulated.simulator, 'main').view(snaptrade);
    const data = { userId: 'reader-42', brokerageAuthorizationId: CONNECTION, brokerageId: BROKERAGE };
    const at = Date.parse('2026-08-18T14:31:55.858Z');
    const message = { id: HOOK, type: 'CONNECTION_ADDED', at, sentAt: at, data, secret: 'hidden' };
    expect(JSON.parse(snaptrade.webhooks?.body(world, message) ?? '')).toEqual({
      schemaVersion: 'oauth_v1',
      webhookId: HOOK,
      oauthClientId: app.id,
      eventTimestamp: '2026-08-18T14:31:55.858000+00:00',
      userId: expect.stringMatching(/^[0-9a-f]{8}-/),
      eventType: 'CONNECTION_ADDED',
      connectionId: CONNECTION,
      brokerageId: BROKERAGE,
    });
    expect(snaptrade.webhooks?.key?.(world)).toBe(app.secret);
  });
});
