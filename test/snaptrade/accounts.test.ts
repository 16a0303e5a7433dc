/** Accounts and the cash in them. */
import { describe, expect, it } from 'vitest';
import { client } from './client.ts';
import { idOf, keyOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');

describe('the list of accounts', () => {
  it('is a bare list over all connections, by connection', async () => {
    const { body } = await client().get('/accounts');
    expect(body.map((account: { id: string }) => keyOf(ledger, 'account', account.id))).toEqual([
      'owner-shares',
      'owner-wall-street',
      'owner-stake-asx',
      'owner-coins',
    ]);
  });

  it('shows each as its detail does', async () => {
    const api = client();
    for (const row of (await api.get('/accounts')).body) {
      expect((await api.get(`/accounts/${row.id}`)).body).toEqual(row);
    }
  });
});

describe('an account', () => {
  it('has the documented fields, the deprecated ones too', async () => {
    const { body } = await client().get(`/accounts/${WALL_STREET}`);
    expect(body).toMatchObject({
      id: WALL_STREET,
      brokerage_authorization: idOf(ledger, 'connection', 'owner-stake'),
      name: 'Stake Wall St',
      institution_name: 'Stake',
      created_date: '2023-06-30T22:40:17.000Z',
      status: 'open',
      account_category: 'INVESTMENT',
      cash_restrictions: [],
      is_paper: false,
      meta: { institution_name: 'Stake' },
    });
    expect(body.number).toBe(ledger.accounts.get('owner-wall-street')?.number);
    expect(body.portfolio_group).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('does not say when it was opened, but at the five brokerages that tell', async () => {
    const { body: quiet } = await client().get(`/accounts/${WALL_STREET}`);
    expect(quiet).toMatchObject({ funding_date: null, opening_date: null });
    const api = client({
      entities: {
        institutions: [{ key: 'public', name: 'Public', kind: 'broker', country: 'US' }],
        connections: [{ key: 'owner-stake', institution: 'public' }],
      },
    });
    const { body: telling } = await api.get(`/accounts/${WALL_STREET}`);
    expect(telling.opening_date).toBe('2021-02-15T00:00:00.000Z');
    expect(telling.funding_date).toBe('2021-02-15T00:00:00.000Z');
  });

  it('is a deposit or a line of credit where the brokerage is a bank too', async () => {
    const api = client({
      entities: {
        accounts: [
          { key: 'sweep', connection: 'owner-stake', kind: 'savings', currency: 'AUD' },
          { key: 'card', connection: 'owner-stake', kind: 'credit-card', currency: 'AUD' },
        ],
      },
    });
    const categories = (
      await api.get(`/authorizations/${idOf(ledger, 'connection', 'owner-stake')}/accounts`)
    ).body.map((account: { account_category: string }) => account.account_category);
    expect(categories).toEqual(['INVESTMENT', 'INVESTMENT', 'DEPOSIT', 'LOC']);
    const world = ledgerOf({
      entities: { accounts: [{ key: 'sweep', connection: 'owner-stake', kind: 'savings', currency: 'AUD' }] },
    });
    const sweep = idOf(world, 'account', 'sweep');
    expect((await api.get(`/accounts/${sweep}/positions/all`)).body.results).toEqual([]);
    expect((await api.get(`/accounts/${sweep}/positions`)).body).toEqual([]);
    expect((await api.get(`/accounts/${sweep}/activities`)).body.data).toEqual([]);
    expect((await api.get(`/accounts/${sweep}/balances`)).body).toHaveLength(1);
  });

  it('has a number even where the exchange gives none', async () => {
    const { body } = await client().get(`/accounts/${idOf(ledger, 'account', 'owner-coins')}`);
    expect(body.number).toBe(body.institution_account_id);
    expect(body.number).toMatch(/^\d{8}$/);
  });

  it('keeps its id while the connection lives, and the brokerage’s own id beyond', async () => {
    const api = client();
    const before = (await api.get(`/accounts/${WALL_STREET}`)).body;
    api.simulated.world.clock.advance('100d');
    const after = (await api.get(`/accounts/${WALL_STREET}`)).body;
    expect([after.id, after.institution_account_id]).toEqual([before.id, before.institution_account_id]);
    // Connected anew, as far as ids go: the same account under another id.
    const again = client({
      entities: { accounts: [{ key: 'owner-wall-street', id: '0b8f3f5e-8a43-4d8c-9d0e-0a5f8e2a7c11' }] },
    });
    const anew = (await again.get('/accounts/0b8f3f5e-8a43-4d8c-9d0e-0a5f8e2a7c11')).body;
    expect(anew.institution_account_id).toBe(before.institution_account_id);
  });

  it('of another user is as absent as one that never was', async () => {
    const api = client();
    for (const key of ['partner-tfsa', 'owner-everyday']) {
      for (const below of ['', '/balances', '/positions/all', '/positions', '/activities']) {
        const answer = await api.get(`/accounts/${idOf(ledger, 'account', key)}${below}`);
        expect(answer).toMatchObject({ status: 404, body: { code: '1011' } });
      }
    }
  });
});

describe('balances', () => {
  it('are the ledger’s cash, one entry per currency, in exact numbers', async () => {
    const api = client();
    for (const account of (await api.get('/accounts')).body) {
      const at = Date.parse(account.sync_status.holdings.last_successful_sync);
      const { text, body } = await api.get(`/accounts/${account.id}/balances`);
      const cash = ledger.cash(keyOf(ledger, 'account', account.id), at);
      expect(body.map((row: { currency: { code: string } }) => row.currency.code)).toEqual(
        cash.map((one) => one.currency),
      );
      for (const { amount } of cash) expect(text).toContain(`"cash":${amount.toFixed()},`);
    }
  });

  it('of an account in two currencies are two entries with currencies as objects', async () => {
    const api = client({
      entities: {
        trades: [
          {
            key: 'fx',
            account: 'owner-wall-street',
            kind: 'interest',
            amount: '12.5',
            currency: 'CAD',
            at: '2026-01-05',
          },
        ],
      },
    });
    const { body } = await api.get(`/accounts/${WALL_STREET}/balances`);
    expect(body).toHaveLength(2);
    expect(body[1]).toEqual({
      currency: { id: ledger.id('snaptrade', 'currency', 'CAD'), code: 'CAD', name: 'Canadian Dollar' },
      cash: 12.5,
      buying_power: 12.5,
    });
  });

  it('lose no digit of what a JavaScript number cannot hold', async () => {
    const api = client({
      entities: {
        trades: [
          {
            key: 'inheritance',
            account: 'owner-wall-street',
            kind: 'transfer',
            amount: '90071992547409931.07',
            currency: 'CAD',
            at: '2026-01-05',
          },
        ],
      },
    });
    expect((await api.get(`/accounts/${WALL_STREET}/balances`)).text).toContain(
      '"cash":90071992547409931.07',
    );
  });
});
