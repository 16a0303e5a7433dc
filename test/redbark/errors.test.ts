import request, { type Test } from 'supertest';
import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

const rb = redbarkIn({ limits: 'off' });
const authorization = `Bearer ${rb.key('professional')}`;
const ask = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', target: string): Test =>
  request(rb.handler)[method](`/redbark${target}`).set('Authorization', authorization);

describe('what no operation answers', () => {
  it('an unknown path is 404 in the envelope, and says what was near', async () => {
    const { body } = await ask('get', '/v1/trade').expect(404);
    expect(body).toEqual({
      error: { message: expect.stringMatching(/^Not found: \/v1\/trade\. Near: .*\/v1\/trades/) },
    });
  });

  it.each(['/', '/v1', '/v2/trades', '/v1/trades/1', '/v1//trades', '/V1/TRADES', '/v1/accounts/x/balances'])(
    '%s is 404',
    async (path) => {
      const { body } = await ask('get', path).expect(404);
      expect(body.error.message).toContain('Not found');
    },
  );

  it.each(['post', 'put', 'patch', 'delete'] as const)(
    '%s is 405 and tells what is allowed',
    async (method) => {
      const { body, headers } = await ask(method, '/v1/trades').expect(405);
      expect(body.error.message).toContain('Allowed: GET');
      expect(headers.allow).toBe('GET');
    },
  );

  it('a long path is not echoed whole', async () => {
    const { text } = await ask('get', `/v1/${'x'.repeat(5000)}`).expect(404);
    expect(text.length).toBeLessThan(300);
  });
});

describe('requests that cannot be read', () => {
  it.each(['connectionId=%E0%A4%A', 'connectionId=%FF', '%=1'])(
    '%s is 400 in the envelope',
    async (query) => {
      const { body } = await ask('get', `/v1/trades?${query}`).expect(400);
      expect(body.error).toEqual({ message: expect.stringMatching(/^Malformed request: /) });
    },
  );

  it.each([
    '__proto__=x',
    'constructor=x&toString=y',
    'connectionId=__proto__',
    'connectionId[]=a',
    'connectionId[$ne]=a',
    `connectionId=${'x'.repeat(8000)}`,
    'connectionId=%00',
    'connectionId=%F0%9F%92%A9',
    'limit=200&limit=__proto__',
  ])('%s is refused, not obeyed', async (query) => {
    const { status, body } = await ask('get', `/v1/trades?${query}`);
    expect([400, 404]).toContain(status);
    expect(body.error.message).toEqual(expect.any(String));
    expect(JSON.stringify(body).length).toBeLessThan(500);
  });

  it('a body on a GET does not matter', async () => {
    await ask('get', '/v1/connections')
      .set('Content-Type', 'application/json')
      .send('{"broken":')
      .expect(200);
  });

  it('ends without a bug', () => expect(rb.bugs).toEqual([]));
});

describe('the envelope', () => {
  it('is error.message, with code and details only where they are known', async () => {
    const shapes = await Promise.all(
      [
        ['/v1/trades', 'professional'],
        ['/v1/trades?connectionId=x', 'professional'],
        ['/v1/trades?connectionId=x&from=x', 'professional'],
        ['/v1/trades', 'developer'],
        ['/v1/trades', 'saver'],
        ['/v1/trades', 'nobody'],
      ].map(async ([target, key]) => {
        const { body } = await request(rb.handler)
          .get(`/redbark${target}`)
          .set('Authorization', `Bearer ${rb.key(key ?? '')}`);
        return [Object.keys(body), Object.keys(body.error), body.error.code];
      }),
    );
    expect(shapes).toEqual([
      [['error'], ['message', 'code', 'details'], 'invalid_params'],
      [['error'], ['message', 'code'], 'connection_not_found'],
      [['error'], ['message', 'details'], undefined],
      [['error'], ['message', 'code'], 'professional_required'],
      [['error'], ['message'], undefined],
      [['error'], ['message'], undefined],
    ]);
  });
});
