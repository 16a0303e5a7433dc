import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

describe('the list of connections', () => {
  const rb = redbarkIn();
  const linked = [
    'owner-commsec',
    'owner-commbank',
    'owner-stake',
    'partner-westpac',
    'partner-selfwealth',
    'partner-anz',
  ];

  it('holds what the customer linked here, and nothing else', async () => {
    const { body } = await rb.get('/v1/connections');
    expect(body.data.map(({ id }) => id).sort()).toEqual(linked.map(rb.connection).sort());
    expect(Object.keys(body)).toEqual(['data']);
  });

  it('holds other connections for another customer', async () => {
    const { body } = await rb.get('/v1/connections', '', { key: 'stranger' });
    expect(body.data.map(({ id }) => id).sort()).toEqual(
      ['child-nab', 'child-selfwealth'].map(rb.connection).sort(),
    );
  });

  it('is ordered by creation, youngest first', async () => {
    const { body } = await rb.get('/v1/connections');
    const created = body.data.map(({ createdAt }) => createdAt);
    expect(created).toEqual([...created].sort().reverse());
  });

  it('shows nine fields', async () => {
    const { body } = await rb.get('/v1/connections');
    for (const connection of body.data) {
      expect(Object.keys(connection)).toEqual([
        'id',
        'provider',
        'category',
        'institutionId',
        'institutionName',
        'institutionLogo',
        'status',
        'lastRefreshedAt',
        'createdAt',
      ]);
    }
  });

  it('names the aggregator: SnapTrade for brokers, Fiskil for Australian banks, Akahu for New Zealand', async () => {
    const kiwi = redbarkIn({
      entities: {
        institutions: [
          { key: 'kiwibank', name: 'Kiwibank', kind: 'bank', country: 'NZ', timeZone: 'Pacific/Auckland' },
        ],
        connections: [{ key: 'owner-commbank', institution: 'kiwibank' }],
      },
    });
    const { body } = await kiwi.get('/v1/connections');
    const providers = Object.fromEntries(body.data.map((c) => [c.id, [c.provider, c.category]]));
    expect(providers[kiwi.connection('owner-commsec')]).toEqual(['snaptrade', 'brokerage']);
    expect(providers[kiwi.connection('owner-commbank')]).toEqual(['akahu', 'banking']);
    expect(providers[kiwi.connection('partner-westpac')]).toEqual(['fiskil', 'banking']);
  });

  it('has the aggregator’s own ids of institutions: digits at Fiskil, UUIDs at SnapTrade', async () => {
    const { body } = await rb.get('/v1/connections');
    for (const { provider, institutionId } of body.data) {
      expect(institutionId).toMatch(provider === 'fiskil' ? /^\d+$/ : /^[0-9a-f-]{36}$/);
    }
  });

  it('takes ids from a world file', async () => {
    const other = redbarkIn({
      entities: { connections: [{ key: 'owner-stake', ids: { redbark: 'conn_abc123' } }] },
    });
    expect((await other.get('/v1/trades', { connectionId: 'conn_abc123' })).status).toBe(200);
  });
});

describe('the status of a connection', () => {
  it.each([
    ['healthy', undefined, 'active'],
    ['failing', undefined, 'active'],
    ['login-required', 'password-changed', 'invalidated'],
    ['login-required', 'MFA_REQUIRED', 'pending_mfa'],
    ['revoked', undefined, 'revoked'],
  ] as const)('%s (%s) shows as %s', async (status, reason, shown) => {
    const rb = redbarkIn();
    rb.happens('owner-commbank', status, reason);
    const { body } = await rb.get('/v1/connections');
    expect(body.data.find(({ id }) => id === rb.connection('owner-commbank'))?.status).toBe(shown);
  });

  it('removed is never listed, nor are its accounts', async () => {
    const rb = redbarkIn();
    rb.happens('owner-commbank', 'removed');
    const { body } = await rb.get('/v1/connections');
    expect(body.data.map(({ id }) => id)).not.toContain(rb.connection('owner-commbank'));
    const accounts = await rb.get('/v1/accounts', { limit: 200 });
    expect(accounts.body.data.map(({ id }) => id)).not.toContain(rb.account('owner-everyday'));
  });

  it('lastRefreshedAt moves on with the clock, and stops when the login breaks', async () => {
    const rb = redbarkIn();
    const refreshed = async (): Promise<string | null | undefined> => {
      const { body } = await rb.get('/v1/connections');
      return body.data.find(({ id }) => id === rb.connection('owner-commbank'))?.lastRefreshedAt;
    };
    expect(await refreshed()).toBe('2026-03-15T18:00:00.000Z');
    rb.world.clock.advance('2h');
    expect(await refreshed()).toBe('2026-03-16T00:00:00.000Z');
    rb.happens('owner-commbank', 'login-required');
    rb.world.clock.advance('2d');
    expect(await refreshed()).toBe('2026-03-16T00:00:00.000Z');
  });
});
