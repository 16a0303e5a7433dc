import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { throttle, throttleSetupTests } from '../../mocks/fivetran/limits.ts';
import type { FivetranExchange } from '../../mocks/fivetran/state.ts';
import type { Answer } from '../support/answer.ts';
import { type Fivetran, fivetranIn, worldWith } from './fivetran.ts';

const trial = (file: WorldFile = {}): WorldFile => ({
  ...file,
  switches: { fivetran: { plan: 'trial', ...file.switches?.fivetran } },
});

async function many(ft: Fivetran, times: number, path = '/v1/account/info'): Promise<Answer> {
  let last = await ft.get(path);
  for (let n = 1; n < times; n++) last = await ft.get(path);
  return last;
}

/** The limiter without HTTP around it: thousands of requests take a while. */
function counter(plan: 'paid' | 'trial', retryAfter = 'sent', limits = 'documented') {
  const headers: Record<string, unknown> = {};
  const x = {
    now: 0,
    world: { meters: {}, limits, switch: (name: string) => (name === 'plan' ? plan : retryAfter) },
    setHeader: (name: string, value: unknown) => {
      headers[name] = value;
    },
  };
  const exchange = x as unknown as FivetranExchange;
  const advance = (ms: number): void => {
    x.now += ms;
  };
  return { headers, advance, ask: () => throttle(exchange), test: () => throttleSetupTests(exchange) };
}

describe('the headers of every answer to a known key', () => {
  const ft = fivetranIn();

  it.each([
    ['a page', '/v1/connections', 200],
    ['details that are not there', '/v1/connections/nobody', 404],
    ['a bad parameter', '/v1/connections?limit=0', 400],
  ])('tell limit and rest: %s', async (_, path, status) => {
    const before = Number((await ft.get('/v1/groups')).headers['x-rate-limit-remaining']);
    const answer = await ft.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['x-rate-limit']).toBe('20000');
    expect(Number(answer.headers['x-rate-limit-remaining'])).toBe(before - 1);
  });

  it('also where the form is refused', async () => {
    const answer = await ft.get('/v1/groups', { headers: { Accept: 'text/html' } });
    expect(answer.headers['x-rate-limit']).toBe('20000');
  });

  it('are absent where nobody known asks, or nothing is there, and such requests are not counted', async () => {
    const before = Number((await ft.get('/v1/groups')).headers['x-rate-limit-remaining']);
    for (const answer of [
      await ft.get('/v1/groups', { pair: 'a:b' }),
      await ft.get('/v1/nothing'),
      await ft.call('delete', '/v1/groups'),
    ]) {
      expect(answer.headers).not.toHaveProperty('x-rate-limit');
    }
    expect(Number((await ft.get('/v1/groups')).headers['x-rate-limit-remaining'])).toBe(before - 1);
  });
});

describe('the limit of an hour', () => {
  it('is 20,000 requests on a paid plan', () => {
    const asking = counter('paid');
    for (let n = 0; n < 20_000; n++) expect(asking.ask()).toBeUndefined();
    expect(asking.headers).toEqual({ 'X-Rate-Limit': 20_000, 'X-Rate-Limit-Remaining': 0 });
    expect(asking.ask()).toMatchObject({
      status: 429,
      code: 'TooManyRequests',
      message: 'No more than 20000 requests can be made hourly',
    });
  });

  it('is 500 on a trial (switch plan), and a 429 says in whole seconds when the next would pass', async () => {
    const ft = fivetranIn(trial({ template: 'empty' }));
    const last = await many(ft, 500);
    expect(last.headers).toMatchObject({ 'x-rate-limit': '500', 'x-rate-limit-remaining': '0' });
    const refused = await ft.get('/v1/account/info');
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    const seconds = Number(refused.headers['retry-after']);
    expect(seconds).toBeGreaterThan(3500);
    expect(seconds).toBeLessThanOrEqual(3600);
    ft.world.clock.advance(seconds * 1000);
    expect((await ft.get('/v1/account/info')).status).toBe(200);
  });

  it('rolls: requests leave it an hour after they were made, not all at once', async () => {
    const ft = fivetranIn(trial({ template: 'empty' }));
    await many(ft, 300);
    ft.world.clock.advance('30m');
    await many(ft, 200);
    expect((await ft.get('/v1/account/info')).status).toBe(429);
    ft.world.clock.advance('31m');
    expect((await ft.get('/v1/account/info')).headers['x-rate-limit-remaining']).toBe('299');
  });

  it('does not count what it refuses', async () => {
    const ft = fivetranIn(trial({ template: 'empty' }));
    await many(ft, 510);
    ft.world.clock.advance('61m');
    expect((await ft.get('/v1/account/info')).headers['x-rate-limit-remaining']).toBe('499');
  });

  it('may keep silent about when (switch retryAfter)', () => {
    const asking = counter('trial', 'omitted');
    for (let n = 0; n < 500; n++) asking.ask();
    expect(asking.ask()).toMatchObject({ status: 429 });
    expect(asking.ask()).not.toHaveProperty('headers');
  });

  it('holds nobody back in a world without limits, and still shows', () => {
    const asking = counter('trial', 'sent', 'off');
    for (let n = 0; n < 520; n++) expect(asking.ask()).toBeUndefined();
    expect(asking.headers).toEqual({ 'X-Rate-Limit': 500, 'X-Rate-Limit-Remaining': 0 });
  });
});

describe('updates that run setup tests', () => {
  const tested = (ft: Fivetran) => ft.patch('c1', { paused: false, run_setup_tests: true });

  async function until429(ft: Fivetran, most: number): Promise<{ passed: number; refused: Answer }> {
    for (let passed = 0; passed <= most; passed++) {
      const answer = await tested(ft);
      if (answer.status === 429) return { passed, refused: answer };
    }
    throw new Error(`${most} updates passed`);
  }

  it('are limited to 250 a minute on a paid plan', async () => {
    const ft = worldWith([{}]);
    const { passed, refused } = await until429(ft, 300);
    expect(passed).toBe(250);
    expect(refused.body.message).toBe('No more than 250 setup tests can be run in one-minute time period');
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers['x-rate-limit']).toBe('20000');
    ft.world.clock.advance('1m');
    expect((await tested(ft)).status).toBe(200);
  });

  it('are limited to 2,500 an hour on a paid plan', () => {
    const asking = counter('paid');
    for (let n = 0; n < 2_500; n++) {
      if (n % 250 === 0) asking.advance(61_000);
      expect(asking.test()).toBeUndefined();
    }
    asking.advance(61_000);
    expect(asking.test()?.message).toBe('No more than 2500 setup tests can be run hourly');
  });

  it('count as source interactions, of which a trial has 25 a minute; and has 50 setup tests an hour', async () => {
    const ft = worldWith([{}], trial());
    const { passed, refused } = await until429(ft, 60);
    expect(passed).toBe(25);
    expect(refused.body.message).toBe(
      'No more than 25 source interactions can be made in one-minute time period',
    );
    ft.world.clock.advance('61s');
    expect((await until429(ft, 60)).passed).toBe(25);
    ft.world.clock.advance('61s');
    expect((await tested(ft)).body.message).toBe('No more than 50 setup tests can be run hourly');
  });

  it('are the only updates so limited', async () => {
    const ft = worldWith([{}]);
    await until429(ft, 300);
    expect((await ft.patch('c1', { paused: true, run_setup_tests: false })).status).toBe(200);
    expect((await ft.sync('c1', {})).status).toBe(200);
  });

  it('change nothing when refused', async () => {
    const ft = worldWith([{}]);
    await until429(ft, 300);
    expect((await ft.patch('c1', { paused: true })).status).toBe(429);
    expect((await ft.details('c1')).paused).toBe(false);
  });
});
