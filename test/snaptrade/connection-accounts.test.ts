/** The newer list of a connection's accounts, and the odd update of an account. */
import { describe, expect, it } from 'vitest';
import { client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const STAKE = idOf(ledger, 'connection', 'owner-stake');
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');

/** A broker that keeps savings and lends money too. */
const ALL_KINDS = {
  entities: {
    accounts: [
      { key: 'sweep', connection: 'owner-stake', kind: 'savings', name: 'Sweep', currency: 'USD' },
      { key: 'card', connection: 'owner-stake', kind: 'credit-card', name: 'Card', currency: 'USD' },
    ],
  },
} as const;

describe('accounts of a connection in the newer form', () => {
  it('are of a kind, with names that differ from those of the older form', async () => {
    const api = client();
    const [older] = (await api.get(`/authorizations/${STAKE}/accounts`)).body;
    const [newer] = (await api.get(`/connections/${STAKE}/accounts`)).body;
    const { holdings, transactions } = older.sync_status;
    expect(newer).toEqual({
      kind: 'investment',
      id: older.id,
      connection_id: STAKE,
      display_name: older.name,
      number: `****${older.number.slice(-4)}`,
      institution_account_id: older.institution_account_id,
      institution_id: ledger.id('snaptrade', 'institution', 'stake'),
      opening_date: null,
      funding_date: null,
      raw_type: 'Cash',
      net_value: older.balance.total,
      is_paper: false,
      sync_status: {
        transactions,
        orders: holdings.last_successful_sync,
        positions: holdings.last_successful_sync,
        balances: holdings.last_successful_sync,
      },
    });
  });

  it('may be deposits and lines of credit, which have neither orders nor positions', async () => {
    const { body } = await client(ALL_KINDS).get(`/connections/${STAKE}/accounts`);
    const kinds = body.map((account: { kind: string }) => account.kind);
    expect(kinds).toEqual(['investment', 'investment', 'deposit', 'line_of_credit']);
    for (const account of body.slice(2)) {
      expect(Object.keys(account.sync_status).sort()).toEqual(['balances', 'transactions']);
      expect(account).not.toHaveProperty('is_paper');
    }
    // What is owed is below zero.
    expect(body[3].net_value.amount).toBeLessThan(0);
  });

  it('show four characters of a number at most, a wallet those of its own id', async () => {
    const api = client();
    for (const { id } of (await api.get('/authorizations')).body) {
      for (const { number } of (await api.get(`/connections/${id}/accounts`)).body) {
        expect(number).toMatch(/^\*{4}\w{4}$/);
      }
    }
  });

  it('are 404 where the connection is not', async () => {
    const { status } = await client().get('/connections/11111111-1111-4111-8111-111111111111/accounts');
    expect(status).toBe(404);
  });
});

describe('updating an account', () => {
  it('takes no body and answers with a list of the account as it is', async () => {
    const api = client();
    const { status, body } = await api.call('PUT', `/accounts/${WALL_STREET}`);
    expect(status).toBe(200);
    expect(body).toEqual([(await api.get(`/accounts/${WALL_STREET}`)).body]);
  });
});
