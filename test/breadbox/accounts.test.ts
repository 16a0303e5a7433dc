import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { shortId } from '../../mocks/breadbox/directory.ts';
import { type ConnectionBody, type ErrorBody, open, paused } from './support.ts';

interface AccountBody {
  readonly id: string;
  readonly short_id: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly name: string;
  readonly official_name: string | null;
  readonly type: string;
  readonly subtype: string | null;
  readonly mask: string | null;
  readonly iso_currency_code: string | null;
  readonly balance_current: number;
  readonly balance_available: number | null;
  readonly balance_limit: number | null;
  readonly institution_name: string;
  readonly created_at: string;
  readonly updated_at: string;
}
type List = { data: AccountBody[] };

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('listing accounts', () => {
  it('gives all of them in one answer, by institution and then by name', async () => {
    const { body } = await open().get<List>('/accounts');
    const names = body.data.map(({ institution_name, name }) => `${institution_name}\u0000${name}`);
    expect(names.length).toBeGreaterThan(10);
    expect(names).toEqual([...names].sort());
  });

  it('joins connections by UUID', async () => {
    const box = open();
    const connections = (await box.get<{ data: ConnectionBody[] }>('/connections')).body.data;
    for (const account of (await box.get<List>('/accounts')).body.data) {
      const connection = connections.find(({ id }) => id === account.connection_id);
      expect(connection).toMatchObject({
        institution_name: account.institution_name,
        user_id: account.user_id,
        user_name: account.user_name,
      });
    }
  });

  it('filters by person, by UUID or by short id', async () => {
    const box = open();
    const all = (await box.get<List>('/accounts')).body.data;
    const partner = box.ledger.id('breadbox', 'person', 'partner');
    const expected = all.filter(({ user_id }) => user_id === partner);
    expect(expected.length).toBeGreaterThan(1);
    for (const id of [partner, shortId(box.world, 'person', 'partner')]) {
      expect((await box.get<List>(`/accounts?user_id=${id}`)).body.data).toEqual(expected);
    }
  });

  it('gives an empty list for a person nobody knows, and 400 for text that is no id', async () => {
    const box = open();
    for (const id of [UNKNOWN, 'AbCd1234']) {
      const { status, body } = await box.get<List>(`/accounts?user_id=${id}`);
      expect([status, body]).toEqual([200, { data: [] }]);
    }
    const { status, body } = await box.get<ErrorBody>('/accounts?user_id=maria');
    expect([status, body.error.code]).toEqual([400, 'INVALID_PARAMETER']);
  });

  it('leaves out accounts of disconnected connections, or lists them where the world says so', async () => {
    const macquarie = 'Macquarie Savings';
    const names = async (file = {}) =>
      (await open(file).get<List>('/accounts')).body.data.map(({ name }) => name);
    expect(await names()).not.toContain(macquarie);
    expect(await names({ switches: { breadbox: { disconnectedAccounts: 'included' } } })).toContain(
      macquarie,
    );
  });

  it('shows the last four characters of a number, and short ids of eight', async () => {
    const box = open();
    for (const { mask, short_id } of (await box.get<List>('/accounts')).body.data) {
      expect(short_id).toMatch(/^[0-9A-Za-z]{8}$/);
      if (mask !== null) expect(mask).toMatch(/^[0-9A-Z]{4}$/);
    }
  });

  it('sorts kinds of account into the types of Plaid', async () => {
    const { body } = await open().get<List>('/accounts');
    const types = new Map(body.data.map(({ name, type, subtype }) => [name, [type, subtype]]));
    expect(types.get('Smart Access')).toEqual(['depository', 'checking']);
    expect(types.get('GoalSaver')).toEqual(['depository', 'savings']);
    expect(types.get('Smart Awards')).toEqual(['credit', 'credit card']);
    expect(types.get('Home Loan')).toEqual(['loan', 'loan']);
    expect(types.get('Questrade TFSA')).toEqual(['investment', 'brokerage']);
  });
});

describe('balances', () => {
  it('are those of the ledger when the last successful sync began, with what is owed as positive', async () => {
    const box = open(paused('owner-commbank'));
    await box.post('/sync', { connection_id: box.idOf('owner-commbank') });
    box.clock.advance('10s');
    const asOf = box.now() - 8000;
    box.clock.advance('9d');
    const { text, body } = await box.get<List>('/accounts');
    for (const key of ['owner-everyday', 'owner-savings', 'owner-card', 'owner-mortgage']) {
      const balance = box.ledger.balance(key, asOf);
      const row = body.data.find(({ id }) => id === box.ledger.id('breadbox', 'account', key));
      const owed = key === 'owner-card' || key === 'owner-mortgage';
      const current = owed ? balance.current.negated() : balance.current;
      expect(row).toMatchObject({
        balance_current: current.toNumber(),
        balance_available: balance.available?.toNumber() ?? null,
        balance_limit: balance.limit?.toNumber() ?? null,
        iso_currency_code: balance.currency,
      });
      // To the digit: the number stands in the answer as the ledger has it.
      expect(text).toContain(`"balance_current":${current.toFixed()},`);
      if (owed) expect(row?.balance_current).toBeGreaterThan(0);
    }
  });

  it('do not move until a sync has succeeded', async () => {
    const box = open(paused('owner-commbank'));
    const connection = box.idOf('owner-commbank');
    const rows = async () =>
      (await box.get<List>('/accounts')).body.data.filter(
        ({ connection_id }) => connection_id === connection,
      );
    const before = await rows();
    box.clock.advance('40d');
    expect(await rows()).toEqual(before);
    await box.post('/sync', { connection_id: connection });
    box.clock.advance('9s');
    expect(await rows()).toEqual(before);
    box.clock.advance('1s');
    const after = await rows();
    expect(after.map(({ balance_current }) => balance_current)).not.toEqual(
      before.map(({ balance_current }) => balance_current),
    );
    for (const { updated_at } of after) expect(Date.parse(updated_at)).toBe(box.now());
  });

  it('stay as they were while the institution is in trouble', async () => {
    const box = open();
    const rbc = box.idOf('partner-rbc');
    const rows = async () =>
      (await box.get<List>('/accounts')).body.data.filter(({ connection_id }) => connection_id === rbc);
    const before = await rows();
    expect(before).toHaveLength(2);
    box.clock.advance('30d');
    expect(await rows()).toEqual(before);
  });

  it('are JSON numbers with every digit the ledger has', async () => {
    const amount = '90071992547409931.23';
    const box = open({
      entities: {
        connections: [
          {
            key: 'owner-vault',
            person: 'owner',
            institution: 'chase',
            seenBy: ['breadbox'],
            createdAt: '2024-01-01',
          },
        ],
        accounts: [
          {
            key: 'vault',
            connection: 'owner-vault',
            kind: 'savings',
            name: 'Vault',
            openedAt: '2024-01-02',
            rowsPerYear: 0,
          },
        ],
        transactions: [
          { key: 'fortune', account: 'vault', at: '2024-01-03', amount, description: 'Fortune' },
        ],
      },
    });
    const { text } = await box.get('/accounts');
    expect(new Decimal(amount).toFixed()).toBe(amount);
    expect(text).toContain(`"balance_current":${amount},`);
    const rows = await box.get(`/transactions?account_id=${box.ledger.id('breadbox', 'account', 'vault')}`);
    expect(rows.text).toContain(`"amount":-${amount},`);
  });
});
