import { describe, expect, it } from 'vitest';
import { type Path, type Query, redbarkIn } from './redbark.ts';

const MINUTE = 60_000;

/** A world in which a trade arrives five minutes after it began, so that cached and fresh answers differ. */
function arriving() {
  const rb = redbarkIn({
    now: '2026-03-16T09:00:00+11:00',
    entities: {
      accounts: [{ key: 'owner-shares', rowsPerYear: 0 }],
      trades: [
        {
          key: 'old',
          symbol: 'VAS.AX',
          kind: 'buy',
          quantity: 10,
          price: 90,
          at: '2026-01-05T12:00:00+11:00',
        },
        {
          key: 'new',
          symbol: 'VAS.AX',
          kind: 'buy',
          quantity: 5,
          price: 91,
          at: '2026-03-16T09:05:00+11:00',
        },
      ].map((trade) => ({ ...trade, account: 'owner-shares', kind: 'buy' as const })),
    },
  });
  return { rb, connectionId: rb.connection('owner-commsec') };
}

describe('X-Cache', () => {
  it.each(['/v1/trades', '/v1/holdings'] as const)(
    '%s: is MISS, then HIT for ten minutes with an identical body, whatever happened at the broker',
    async (path) => {
      const { rb, connectionId } = arriving();
      const first = await rb.get(path, { connectionId });
      expect(first.headers['x-cache']).toBe('MISS');
      rb.world.clock.advance(10 * MINUTE - 1);
      const second = await rb.get(path, { connectionId });
      expect(second.headers['x-cache']).toBe('HIT');
      expect(second.text).toBe(first.text);
      rb.world.clock.advance(1);
      const third = await rb.get(path, { connectionId });
      expect(third.headers['x-cache']).toBe('MISS');
      expect(third.text).not.toBe(first.text);
    },
  );

  it.each([
    ['/v1/holdings', 10],
    ['/v1/trades', 10],
    ['/v1/transactions', 30],
    ['/v1/balances', 5],
    ['/v1/categories', 60],
  ] as const)('%s is kept for %i minutes', async (path, minutes) => {
    const rb = redbarkIn();
    const query: Query = {
      connectionId: rb.connection(path === '/v1/transactions' ? 'owner-commbank' : 'owner-commsec'),
      accountIds: path === '/v1/balances' ? rb.account('owner-everyday') : undefined,
    };
    expect((await rb.get(path, query)).headers['x-cache']).toBe('MISS');
    rb.world.clock.advance(minutes * MINUTE - 1);
    expect((await rb.get(path, query)).headers['x-cache']).toBe('HIT');
    rb.world.clock.advance(1);
    expect((await rb.get(path, query)).headers['x-cache']).toBe('MISS');
  });

  it.each(['/v1/connections', '/v1/accounts', '/health'] as const)(
    '%s is not cached and has none',
    async (path) => {
      const rb = redbarkIn();
      expect((await rb.get(path)).headers['x-cache']).toBeUndefined();
      expect((await rb.get(path)).headers['x-cache']).toBeUndefined();
    },
  );

  it('stands on refusals too, as BYPASS, and they are not kept', async () => {
    const rb = redbarkIn();
    const connectionId = rb.connection('owner-commsec');
    const refused: [Path, Query, string | undefined, number][] = [
      ['/v1/trades', { connectionId }, undefined, 401],
      ['/v1/trades', { connectionId }, 'developer', 403],
      ['/v1/trades', '', 'professional', 400],
      ['/v1/trades', { connectionId, from: 'x' }, 'professional', 400],
      ['/v1/trades', { connectionId: 'x' }, 'professional', 404],
    ];
    for (const [path, query, key, status] of [...refused, ...refused]) {
      const answer = await rb.get(path, query, { key });
      expect([answer.status, answer.headers['x-cache']]).toEqual([status, 'BYPASS']);
    }
  });

  it('keeps the headers of the answer it kept', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection('owner-commbank') };
    const first = await rb.get('/v1/transactions', query);
    const second = await rb.get('/v1/transactions', query);
    expect(second.headers['x-cache']).toBe('HIT');
    expect(second.headers.deprecation).toBe('true');
    expect(second.headers.sunset).toBe(first.headers.sunset);
  });
});

describe('the cache key', () => {
  it('holds the customer: keys of one customer share entries', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection('owner-commsec') };
    await rb.get('/v1/trades', query);
    expect((await rb.get('/v1/trades', query, { key: 'pastDue' })).headers['x-cache']).toBe('HIT');
  });

  it('holds the customer: two customers never share one', async () => {
    const rb = redbarkIn();
    await rb.get('/v1/categories');
    const theirs = await rb.get('/v1/categories', '', { key: 'stranger' });
    expect(theirs.headers['x-cache']).toBe('MISS');
  });

  it('is asked after plan and ownership: what is kept opens no door', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection('owner-commsec') };
    await rb.get('/v1/trades', query);
    expect((await rb.get('/v1/trades', query, { key: 'developer' })).status).toBe(403);
    expect((await rb.get('/v1/trades', query, { key: 'stranger' })).status).toBe(404);
  });

  it('holds the path: holdings and trades never collide', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection('owner-commsec') };
    const trades = await rb.get('/v1/trades', query);
    const holdings = await rb.get('/v1/holdings', query);
    expect(holdings.headers['x-cache']).toBe('MISS');
    expect(holdings.text).not.toBe(trades.text);
  });

  it('holds the sorted query: the order of parameters makes no difference', async () => {
    const rb = redbarkIn();
    const connection = `connectionId=${rb.connection('owner-commsec')}`;
    await rb.get('/v1/trades', `${connection}&limit=5&offset=0`);
    const again = await rb.get('/v1/trades', `offset=0&limit=5&${connection}`);
    expect(again.headers['x-cache']).toBe('HIT');
  });

  it('a switch makes every order an entry of its own', async () => {
    const rb = redbarkIn({ switches: { redbark: { cacheKey: 'as-sent' } } });
    const connection = `connectionId=${rb.connection('owner-commsec')}`;
    await rb.get('/v1/trades', `${connection}&limit=5`);
    expect((await rb.get('/v1/trades', `limit=5&${connection}`)).headers['x-cache']).toBe('MISS');
    expect((await rb.get('/v1/trades', `limit=5&${connection}`)).headers['x-cache']).toBe('HIT');
  });

  it.each(['sorted', 'as-sent'])(
    'the order and repetition of ids inside accountIds makes other entries (%s)',
    async (cacheKey) => {
      const rb = redbarkIn({ switches: { redbark: { cacheKey } } });
      const connectionId = rb.connection('owner-stake');
      const [a, b] = [rb.account('owner-wall-street'), rb.account('owner-stake-asx')];
      for (const accountIds of [`${a},${b}`, `${b},${a}`, `${a},${b},${a}`]) {
        expect((await rb.get('/v1/trades', { connectionId, accountIds })).headers['x-cache']).toBe('MISS');
        expect((await rb.get('/v1/trades', { connectionId, accountIds })).headers['x-cache']).toBe('HIT');
      }
    },
  );

  it('holds unknown parameters too', async () => {
    const rb = redbarkIn();
    const connectionId = rb.connection('owner-commsec');
    await rb.get('/v1/holdings', { connectionId });
    expect((await rb.get('/v1/holdings', { connectionId, limit: 5 })).headers['x-cache']).toBe('MISS');
  });
});
