import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

const NOBODYS = '00000000-0000-4000-8000-000000000000';

describe.each(['/v1/trades', '/v1/holdings'] as const)('%s: whose connection', (path) => {
  const rb = redbarkIn();
  const noun = path === '/v1/trades' ? 'Trades' : 'Holdings';

  it('reads a brokerage connection of the customer', async () => {
    expect((await rb.get(path, { connectionId: rb.connection('owner-stake') })).status).toBe(200);
    expect((await rb.get(path, { connectionId: rb.connection('partner-selfwealth') })).status).toBe(200);
  });

  it('refuses a banking connection with its own message', async () => {
    const { status, error } = await rb.get(path, { connectionId: rb.connection('owner-commbank') });
    expect(status).toBe(400);
    expect(error).toEqual({
      message: `${noun} are only available for brokerage connections`,
      code: 'wrong_endpoint_for_category',
    });
  });

  it('answers 404 connection_not_found to an unknown connection', async () => {
    const { status, error } = await rb.get(path, { connectionId: NOBODYS });
    expect([status, error.code]).toEqual([404, 'connection_not_found']);
  });

  it('answers another customer the very same 404, byte for byte', async () => {
    const theirs = await rb.get(path, { connectionId: rb.connection('child-selfwealth') });
    const nobodys = await rb.get(path, { connectionId: NOBODYS });
    expect(theirs.status).toBe(404);
    expect(theirs.text).toBe(nobodys.text);
    const own = await rb.get(path, { connectionId: rb.connection('child-selfwealth') }, { key: 'stranger' });
    expect(own.status).toBe(200);
    const ours = await rb.get(path, { connectionId: rb.connection('owner-stake') }, { key: 'stranger' });
    expect(ours.text).toBe(nobodys.text);
  });

  it('does not tell a foreign banking connection from a missing one either', async () => {
    const { error } = await rb.get(path, { connectionId: rb.connection('child-nab') });
    expect(error.code).toBe('connection_not_found');
  });

  it('knows nothing of connections that were linked elsewhere', async () => {
    const { error } = await rb.get(path, { connectionId: rb.connection('owner-coinbase') });
    expect(error.code).toBe('connection_not_found');
  });
});

describe.each(['/v1/trades', '/v1/holdings'] as const)('%s: which accounts', (path) => {
  const rb = redbarkIn();
  const connectionId = rb.connection('owner-stake');
  const wallStreet = rb.account('owner-wall-street');
  const asx = rb.account('owner-stake-asx');
  const accountsIn = (body: { data: { accountId: string }[] }) =>
    [...new Set(body.data.map((row) => row.accountId))].sort();

  it('without accountId returns all accounts of the connection', async () => {
    const { body } = await rb.get(path, { connectionId });
    expect(accountsIn(body)).toEqual([wallStreet, asx].sort());
  });

  it('accountId filters to one account', async () => {
    const { body } = await rb.get(path, { connectionId, accountId: asx });
    expect(accountsIn(body)).toEqual([asx]);
  });

  it('accountIds is a subset, however ordered and repeated', async () => {
    const both = await rb.get(path, { connectionId, accountIds: `${asx},${wallStreet},${asx}` });
    expect(accountsIn(both.body)).toEqual([wallStreet, asx].sort());
    const one = await rb.get(path, { connectionId, accountIds: wallStreet });
    expect(accountsIn(one.body)).toEqual([wallStreet]);
    const plain = await rb.get(path, { connectionId });
    expect(both.body).toEqual(plain.body);
  });

  it('accountIds takes precedence: an accountId beside it is not even looked at', async () => {
    const { status, body } = await rb.get(path, { connectionId, accountIds: asx, accountId: NOBODYS });
    expect(status).toBe(200);
    expect(accountsIn(body)).toEqual([asx]);
  });

  it.each([
    ['unknown', NOBODYS],
    ['of another connection', rb.account('owner-shares')],
    ['of another customer', rb.account('child-asx')],
  ])('an account %s answers 404 account_not_found', async (_, accountId) => {
    const { status, error } = await rb.get(path, { connectionId, accountId });
    expect([status, error.code]).toEqual([404, 'account_not_found']);
  });

  it('one id that is not on the connection fails the whole request', async () => {
    const { status, error, text } = await rb.get(path, { connectionId, accountIds: `${asx},${NOBODYS}` });
    expect([status, error.code]).toEqual([404, 'account_not_found']);
    expect(text).not.toContain('data');
  });

  it('blanks around ids and empty places do not matter, but some id has to be there', async () => {
    const { body } = await rb.get(path, { connectionId, accountIds: ` ${asx} ,, ` });
    expect(accountsIn(body)).toEqual([asx]);
    for (const accountIds of ['', ' ', ',,']) {
      const { status, error } = await rb.get(path, { connectionId, accountIds });
      expect([status, error.code]).toEqual([400, 'invalid_params']);
    }
  });

  it('accountIds over 4,000 characters is 400 invalid_params, and not echoed', async () => {
    const fits = Array.from({ length: 108 }, () => asx).join(',');
    expect(fits.length).toBeLessThanOrEqual(4000);
    expect((await rb.get(path, { connectionId, accountIds: fits })).status).toBe(200);
    const long = `${fits},${asx}`;
    const { status, error, text } = await rb.get(path, { connectionId, accountIds: long });
    expect([status, error.code]).toEqual([400, 'invalid_params']);
    expect(text.length).toBeLessThan(500);
  });
});

describe('order of checks', () => {
  it('connection before category before accounts', async () => {
    const rb = redbarkIn();
    const foreign = await rb.get('/v1/trades', { connectionId: NOBODYS, accountId: NOBODYS });
    expect(foreign.error.code).toBe('connection_not_found');
    const bank = await rb.get('/v1/trades', {
      connectionId: rb.connection('owner-commbank'),
      accountId: NOBODYS,
    });
    expect(bank.error.code).toBe('wrong_endpoint_for_category');
  });

  it('parameters before ownership', async () => {
    const rb = redbarkIn();
    const { error } = await rb.get('/v1/trades', { connectionId: NOBODYS, limit: 0 });
    expect(error.code).toBe('invalid_params');
  });

  it('ownership before the bucket: what is refused costs nothing', async () => {
    const rb = redbarkIn();
    for (let i = 0; i < 40; i++) await rb.get('/v1/trades', { connectionId: NOBODYS });
    const { headers } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-stake') });
    expect(headers['x-ratelimit-remaining']).toBe('29');
  });
});
