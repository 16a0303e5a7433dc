import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

const NOBODYS = '00000000-0000-4000-8000-000000000000';

describe('balances', () => {
  const rb = redbarkIn();
  const own = ['owner-everyday', 'owner-savings', 'owner-card', 'owner-mortgage'];
  const ids = (keys: readonly string[]): string => keys.map(rb.account).join(',');

  it('are what the ledger knows, in two decimals, from the holder’s side', async () => {
    const { body } = await rb.get('/v1/balances', { accountIds: ids(own) });
    expect(body.data).toEqual(
      own.map((key) => {
        const { current, available, currency } = rb.ledger.balance(key, rb.now());
        return {
          accountId: rb.account(key),
          currentBalance: current.toFixed(2),
          availableBalance: available?.toFixed(2) ?? '0.00',
          currency,
        };
      }),
    );
    expect(body.data[3]?.currentBalance).toMatch(/^-/);
  });

  it('come in the order of the institution, not the order asked for, and once each', async () => {
    const asked = [...own].reverse();
    const { body } = await rb.get('/v1/balances', { accountIds: ids([...asked, ...asked]) });
    expect(body.data.map(({ accountId }) => accountId)).toEqual(own.map(rb.account));
  });

  it('are null together where the bank cannot be read; then the answer is not kept', async () => {
    const down = redbarkIn();
    const accountIds = `${down.account('owner-everyday')},${down.account('partner-choice')}`;
    down.happens('owner-commbank', 'failing');
    for (let i = 0; i < 2; i++) {
      const { status, body, headers } = await down.get('/v1/balances', { accountIds });
      expect([status, headers['x-cache']]).toEqual([200, 'BYPASS']);
      expect(body.data).toEqual([
        {
          accountId: down.account('owner-everyday'),
          currentBalance: null,
          availableBalance: null,
          currency: null,
        },
        expect.objectContaining({ accountId: down.account('partner-choice'), currency: 'AUD' }),
      ]);
    }
    down.happens('owner-commbank', 'healthy');
    expect((await down.get('/v1/balances', { accountIds })).headers['x-cache']).toBe('MISS');
  });

  it('need ids: none is 400 invalid_params', async () => {
    for (const query of ['', 'accountIds=', 'accountIds=,%20,']) {
      const { status, error } = await rb.get('/v1/balances', query);
      expect([status, error.code]).toEqual([400, 'invalid_params']);
    }
  });

  it('are given for at most 100 accounts, counted after repeated ids are dropped', async () => {
    const [everyday = ''] = own.map(rb.account);
    const repeated = Array(150).fill(everyday).join(',');
    expect((await rb.get('/v1/balances', { accountIds: repeated })).status).toBe(200);
    const many = Array.from({ length: 101 }, (_, i) => `x${i}`).join(',');
    const { status, error } = await rb.get('/v1/balances', { accountIds: many });
    expect([status, error.code]).toEqual([400, 'invalid_params']);
    expect(error.details).toEqual(['accountIds: must name at most 100 accounts, named 101']);
  });

  it('of a brokerage account fail the whole call', async () => {
    const { status, error } = await rb.get('/v1/balances', {
      accountIds: ids(['owner-everyday', 'owner-shares']),
    });
    expect(status).toBe(400);
    expect(error).toEqual({
      message: 'Balances are only available for banking connections',
      code: 'wrong_endpoint_for_category',
    });
  });

  it.each([
    ['unknown', NOBODYS],
    ['another customer’s', rb.account('child-nab-classic')],
    ['linked elsewhere', rb.account('owner-macquarie-savings')],
  ])('of an account that is %s are 404 account_not_found', async (_, id) => {
    const { status, error } = await rb.get('/v1/balances', {
      accountIds: `${rb.account('owner-everyday')},${id}`,
    });
    expect([status, error.code]).toEqual([404, 'account_not_found']);
  });
});
