/** What the control API refuses: each time the field, what was given and what is allowed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, control } from './support.ts';

let api: Control;
beforeAll(async () => {
  api = await control();
  await api.ask('POST', '/worlds', { body: { id: 'taken' } });
});
afterAll(async () => {
  expect(api.bugs).toEqual([]);
  await api.close();
});

describe('an address', () => {
  it.each([
    ['/wrlds', ['/_understudy/worlds']],
    ['/world/main/clock', ['/_understudy/worlds/{world}/clock']],
    ['/worlds/main/journal/strem', ['/_understudy/worlds/{world}/journal/stream']],
  ])('%s leads nowhere; near it is %j', async (path, near) => {
    const { status, body } = await api.ask('GET', path);
    expect([status, body.title]).toEqual([404, 'Nothing here']);
    expect(body.errors[0].allowed).toEqual(expect.arrayContaining(near));
    expect(body.detail).toContain(near[0]);
  });

  it('with a method that is not there names those that are', async () => {
    const { status, headers, body } = await api.ask('PATCH', '/worlds/main/clock');
    expect([status, headers.get('allow')]).toEqual([405, 'GET, PUT, HEAD']);
    expect(body.errors).toEqual([
      { field: 'method', given: 'PATCH', message: 'is not allowed here', allowed: ['GET', 'PUT', 'HEAD'] },
    ]);
  });

  it.each(['/worlds/%ff', '/worlds/main/journal?fault=%ff'])('%s cannot be read', async (path) => {
    expect((await api.ask('GET', path)).status).toBe(400);
  });

  it.each([
    ['world', '/worlds/mian/clock', 'There is no world "mian"; did you mean "main"?'],
    ['fault', '/worlds/main/faults/f9', 'There is no fault "f9"; there is none.'],
  ])('of a %s that is not there', async (field, path, message) => {
    const { status, body } = await api.ask('GET', path);
    expect([status, body.detail, body.errors[0].field]).toEqual([404, message, field]);
  });

  it.each([
    ['DELETE', '/worlds/main/webhooks/wh1'],
    ['POST', '/worlds/main/deliveries/d1/redeliver'],
    ['DELETE', '/worlds/main/faults/f1'],
  ])('of nothing: %s %s', async (method, path) => {
    expect((await api.ask(method, path)).status).toBe(404);
  });
});

describe('a query', () => {
  it.each([
    ['/worlds?limt=3', 'limt', '3', 'did you mean "limit"?'],
    ['/worlds?limit=0', 'limit', 0, 'must be >= 1'],
    ['/worlds?limit=many', 'limit', 'many', 'a whole number'],
    ['/worlds/main/journal?status=99', 'status', 99, 'must be >= 100'],
    ['/worlds/main/journal?kind=requests', 'kind', 'requests', 'did you mean request?'],
    ['/worlds/main/journal/wait?timeout=11m', 'timeout', '11m', 'at most 10m'],
    ['/worlds/main/journal/wait?timeout=soon', 'timeout', 'soon', 'A length of time'],
    ['/catalogue?provider=redbrk', 'provider', 'redbrk', 'did you mean "redbark"?'],
    ['/catalogue?fault=rate-limit', 'fault', 'rate-limit', 'did you mean "rate-limited"?'],
  ])('%s', async (path, field, given, words) => {
    const { status, body } = await api.ask('GET', path);
    expect(status).toBe(422);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0]).toMatchObject({ field, given, message: expect.stringContaining(words) });
    expect(body.detail).toContain(field);
  });
});

describe('a body', () => {
  it.each([
    ['{"id": "x",}', 'not valid JSON'],
    ['\u00ff\u00fe', 'not valid JSON'],
    [`${'['.repeat(200)}${']'.repeat(200)}`, 'nested deeper'],
  ])('that is no JSON: %s', async (text, words) => {
    const { status, body } = await api.ask('POST', '/worlds', { body: text });
    expect([status, body.detail]).toEqual([400, expect.stringContaining(words)]);
  });

  it('of more than the operation takes', async () => {
    const filler = 'x'.repeat(1024 * 1024);
    const { status, body } = await api.ask('POST', '/worlds/main/faults', { body: { fault: filler } });
    expect([status, body.detail]).toEqual([413, expect.stringContaining('over 1048576 bytes')]);
  });

  it('where none is wanted', async () => {
    const { status, body } = await api.ask('POST', '/worlds/main/reset', { body: { hard: true } });
    expect([status, body.errors[0].message]).toEqual([422, 'nothing is expected in the body here']);
    expect((await api.ask('POST', '/worlds/main/reset', { body: {} })).status).toBe(200);
  });

  it('where one is needed', async () => {
    const { status, body } = await api.ask('POST', '/worlds/main/faults');
    expect([status, body.errors[0].message]).toEqual([422, expect.stringContaining('missing')]);
  });

  it.each([
    ['/worlds/main/faults', '{"fault":"rate-limited","where":{"NAME":1}}', '/where/'],
    [
      '/worlds/main/webhooks',
      '{"provider":"snaptrade","url":"http://127.0.0.1:9","headers":{"NAME":"x"}}',
      '/headers/',
    ],
  ])('to %s that reaches for a prototype', async (path, template, at) => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const { status, body } = await api.ask('POST', path, { body: template.replace('NAME', name) });
      expect([status, body.errors?.[0].field]).toEqual([422, at + name]);
    }
  });

  it.each(['__proto__', 'constructor', 'prototype'])('that calls something %s', async (name) => {
    const { status, body } = await api.ask('POST', '/worlds', {
      body: `{"switches": {"${name}": {"x": 1}}}`,
    });
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe(`/switches/${name}`);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  const refused: [string, string, object, string, unknown, string][] = [
    ['POST', '/worlds', { tempalte: 'household' }, '/tempalte', 'household', 'did you mean "template"?'],
    ['POST', '/worlds', { template: 'castle' }, '/template', 'castle', 'household'],
    ['POST', '/worlds', { seed: '' }, '/seed', '', 'may not be empty'],
    ['POST', '/worlds', { clock: 'stopped' }, '/clock', 'stopped', 'running'],
    ['POST', '/worlds', { now: 'yesterday' }, '/now', 'yesterday', 'RFC 3339'],
    ['POST', '/worlds', { id: 'a b' }, '/id', 'a b', 'Letters, digits'],
    ['POST', '/worlds', { timeToLive: 'a while' }, '/timeToLive', 'a while', 'A length of time'],
    ['POST', '/worlds', { timeToLive: '400d' }, '/timeToLive', '400d', '1ms to 365d'],
    [
      'POST',
      '/worlds',
      { switches: { redbark: { total: 'maybe' } } },
      '/switches/redbark/total',
      'maybe',
      'one of',
    ],
    ['POST', '/worlds/main/faults', { fault: 'rate-limit' }, '/fault', 'rate-limit', 'rate-limited'],
    ['POST', '/worlds/main/faults', { fault: 'rate-limited', retryAftr: 7 }, '/retryAftr', 7, 'retryAfter'],
    [
      'POST',
      '/worlds/main/faults',
      { fault: 'rate-limited', provider: 'redbrk' },
      '/provider',
      'redbrk',
      'redbark',
    ],
    ['POST', '/worlds/main/faults', { fault: 'rate-limited', times: 0 }, '/times', 0, '1'],
    ['PUT', '/worlds/main/clock', { mode: 'still' }, '/mode', 'still', 'frozen'],
    ['PUT', '/worlds/main/clock', { rate: 0 }, '/rate', 0, '0.001'],
    ['PUT', '/worlds/main/clock', { mode: 'frozen', rate: 2 }, '/rate', 2, 'no rate'],
    [
      'PUT',
      '/worlds/main/clock',
      { now: '1999-01-01T00:00:00Z' },
      '/now',
      '1999-01-01T00:00:00Z',
      'cannot go back',
    ],
    [
      'PUT',
      '/worlds/main/clock',
      { now: '2026-02-30T00:00:00Z' },
      '/now',
      '2026-02-30T00:00:00Z',
      'date-time',
    ],
    ['POST', '/worlds/main/clock/advance', { by: '-1m' }, '/by', '-1m', 'A length of time'],
    ['POST', '/worlds/main/clock/advance', { by: '9999999d' }, '/by', '9999999d', '2199'],
    [
      'POST',
      '/worlds/main/clock/advance',
      { to: '1999-01-01T00:00:00Z' },
      '/to',
      '1999-01-01T00:00:00Z',
      'go back',
    ],
    ['PATCH', '/worlds/main/state', { changes: [] }, '/changes', [], '1'],
    [
      'PATCH',
      '/worlds/main/state',
      { changes: [{ change: 'conection' }] },
      '/changes/0/change',
      'conection',
      'connection',
    ],
    [
      'POST',
      '/worlds/main/webhooks',
      { provider: 'snaptrade', url: 'http://example.com' },
      '/url',
      'http://example.com',
      'loopback',
    ],
    [
      'POST',
      '/worlds/main/webhooks',
      { provider: 'breadbox', url: 'http://127.0.0.1:1' },
      '/provider',
      'breadbox',
      'webhooks',
    ],
  ];
  it.each(refused)('%s %s %j', async (method, path, sent, field, given, words) => {
    const { status, body } = await api.ask(method, path, { body: sent });
    expect(status, JSON.stringify(body)).toBe(422);
    const error = body.errors.find((one: { field: string }) => one.field === field);
    expect(error, JSON.stringify(body.errors)).toBeDefined();
    expect(error.message).toContain(words);
    if (typeof given !== 'object') expect(error.given).toEqual(given);
    expect(body.detail).toContain(field);
  });

  it('names every field that is wrong, not the first', async () => {
    const { body } = await api.ask('POST', '/worlds', { body: { clock: 'stopped', limits: 'some', sed: 1 } });
    expect(body.errors.map((one: { field: string }) => one.field).sort()).toEqual([
      '/clock',
      '/limits',
      '/sed',
    ]);
  });

  it('echoes no more than a little of what was given', async () => {
    const { text } = await api.ask('POST', '/worlds', { body: { template: 'x'.repeat(100_000) } });
    expect(text.length).toBeLessThan(3000);
  });

  it('of a webhook repeats neither its secret nor its headers', async () => {
    const { status, text } = await api.ask('POST', '/worlds/main/webhooks', {
      body: {
        provider: 'snaptrade',
        url: 'nowhere',
        secret: 'hush-hush',
        headers: { 'X-Key': 'quiet', Host: 'quiet' },
      },
    });
    expect(status).toBe(422);
    expect(text).not.toMatch(/hush-hush|quiet/);
  });
});

describe('things as they stand', () => {
  it.each([
    ['POST', '/worlds', { id: 'taken' }, 'There is a world "taken" already'],
    ['DELETE', '/worlds/main', undefined, 'Reset it instead'],
  ])('%s %s %j conflicts with them', async (method, path, body, words) => {
    const answer = await api.ask(method, path, { body });
    expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining(words)]);
  });

  it('keep an armed fault from being armed once more', async () => {
    const body = { fault: 'rate-limited', id: 'one' };
    expect((await api.ask('POST', '/worlds/main/faults', { body })).status).toBe(201);
    const again = await api.ask('POST', '/worlds/main/faults', { body });
    expect([409, 422]).toContain(again.status);
    expect(again.body.detail).toContain('"one"');
    await api.ask('DELETE', '/worlds/main/faults');
  });

  it('let nothing happen where nothing is scheduled', async () => {
    await api.ask('POST', '/worlds', { body: { id: 'quiet', template: 'empty', clock: 'frozen' } });
    const { status, body } = await api.ask('POST', '/worlds/quiet/clock/advance', { body: { next: true } });
    expect([status, body.errors[0]]).toEqual([
      422,
      { field: '/next', given: true, message: 'nothing is scheduled' },
    ]);
  });

  it('change all together or not at all', async () => {
    const before = await api.ask('GET', '/worlds/main/state');
    const [{ key }] = before.body.connections;
    const { status, body } = await api.ask('PATCH', '/worlds/main/state', {
      body: {
        changes: [
          { change: 'connection', connection: key, status: 'failing' },
          { change: 'connection', connection: 'none', status: 'failing' },
        ],
      },
    });
    expect([status, body.errors[0].field]).toEqual([422, '/changes/1/connection']);
    expect((await api.ask('GET', '/worlds/main/state')).body).toEqual(before.body);
  });
});
