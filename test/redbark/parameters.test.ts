import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

describe('parameters', () => {
  const rb = redbarkIn({ limits: 'off' });
  const connectionId = rb.connection('owner-commsec');

  it.each(['/v1/trades', '/v1/holdings', '/v1/transactions'] as const)(
    '%s needs a connectionId: missing or empty is 400 invalid_params',
    async (path) => {
      for (const query of ['', 'connectionId=', 'ConnectionId=x']) {
        const { status, error } = await rb.get(path, query);
        expect([status, error.code]).toEqual([400, 'invalid_params']);
        expect(error.details?.join()).toContain('connectionId');
      }
    },
  );

  it('limit is 200 and offset 0 unless given, and both are echoed', async () => {
    const usual = await rb.get('/v1/trades', { connectionId });
    expect(usual.body.pagination).toMatchObject({ limit: 200, offset: 0 });
    expect(usual.body.data).toHaveLength(200);
    const given = await rb.get('/v1/trades', { connectionId, limit: 7, offset: 11 });
    expect(given.body.pagination).toMatchObject({ limit: 7, offset: 11 });
    expect(given.body.data).toEqual(usual.body.data.slice(11, 18));
  });

  it.each([1, 500])('limit %i is within range', async (limit) => {
    const { status, body } = await rb.get('/v1/trades', { connectionId, limit });
    expect(status).toBe(200);
    expect(body.data).toHaveLength(limit);
  });

  it.each(['0', '-1', '1.5', 'ten', '', '1e3', '0x10', '99999999999999999999', 'NaN'])(
    'limit "%s" is 400 invalid_params with a line that says why',
    async (limit) => {
      const { status, error } = await rb.get('/v1/trades', { connectionId, limit });
      expect([status, error.code]).toEqual([400, 'invalid_params']);
      expect(error.details?.[0]).toMatch(/^limit: must be /);
    },
  );

  it.each(['-1', '0.5', 'x'])('offset "%s" is 400 invalid_params', async (offset) => {
    const { status, error } = await rb.get('/v1/trades', { connectionId, offset });
    expect([status, error.code]).toEqual([400, 'invalid_params']);
  });

  it('limit above 500 is refused with 400 invalid_params', async () => {
    const { status, error } = await rb.get('/v1/trades', { connectionId, limit: 501 });
    expect(status).toBe(400);
    expect(error).toEqual({
      message: 'Invalid query parameters',
      code: 'invalid_params',
      details: ['limit: must be <= 500, was 501'],
    });
  });

  it('a switch takes a limit above the maximum as the maximum', async () => {
    const other = redbarkIn({ switches: { redbark: { overLimit: 'clamp' } } });
    const rows = await other.get('/v1/trades', { connectionId, limit: 10_000 });
    expect(rows.body.pagination.limit).toBe(500);
    expect(rows.body.data).toHaveLength(500);
    const accounts = await other.get('/v1/accounts', { limit: 500 });
    expect(accounts.body.pagination.limit).toBe(200);
    expect((await other.get('/v1/trades', { connectionId, limit: 0 })).status).toBe(400);
  });

  it('all that is wrong is told at once', async () => {
    const { error } = await rb.get('/v1/trades', { limit: 0, offset: -1 });
    expect(error.details).toEqual([
      'connectionId: is required',
      'limit: must be >= 1, was 0',
      'offset: must be >= 0, was -1',
    ]);
  });

  it('of a repeated parameter the first value counts', async () => {
    const { body } = await rb.get('/v1/trades', `connectionId=${connectionId}&limit=2&limit=9`);
    expect(body.pagination.limit).toBe(2);
  });

  it('unknown parameters are ignored: holdings know neither limit, offset nor dates', async () => {
    const plain = await rb.get('/v1/holdings', { connectionId });
    const { status, body } = await rb.get('/v1/holdings', {
      connectionId,
      limit: 1,
      offset: 1,
      from: 'never',
      to: '2026-13-99',
    });
    expect(status).toBe(200);
    expect(body).toEqual(plain.body);
  });
});
