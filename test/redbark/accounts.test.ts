import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

describe('the list of accounts', () => {
  const rb = redbarkIn();
  const connections = [
    'owner-commsec',
    'owner-commbank',
    'owner-stake',
    'partner-westpac',
    'partner-selfwealth',
    'partner-anz',
  ];
  const keys = connections.flatMap((key) => rb.ledger.connections.get(key)?.accounts ?? []);

  it('holds the accounts of all connections, brokerage too, by name', async () => {
    const { body } = await rb.get('/v1/accounts');
    expect(body.data.map(({ id }) => id).sort()).toEqual(keys.map(rb.account).sort());
    const names = body.data.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(body.pagination).toEqual({ total: keys.length, limit: 50, offset: 0, hasMore: false });
  });

  it('comes in pages that show every account once', async () => {
    const { body: whole } = await rb.get('/v1/accounts');
    const seen: unknown[] = [];
    for (let offset = 0; offset < keys.length; offset += 3) {
      const { body } = await rb.get('/v1/accounts', { limit: 3, offset });
      seen.push(...body.data);
      const hasMore = offset + 3 < keys.length;
      expect(body.pagination).toEqual({ total: hasMore ? null : keys.length, limit: 3, offset, hasMore });
    }
    expect(seen).toEqual(whole.data);
  });

  it('takes at most 200 at a time', async () => {
    expect((await rb.get('/v1/accounts', { limit: 200 })).status).toBe(200);
    const { status, error } = await rb.get('/v1/accounts', { limit: 500 });
    expect([status, error.code]).toEqual([400, 'invalid_params']);
    expect(error.details).toEqual(['limit: must be <= 200, was 500']);
  });

  it('masks numbers to the last four, and has null for accounts without one', async () => {
    const wallet = redbarkIn({
      entities: { connections: [{ key: 'owner-coinbase', seenBy: ['redbark'] }] },
    });
    const { body } = await wallet.get('/v1/accounts');
    for (const { id, accountNumber } of body.data) {
      const [key = ''] = [...wallet.ledger.accounts.keys()].filter((one) => wallet.account(one) === id);
      const number = wallet.ledger.accounts.get(key)?.number;
      expect(accountNumber).toBe(number === undefined ? null : `xxxx${number.slice(-4)}`);
    }
    expect(body.data.filter(({ accountNumber }) => accountNumber === null)).toHaveLength(1);
  });

  it('names kinds as the documentation does', async () => {
    const { body } = await rb.get('/v1/accounts');
    const types = Object.fromEntries(body.data.map(({ id, type }) => [id, type]));
    expect(
      ['owner-everyday', 'owner-savings', 'owner-card', 'owner-mortgage', 'owner-shares'].map(
        (key) => types[rb.account(key)],
      ),
    ).toEqual(['transaction', 'savings', 'credit-card', 'loan', 'investment']);
  });

  it('says whose they are', async () => {
    const { body } = await rb.get('/v1/accounts');
    expect(body.data.find(({ id }) => id === rb.account('owner-everyday'))).toMatchObject({
      connectionId: rb.connection('owner-commbank'),
      provider: 'fiskil',
      institutionName: 'Commonwealth Bank',
      currency: 'AUD',
    });
  });
});
