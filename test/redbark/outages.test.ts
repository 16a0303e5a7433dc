import { describe, expect, it } from 'vitest';
import { type Path, redbarkIn } from './redbark.ts';

const LIVE = [
  ['/v1/trades', 'owner-commsec', 'Brokerage'],
  ['/v1/holdings', 'owner-commsec', 'Brokerage'],
  ['/v1/transactions', 'owner-commbank', 'Banking'],
] as const;

describe.each(LIVE)('%s while the institution is down', (path, connection, noun) => {
  it('answers 503 without code', async () => {
    const rb = redbarkIn();
    rb.happens(connection, 'failing');
    const { status, error, headers } = await rb.get(path, { connectionId: rb.connection(connection) });
    expect(status).toBe(503);
    expect(error).toEqual({ message: `${noun} provider temporarily unavailable` });
    expect(headers['x-cache']).toBe('BYPASS');
  });

  it('answers 502 where the switch says so', async () => {
    const rb = redbarkIn({ switches: { redbark: { providerDown: '502' } } });
    rb.happens(connection, 'failing');
    expect((await rb.get(path, { connectionId: rb.connection(connection) })).status).toBe(502);
  });

  it('has nothing stored to fall back on, except what the cache still holds', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection(connection) };
    const before = await rb.get(path, query);
    rb.happens(connection, 'failing');
    const kept = await rb.get(path, query);
    expect([kept.status, kept.headers['x-cache'], kept.text]).toEqual([200, 'HIT', before.text]);
    expect((await rb.get(path, { ...query, fresh: 1 })).status).toBe(503);
    rb.world.clock.advance('30m');
    expect((await rb.get(path, query)).status).toBe(503);
  });

  it('answers again when it is back, and the refusal was not kept', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection(connection) };
    rb.happens(connection, 'failing');
    expect((await rb.get(path, query)).status).toBe(503);
    rb.happens(connection, 'healthy');
    expect((await rb.get(path, query)).status).toBe(200);
  });

  it('takes from the bucket: the bank or broker was asked', async () => {
    const rb = redbarkIn();
    rb.happens(connection, 'failing');
    const { headers } = await rb.get(path, { connectionId: rb.connection(connection) });
    expect(headers['x-ratelimit-remaining']).toBe('29');
  });
});

describe('other connections of the customer', () => {
  it('are not touched by an outage', async () => {
    const rb = redbarkIn();
    rb.happens('owner-commsec', 'failing');
    expect((await rb.get('/v1/trades', { connectionId: rb.connection('owner-stake') })).status).toBe(200);
  });
});

describe('a connection whose login has to be renewed', () => {
  const world = (disconnected?: string) =>
    redbarkIn({
      ...(disconnected && { switches: { redbark: { disconnected } } }),
      entities: {
        accounts: [{ key: 'owner-shares', rowsPerYear: 0 }],
        trades: ['2026-03-16T09:10:00+11:00', '2026-03-16T10:30:00+11:00'].map((at, i) => ({
          key: `t${i}`,
          account: 'owner-shares',
          symbol: 'VAS.AX',
          kind: 'buy' as const,
          quantity: 10,
          price: 90,
          at,
        })),
      },
    });

  it('is invalidated and shows what was known when it broke', async () => {
    const rb = world();
    const connectionId = rb.connection('owner-commsec');
    rb.world.clock.advance('1h');
    rb.happens('owner-commsec', 'login-required');
    rb.world.clock.advance('1h');
    expect((await rb.get('/v1/trades', { connectionId })).body.data).toHaveLength(1);
    expect((await rb.get('/v1/holdings', { connectionId })).body.data[0]?.quantity).toBe('10.0000');
    rb.happens('owner-commsec', 'healthy');
    expect((await rb.get('/v1/trades', { connectionId, fresh: 1 })).body.data).toHaveLength(2);
  });

  it('is as good as down where the switch says so', async () => {
    const rb = world('unavailable');
    rb.happens('owner-commsec', 'login-required');
    expect((await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') })).status).toBe(503);
  });
});

describe('a connection that is gone', () => {
  it.each([
    ['/v1/trades', 'owner-commsec'],
    ['/v1/transactions', 'owner-commbank'],
  ] as const)('%s: revoked can be read by nobody', async (path: Path, key) => {
    const rb = redbarkIn();
    rb.happens(key, 'revoked');
    expect((await rb.get(path, { connectionId: rb.connection(key) })).status).toBe(503);
  });

  it('removed does not exist, not even in the cache', async () => {
    const rb = redbarkIn();
    const query = { connectionId: rb.connection('owner-commsec') };
    expect((await rb.get('/v1/trades', query)).status).toBe(200);
    rb.happens('owner-commsec', 'removed');
    expect((await rb.get('/v1/trades', query)).error.code).toBe('connection_not_found');
  });
});
