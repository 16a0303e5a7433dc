import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

const GENERAL = ['/v1/connections', '/v1/accounts', '/v1/categories'] as const;
const BROKERAGE = ['/v1/holdings', '/v1/trades'] as const;

describe('plans', () => {
  const rb = redbarkIn();
  const connectionId = rb.connection('owner-commsec');

  it.each([...GENERAL, ...BROKERAGE])('Saver gets a 403 without code on %s', async (path) => {
    const { status, error } = await rb.get(path, { connectionId }, { key: 'saver' });
    expect(status).toBe(403);
    expect(error).toEqual({ message: 'API access requires a Developer or Professional plan' });
  });

  it.each(GENERAL)('Developer may read %s', async (path) => {
    expect((await rb.get(path, '', { key: 'developer' })).status).toBe(200);
  });

  it.each(BROKERAGE)('Developer gets a 403 professional_required on %s', async (path) => {
    const { status, error } = await rb.get(path, { connectionId }, { key: 'developer' });
    expect(status).toBe(403);
    expect(error).toEqual({
      message: 'Brokerage endpoints require a Professional plan',
      code: 'professional_required',
    });
  });

  it.each(BROKERAGE)('Professional may read %s, active or past due', async (path) => {
    expect((await rb.get(path, { connectionId }, { key: 'professional' })).status).toBe(200);
    expect((await rb.get(path, { connectionId }, { key: 'pastDue' })).status).toBe(200);
  });

  it.each(BROKERAGE)('Professional on trial gets a 403 professional_required on %s', async (path) => {
    const { status, error } = await rb.get(path, { connectionId }, { key: 'trialing' });
    expect([status, error.code]).toEqual([403, 'professional_required']);
  });

  it.each(GENERAL)('Professional on trial may read %s', async (path) => {
    expect((await rb.get(path, '', { key: 'trialing' })).status).toBe(200);
  });

  it('a switch lets Professional on trial read brokerage data, and Developer on trial still not', async () => {
    const other = redbarkIn({
      switches: { redbark: { trialing: 'entitled' } },
      providers: { redbark: { keys: { smallTrial: { plan: 'developer', status: 'trialing' } } } },
    });
    expect((await other.get('/v1/trades', { connectionId }, { key: 'trialing' })).status).toBe(200);
    expect((await other.get('/v1/trades', { connectionId }, { key: 'smallTrial' })).error.code).toBe(
      'professional_required',
    );
  });

  it('are looked at before parameters: a Saver key hears nothing about what is missing', async () => {
    expect((await rb.get('/v1/trades', '', { key: 'saver' })).status).toBe(403);
    expect((await rb.get('/v1/trades', '', { key: 'developer' })).status).toBe(403);
    expect((await rb.get('/v1/trades')).status).toBe(400);
  });
});
