import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redbark } from '../../mocks/redbark/provider.ts';
import { exchange } from '../support/raw-http.ts';
import { simulate } from '../support/simulate.ts';
import { type Path, type Query, type Redbark, redbarkIn } from './redbark.ts';

const MINUTE = 60_000;

/** A query that the path answers with 200. */
function good(rb: Redbark, path: Path): Query {
  if (path === '/v1/balances') return { accountIds: rb.account('owner-everyday') };
  if (path === '/v1/transactions') return { connectionId: rb.connection('owner-commbank') };
  return { connectionId: rb.connection('owner-commsec') };
}

describe('the three buckets', () => {
  it.each([
    ['/v1/connections', 60],
    ['/v1/accounts', 60],
    ['/v1/categories', 60],
    ['/v1/balances', 30],
    ['/v1/transactions', 30],
    ['/v1/holdings', 30],
    ['/v1/trades', 30],
  ] as const)('%s: %i requests a minute, then 429', async (path, limit) => {
    const rb = redbarkIn();
    for (let left = limit - 1; left >= 0; left--) {
      const { status, headers } = await rb.get(path, good(rb, path));
      expect([status, headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual([
        200,
        String(limit),
        String(left),
      ]);
    }
    rb.world.clock.advance(20_500);
    const { status, headers, error } = await rb.get(path, good(rb, path));
    expect(status).toBe(429);
    expect(error).toEqual({ message: 'Rate limit exceeded' });
    expect(headers['x-ratelimit-remaining']).toBe('0');
    expect(headers['retry-after']).toBe('40');
    expect(headers['x-ratelimit-reset']).toBe(String(Math.ceil((rb.now() + MINUTE - 20_500) / 1000)));

    rb.world.clock.advance(Number(headers['retry-after']) * 1000);
    expect((await rb.get(path, good(rb, path))).status).toBe(200);
  });

  it('are shared by the operations of a tier, and by nothing else', async () => {
    const rb = redbarkIn();
    await rb.get('/v1/trades', good(rb, '/v1/trades'));
    expect((await rb.get('/v1/holdings', good(rb, '/v1/holdings'))).headers['x-ratelimit-remaining']).toBe(
      '28',
    );
    expect((await rb.get('/v1/balances', good(rb, '/v1/balances'))).headers['x-ratelimit-remaining']).toBe(
      '29',
    );
    expect((await rb.get('/v1/accounts')).headers['x-ratelimit-remaining']).toBe('59');
  });

  it('belong to one key: another key of the same customer has its own', async () => {
    const rb = redbarkIn();
    for (let i = 0; i < 31; i++) await rb.get('/v1/trades', good(rb, '/v1/trades'));
    const { status, headers } = await rb.get('/v1/trades', good(rb, '/v1/trades'), { key: 'pastDue' });
    expect([status, headers['x-ratelimit-remaining']]).toEqual([200, '29']);
  });

  it('count cached answers, and no refusals of earlier checks', async () => {
    const rb = redbarkIn();
    const query = good(rb, '/v1/trades');
    await rb.get('/v1/trades', query);
    const hit = await rb.get('/v1/trades', query);
    expect([hit.headers['x-cache'], hit.headers['x-ratelimit-remaining']]).toEqual(['HIT', '28']);
    const refused = await rb.get('/v1/trades', '');
    expect([refused.status, refused.headers['x-ratelimit-remaining']]).toEqual([400, '28']);
    expect((await rb.get('/v1/trades', query)).headers['x-ratelimit-remaining']).toBe('27');
  });

  it('open with the first request, each at its own time', async () => {
    const rb = redbarkIn();
    await rb.get('/v1/trades', good(rb, '/v1/trades'));
    rb.world.clock.advance(30_000);
    await rb.get('/v1/accounts');
    rb.world.clock.advance(30_000);
    expect((await rb.get('/v1/trades', good(rb, '/v1/trades'))).headers['x-ratelimit-remaining']).toBe('29');
    expect((await rb.get('/v1/accounts')).headers['x-ratelimit-remaining']).toBe('58');
  });

  it('are told and not enforced where limits are off', async () => {
    const rb = redbarkIn({ limits: 'off' });
    for (let i = 0; i < 35; i++) await rb.get('/v1/trades', good(rb, '/v1/trades'));
    const { status, headers } = await rb.get('/v1/trades', good(rb, '/v1/trades'));
    expect(status).toBe(200);
    expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['30', '0']);
  });
});

describe('headers', () => {
  it('X-RateLimit-Limit and -Remaining are on every answer of an operation with a bucket', async () => {
    const rb = redbarkIn();
    for (const [query, key] of [
      ['', undefined],
      ['', 'saver'],
      ['', 'professional'],
      ['connectionId=x', 'professional'],
    ] as const) {
      const { headers } = await rb.get('/v1/trades', query, { key });
      expect(headers['x-ratelimit-limit']).toMatch(/^(30|60)$/);
      expect(headers['x-ratelimit-remaining']).toMatch(/^\d+$/);
    }
  });

  it('Retry-After and X-RateLimit-Reset are on 429 only', async () => {
    const rb = redbarkIn();
    const { headers } = await rb.get('/v1/trades', good(rb, '/v1/trades'));
    expect([headers['retry-after'], headers['x-ratelimit-reset']]).toEqual([undefined, undefined]);
  });

  it('/health and unknown paths belong to no bucket', async () => {
    const rb = redbarkIn();
    for (const path of ['/health', '/v1/nowhere' as Path] as const) {
      expect((await rb.get(path)).headers['x-ratelimit-limit']).toBeUndefined();
    }
  });
});

describe('requests in flight', () => {
  // Pipelined: the server has read all of them before it has answered the first.
  const { simulator, world } = simulate(redbark, { seed: 7 }, { listen: true });
  beforeAll(() => simulator.listen(0, '127.0.0.1'));
  afterAll(() => simulator.close());

  async function pipelined(path: string, times: number, key = 'professional'): Promise<string[]> {
    const { credentials = {}, baseUrl = '' } = world.providers.redbark ?? {};
    const { host, port, pathname } = new URL(`${baseUrl}${path}`);
    const line = (last: boolean): string =>
      `GET ${pathname}${new URL(`${baseUrl}${path}`).search} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${credentials[key]}\r\nConnection: ${last ? 'close' : 'keep-alive'}\r\n\r\n`;
    const bytes = Array.from({ length: times }, (_, i) => line(i === times - 1)).join('');
    const text = await exchange(Number(port), bytes);
    return text.split(/(?=HTTP\/1\.1 )/);
  }

  async function brokerage(): Promise<string> {
    const answer = (await pipelined('/v1/connections', 1))[0] ?? '';
    const { data } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as {
      data: { id: string; category: string; institutionName: string }[];
    };
    return data.find(({ category }) => category === 'brokerage')?.id ?? '';
  }

  it('are at most four heavy ones of a key; the fifth is 429 Too many concurrent requests', async () => {
    const path = `/v1/holdings?connectionId=${await brokerage()}`;
    const answers = await pipelined(path, 5);
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['200', '200', '200', '200', '429']);
    const refused = answers[4] ?? '';
    expect(refused).toContain('{"error":{"message":"Too many concurrent requests"}}');
    expect(refused).toMatch(/\r\nRetry-After: 1\r\n/i);
    expect(refused).toMatch(/\r\nX-RateLimit-Reset: \d+\r\n/i);
    // It took nothing from the bucket.
    expect((await pipelined(path, 1))[0]).toMatch(/\r\nX-RateLimit-Remaining: 25\r\n/i);
  });

  it('are not counted among cheap ones', async () => {
    const answers = await pipelined('/v1/accounts', 8);
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(Array(8).fill('200'));
  });
});
