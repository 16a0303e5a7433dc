import { describe, expect, it } from 'vitest';
import { fivetranIn, worldWith } from './fivetran.ts';

const ft = fivetranIn();
const accepting = (accept: string) => ft.get('/v1/account/info', { headers: { Accept: accept } });

describe('Accept', () => {
  it.each([
    'application/json',
    'application/json;version=2',
    'application/json; version=2',
    'Application/JSON',
    'application/json;charset=utf-8',
    '*/*',
    'application/*',
    'application/json, text/plain, */*',
    'text/html;q=0.9, application/json;version=2;q=0.1',
  ])('admits %s', async (accept) => {
    expect((await accepting(accept)).status).toBe(200);
  });

  it.each([
    'text/html',
    'application/xml',
    'application/json;version=3',
    'application/json;version=1',
    'application/json;q=0',
    'text/*',
    'json',
  ])('refuses %s with 406', async (accept) => {
    const { status, body } = await accepting(accept);
    expect(status).toBe(406);
    expect(body).toEqual({ code: 'NotAcceptable', message: 'HTTP 406 Not Acceptable' });
  });

  it('may be left out', async () => {
    expect((await ft.get('/v1/account/info')).status).toBe(200);
    expect((await accepting('')).status).toBe(200);
  });

  it('makes no difference to the body, version 2 or not', async () => {
    const [plain, versioned] = await Promise.all([
      ft.get('/v1/connections', { headers: { Accept: 'application/json' } }),
      ft.get('/v1/connections', { headers: { Accept: 'application/json;version=2' } }),
    ]);
    expect(plain.text).toBe(versioned.text);
  });
});

describe('Content-Type', () => {
  const world = worldWith([{}]);
  const posting = (type: string | undefined, body: unknown = { force: false }) =>
    world.call('post', '/v1/connections/c1/sync', body, { headers: { 'Content-Type': type ?? '' } });

  it.each([
    'application/json',
    'application/json;version=2',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
  ])('admits %s', async (type) => {
    expect((await posting(type)).status).toBe(200);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/vnd.api+json',
  ])('refuses %s with 415', async (type) => {
    const { status, body } = await posting(type);
    expect(status).toBe(415);
    expect(body).toEqual({ code: 'UnsupportedMediaType', message: 'HTTP 415 Unsupported Media Type' });
  });

  it('is required of POST and PATCH', async () => {
    expect((await posting(undefined)).status).toBe(415);
    const patch = await world.call('patch', '/v1/connections/c1', '{}', { headers: { 'Content-Type': '' } });
    expect(patch.status).toBe(415);
  });

  it('is not asked of GET', async () => {
    expect(
      (await world.get('/v1/connections/c1', { headers: { 'Content-Type': 'text/plain' } })).status,
    ).toBe(200);
  });
});

describe('the order of checks', () => {
  const wrong = { headers: { Accept: 'text/html', 'Content-Type': 'text/plain' } };

  it('asks for the key before anything else', async () => {
    const { status } = await ft.call('patch', '/v1/connections/nobody', '{', { ...wrong, pair: 'a:b' });
    expect(status).toBe(401);
  });

  it('asks what is accepted before what is sent, and both before the body is read', async () => {
    expect((await ft.call('patch', '/v1/connections/nobody', '{', wrong)).status).toBe(406);
    const sent = { headers: { 'Content-Type': 'text/plain' } };
    expect((await ft.call('patch', '/v1/connections/nobody', '{', sent)).status).toBe(415);
    expect((await ft.call('patch', '/v1/connections/nobody', '{')).status).toBe(400);
    expect((await ft.call('patch', '/v1/connections/nobody', '{}')).status).toBe(404);
  });

  it('finds the path before it asks for the key', async () => {
    expect((await ft.get('/v1/nothing', { pair: undefined })).status).toBe(404);
    expect((await ft.call('delete', '/v1/groups', undefined, { pair: undefined })).status).toBe(405);
  });
});
