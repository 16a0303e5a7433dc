/** No secret is shown by a journal: neither where secrets belong, nor anywhere else. */
import fc from 'fast-check';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import { keptText } from '../../src/journal/record.ts';
import { Redaction } from '../../src/journal/redaction.ts';
import { membersMasked } from '../../src/journal/secret-members.ts';
import { valuesMasked } from '../../src/journal/secret-values.ts';
import type { Provider } from '../../src/provider/index.ts';
import { providers, startUnderstudy } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import { toy } from '../engine/toy.ts';
import { mutate, mutations } from '../fuzz/arbitrary.ts';
import { type Arena, type Corner, openArena } from '../fuzz/arena.ts';
import { simulate } from '../support/simulate.ts';
import { dress, jsonOf } from '../support/traffic/ask.ts';
import { signingOf } from '../support/traffic/tour.ts';
import { requestRecord } from './records.ts';
import { leaks, spills, spilt } from './secrets.ts';

describe('members that carry secrets', () => {
  const names = ['userSecret', /password|token/];

  it.each([
    ['{"userSecret":"abc","b":1}', '{"userSecret":"***","b":1}'],
    ['{"a":{"b":[{"userSecret": "abc"}]}}', '{"a":{"b":[{"userSecret": "***"}]}}'],
    ['{"USERSECRET":"abc"}', '{"USERSECRET":"***"}'],
    ['{"my_password":"a\\"bc","b":1}', '{"my_password":"***","b":1}'],
    ['{"access_token":123,"b":null}', '{"access_token":"***","b":null}'],
    ['{"token":{"a":["}",{"x":"abc"}]},"b":1}', '{"token":"***","b":1}'],
    ['{"user\\u0053ecret":"abc"}', '{"user\\u0053ecret":"***"}'],
    [
      '{"json":"{\\"userSecret\\":\\"abc\\",\\"b\\":1}"}',
      '{"json":"{\\"userSecret\\":\\"***\\",\\"b\\":1}"}',
    ],
    ['{"note":"line\\nuserSecret=abc"}', '{"note":"line\\nuserSecret=***"}'],
    ['{"link":"https://a/b?token=abc&c=d"}', '{"link":"https://a/b?token=***&c=d"}'],
  ])('are masked whatever they stand in: %s', (text, masked) => {
    expect(membersMasked(text, names)).toBe(masked);
  });

  it.each([
    ['{"userSecret":"ab', '{"userSecret":"***"'],
    ['{"userSecret":{"a":"b', '{"userSecret":"***"'],
    ['{"userSecret":', '{"userSecret":'],
    ["{userSecret: 'abc', b: 1}", "{userSecret: '***', b: 1}"],
    ['userSecret=abc&b=1', 'userSecret=***&b=1'],
    ['user%53ecret=abc&b=1', 'user%53ecret=***&b=1'],
    ['config[userSecret]=abc&b=1', 'config[userSecret]=***&b=1'],
    ['<userSecret>abc</userSecret>', '<userSecret>***</userSecret>'],
    ['userSecret => abc', 'userSecret => ***'],
  ])('are masked in what is no JSON: %s', (text, masked) => {
    expect(membersMasked(text, names)).toBe(masked);
  });

  it.each([
    '{"userSecretary":"abc"}',
    '{"message":"userSecret is required"}',
    '{"userId":"abc","list":["userSecret"]}',
    'no names at all',
  ])('are told from what only looks like them: %s', (text) => {
    expect(membersMasked(text, names)).toBe(text);
  });

  it('are found under an escaped name when no pattern is looked for', () => {
    expect(membersMasked('{"user\\u0053ecret":"abc"}', ['userSecret'])).toBe('{"user\\u0053ecret":"***"}');
    expect(membersMasked('user%53ecret=abc', ['userSecret'])).toBe('user%53ecret=***');
  });

  it('leave JSON that can be read', () => {
    const secretive = fc.record({ userSecret: fc.jsonValue(), other: fc.jsonValue(), token: fc.string() });
    fc.assert(
      fc.property(secretive, ({ userSecret, other, token }) => {
        const masked = JSON.parse(membersMasked(JSON.stringify({ userSecret, n: { token } }), names));
        expect(masked).toEqual({ userSecret: '***', n: { token: '***' } });
        const plain = JSON.stringify({ other });
        if (!/userSecret|password|token|[:=>%\\]/i.test(JSON.stringify(other)))
          expect(membersMasked(plain, names)).toBe(plain);
      }),
    );
  });

  it('take no longer for text made to be slow', () => {
    const hostile = ['a'.repeat(20_000), 'userSecret '.repeat(2_000), 'userSecret:'.repeat(2_000)];
    const nested = ['{"token":'.repeat(2_000), '\\'.repeat(20_000), `"userSecret${' '.repeat(20_000)}`];
    const started = performance.now();
    for (const text of [...hostile, ...nested]) membersMasked(`${text}userSecret`, names);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a known secret', () => {
  const values = ['s3cret/+key=ünd'];

  it.each([
    'a s3cret/+key=ünd b',
    `a ${encodeURIComponent('s3cret/+key=ünd')} b`,
    'a %733cret%2f%2Bkey%3D%c3%BCnd b',
    'a s3cret\\/+key=\\u00FCnd b',
  ])('is masked however it is spelt: %s', (text) => {
    expect(valuesMasked(text, values)).toBe('a *** b');
  });

  it('is known for one though the cut goes through it', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz';
    const journal = new Journal(
      { entries: 5_000, bytes: 2 ** 30 },
      new Redaction(
        () => undefined,
        () => [secret],
      ),
    );
    for (let at = 16_384 - 60; at < 16_384 + 1024 + 60; at++) {
      const text = `${'.'.repeat(at)}${secret}${'.'.repeat(3_000)}`;
      journal.write(requestRecord({ request: { headers: [], body: keptText(text, text.length) } }));
    }
    const entries = journal.entries();
    expect(entries.length).toBeGreaterThan(1_100);
    for (const { request } of entries) {
      expect(request.body).toMatch(/^\.+(\*\*\*\.*|\*{0,2})?$/);
      expect(request.body.length).toBeGreaterThan(16_000);
    }
  });
});

describe('headers', () => {
  it('that carry credentials keep their name and scheme, and no more', async () => {
    const { handler, world } = simulate(toy as Provider);
    await request(handler)
      .get('/toy/v1/notes')
      .set('Authorization', 'Bearer abcdef')
      .set('Proxy-Authorization', 'abcdef ghi')
      .set('X-API-Key', 'abcdef')
      .set('Cookie', 'session=abcdef')
      .set('Signature', 'abcdef')
      .set('X-Forwarded', 'for me, Bearer abcdef; Basic abcdef=')
      .set('X-Other', 'kept');
    expect(world.journal.entries()[0]?.request.headers).toMatchObject({
      authorization: 'Bearer ***',
      'proxy-authorization': '***',
      'x-api-key': '***',
      cookie: '***',
      signature: '***',
      'x-forwarded': 'for me, Bearer ***; Basic ***',
      'x-other': 'kept',
    });
  });
});

describe('query parameters that carry secrets', () => {
  it('are masked however their name is written', async () => {
    const { handler, world } = simulate(toy as Provider);
    await request(handler).get('/toy/v1/notes?secret=abc&SECRET=abc&s%65cret=abc&other=abc&secret');
    expect(world.journal.entries({ kind: 'request' })[0]?.target).toBe(
      '/v1/notes?secret=***&SECRET=***&s%65cret=***&other=abc&secret',
    );
  });

  it('cannot be guessed through a filter', async () => {
    const { handler, world } = simulate(toy as Provider);
    await request(handler).get('/toy/v1/notes?secret=abc');
    expect(world.journal.entries({ target: 'secret=a' })).toEqual([]);
  });
});

describe('violations', () => {
  it('do not tell what was given for a secret', () => {
    const names = { parameters: ['secret'], members: [/password/] };
    const journal = new Journal({}, new Redaction(() => names));
    const wrong = { keyword: 'type', message: 'must be string', given: '12345' };
    const violations = [
      { in: 'query', name: 'secret', ...wrong },
      { in: 'body', name: '/config/0/my_password/x', ...wrong },
      { in: 'body', name: '/other', ...wrong },
    ] as const;
    journal.write(requestRecord({ violations }));
    expect(journal.entries({ kind: 'request' })[0]?.violations.map(({ given }) => given)).toEqual([
      '***',
      '***',
      '12345',
    ]);
  });
});

describe('credentials nobody knows', () => {
  it('are masked where credentials belong, at every provider', async () => {
    const understudy = await startUnderstudy({ listen: false });
    const { handler } = understudy;
    const secret = 'UNKNOWN-but-secret';
    const basic = Buffer.from(`key:${secret}`).toString('base64');
    await request(handler).get('/redbark/v1/connections').set('Authorization', `Bearer ${secret}`);
    await request(handler).get('/breadbox/api/v1/connections').set('X-API-Key', secret);
    await request(handler).get('/fivetran/v1/groups').set('Authorization', `Basic ${basic}`);
    await request(handler)
      .patch('/fivetran/v1/connections/x')
      .send({ config: { password: secret, hosts: [{ api_key: secret, pats: [secret] }] } });
    await request(handler).get(`/snaptrade/accounts?userSecret=${secret}`).set('Signature', secret);
    await request(handler).post('/snaptrade/snapTrade/resetUserSecret').send({ userSecret: secret });
    await request(handler)
      .post('/snaptrade/snapTrade/resetUserSecret')
      .type('json')
      .send(`{"consumerKey": "${secret}", "userSecret": "${secret}`);
    const entries = understudy.world().journal.entries();
    expect(entries).toHaveLength(7);
    expect(leaks(entries, [secret, basic])).toEqual([]);
  });
});

describe('the credentials of a world', () => {
  const SEED = Number(process.env.FUZZ_SEED ?? 20_260_316);
  const BATCH = 40;
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena();
  });
  afterAll(() => arena.close());

  const secretsOf = (world: WorldHandle): string[] =>
    providers.flatMap(({ id, openCredentials = [] }) =>
      Object.entries(world.provider(id).credentials)
        .filter(([name]) => !openCredentials.includes(name))
        .map(([, value]) => value),
    );

  /** What Basic authentication makes of a key and its secret. */
  const pairsOf = (world: WorldHandle): string[] =>
    providers.flatMap(({ id }) => {
      const { key, secret } = world.provider(id).credentials;
      return key === undefined ? [] : [Buffer.from(`${key}:${secret}`).toString('base64')];
    });

  it.each([0, 1, 2, 3])(
    'are in nothing a journal shows, wherever a client puts them: provider %i',
    { timeout: 60_000 },
    async (index) => {
      const corner = arena.corners[index] as Corner;
      const world = arena.worlds.free;
      const { provider } = corner.dialect;
      const step = fc.tuple(mutations(corner.parameterNames), fc.option(spills, { freq: 5 }));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: BATCH, maxLength: BATCH }), async (steps) => {
          world.reset();
          const own = secretsOf(world);
          const secrets = [...own, ...pairsOf(world)];
          const heard: unknown[] = [];
          const end = world.journal.subscribe((entry) => heard.push(entry));
          const waiting = world.journal.wait({}, BATCH / 2, 10_000);
          for (const [mutation, spill] of steps) {
            const base = corner.bases[mutation.base % corner.bases.length];
            if (base === undefined) throw new Error(`${provider} has nothing to start from`);
            const mutated = mutate(base.draft, mutation);
            const draft = spill === null ? mutated : spilt(mutated, spill, own);
            const sent = mutation.signed ? dress({ ...base, draft }, signingOf(world, provider)) : draft;
            const answer = await corner.free.send(sent);
            // What the provider gives out is a secret from then on.
            const given = (jsonOf(answer.text) as { userSecret?: unknown } | undefined)?.userSecret;
            if (typeof given === 'string') secrets.push(given);
          }
          end();
          // Some were made so wrong that they reached no provider.
          expect(heard.length).toBeGreaterThan(BATCH * 0.7);
          expect(leaks(world.journal.entries(), secrets)).toEqual([]);
          expect(leaks(world.journal.har(), secrets)).toEqual([]);
          expect(leaks(heard, secrets)).toEqual([]);
          expect(leaks(await waiting, secrets)).toEqual([]);
        }),
        { seed: SEED, numRuns: 15, endOnFailure: true },
      );
    },
  );
});
