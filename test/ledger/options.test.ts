/** What a world file says about how much there is. */
import { describe, expect, it } from 'vitest';
import { checkWorld } from '../../fixtures/ledger/check.ts';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf, resolveWorld } from '../../fixtures/ledger/plan.ts';
import type { AccountEntry, Entities, WorldFile } from '../../fixtures/ledger/world-file.ts';

const BORN = '2026-03-16T00:00:00Z';

function world(account: Omit<AccountEntry, 'key' | 'connection'>): WorldFile {
  const institution = account.kind === 'brokerage' ? 'stake' : 'chase';
  return {
    template: 'empty',
    seed: 3,
    now: BORN,
    entities: {
      connections: [{ key: 'c', person: 'owner', institution }],
      accounts: [{ key: 'a', connection: 'c', openedAt: '2021-03-16', ...account }],
    },
  };
}

function counts(file: WorldFile, now = Date.parse(BORN)): { trades: number; transactions: number } {
  const { trades, transactions } = createLedger(planOf(file));
  return { trades: trades.count(['a'], { now }), transactions: transactions.count(['a'], { now }) };
}

describe('rows', () => {
  it.each([0, 1, 2, 63, 64, 1000, 123_457, 1e9])('are exactly %i trades when the world begins', (rows) => {
    // Coins never split, so nothing comes on top; two markets share the rows.
    const file = world({ kind: 'brokerage', rows, securities: ['BTC', 'ETH', 'DOGE', 'BRN.AX', 'BRN.AX'] });
    expect(checkWorld(file)).toEqual([]);
    expect(counts(file).trades).toBe(rows);
  });

  it.each([100_000, 1e7, 1e9])('are exactly %i transactions of an account that sees so many', (rows) => {
    const file = world({ kind: 'transaction', rows });
    expect(checkWorld(file)).toEqual([]);
    expect(counts(file).transactions).toBe(rows);
  });

  it('are nearly so many where months hold them', () => {
    const { transactions } = counts(world({ kind: 'transaction', rows: 12_000 }));
    expect(Math.abs(transactions - 12_000)).toBeLessThanOrEqual(2 * 200);
  });

  it('go on at the same rate', () => {
    const file = world({ kind: 'transaction', rows: 1e7 });
    const year = 365.2425 * 86_400_000;
    expect(counts(file, Date.parse(BORN) + year).transactions / 1e7).toBeCloseTo(1.2, 2);
  });

  it('are counted when the world begins, whenever that is', () => {
    const file = world({ kind: 'transaction', rows: 1e7 });
    const later = { ...file, now: '2031-03-16T00:00:00Z' };
    expect(counts(later, Date.parse(later.now)).transactions).toBe(1e7);
    expect(counts(later).transactions).toBeLessThan(6e6);
  });

  it('take the place of what a template says about a year, and the other way round', () => {
    const over = (entry: Partial<AccountEntry>): AccountEntry | undefined =>
      resolveWorld({
        template: 'whale',
        entities: { accounts: [{ key: 'busy', ...entry }] },
      }).entities?.accounts?.find(({ key }) => key === 'busy');
    expect(over({ rows: 5 })).toMatchObject({ rows: 5 });
    expect(over({ rows: 5 })).not.toHaveProperty('rowsPerYear');
    expect(over({ name: 'Other' })).toMatchObject({ rowsPerYear: 100_000 });
    const busier = { template: 'whale', entities: { accounts: [{ key: 'billion', rowsPerYear: 7 }] } };
    const billion = resolveWorld(busier).entities?.accounts?.find(({ key }) => key === 'billion');
    expect(billion).toMatchObject({ rowsPerYear: 7 });
    expect(billion).not.toHaveProperty('rows');
  });

  it.each([
    [
      world({ kind: 'transaction', rows: 5, rowsPerYear: 5 }),
      'goes without "rowsPerYear": either says how many rows there are',
    ],
    [
      world({ kind: 'savings', rows: 60_001 }),
      'a savings account opened on 2021-03-16 has room for 59993 rows until the world begins, 2026-03-16; open it earlier, or ask for fewer',
    ],
    [
      world({ kind: 'brokerage', rows: 1e9, openedAt: '2026-03-01' }),
      /^a brokerage account opened on 2026-03-01 has room for \d+ rows until the world begins, 2026-03-16;/,
    ],
    [
      world({ kind: 'transaction', rows: 1, openedAt: '2026-04-01' }),
      'a transaction account opened on 2026-04-01 has room for 0 rows until the world begins, 2026-03-16; open it earlier, or ask for fewer',
    ],
  ])('are refused where they do not fit (%#)', (file, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(checkWorld(file)).toEqual([
      { path: ['entities', 'accounts', 0, 'rows'], message: expected, points: 'value' },
    ]);
  });
});

describe('entities.generate', () => {
  const made = (entities: Entities) => planOf({ template: 'empty', seed: 3, entities });

  it('makes up people, connections, and an account behind each', () => {
    const { people, connections, accounts } = made({ generate: { people: 3, connections: 12 } });
    expect(people.map(({ key }) => key)).toEqual(['owner', 'person-1', 'person-2', 'person-3']);
    expect(connections.map(({ key }) => key)).toEqual(
      Array.from({ length: 12 }, (_, n) => `connection-${n + 1}`),
    );
    expect(accounts.map(({ connection }) => connection)).toEqual(connections.map(({ key }) => key));
    for (const person of ['person-1', 'person-2', 'person-3']) {
      const own = connections.filter((each) => each.person === person);
      expect(own.map(({ category }) => category).sort()).toEqual([
        'banking',
        'banking',
        'brokerage',
        'brokerage',
      ]);
      expect(new Set(own.flatMap(({ seenBy }) => seenBy))).toEqual(
        new Set(['redbark', 'breadbox', 'snaptrade']),
      );
    }
  });

  it('has one person for four connections, unless told', () => {
    expect(made({ generate: { connections: 9 } }).people).toHaveLength(1 + 3);
    expect(made({ generate: { people: 2 } }).connections).toEqual([]);
  });

  it('lets listed entries change those made up, and refer to them', () => {
    const entities: Entities = {
      generate: { connections: 4, rowsPerYear: 60 },
      people: [{ key: 'person-1', name: 'Ada Lovelace' }],
      accounts: [
        { key: 'account-2', rows: 5 },
        { key: 'more', connection: 'connection-1', kind: 'savings' },
      ],
    };
    expect(checkWorld({ template: 'empty', entities })).toEqual([]);
    const plan = made(entities);
    expect(plan.people.find(({ key }) => key === 'person-1')?.name).toBe('Ada Lovelace');
    expect(plan.accounts.find(({ key }) => key === 'account-1')?.rowsPerYear).toBe(60);
    expect(plan.connections.find(({ key }) => key === 'connection-1')?.accounts).toContain('more');
  });

  it('does not change what is there when more is asked for', () => {
    const few = made({ generate: { people: 2, connections: 8 } });
    const more = made({ generate: { people: 4, connections: 16 } });
    expect(more.connections.slice(0, 8)).toEqual(few.connections);
    expect(more.accounts.slice(0, 8)).toEqual(few.accounts);
  });

  it('makes ten thousand that are found by id and by lens without a search', () => {
    const ledger = createLedger(planOf({ template: 'crowd', seed: 3 }));
    expect(ledger.connections.size).toBe(10_000);
    expect(ledger.linked('redbark').connections).toHaveLength(10_000);
    expect(ledger.linked('redbark')).toBe(ledger.linked('redbark'));
    expect(ledger.linked('breadbox').connections).toHaveLength(5_000);
    expect(ledger.linked('snaptrade').byPerson.get('person-2500')).toHaveLength(2);
    expect(ledger.linked('nobody').connections).toEqual([]);
    const id = ledger.id('redbark', 'account', 'account-9999');
    expect(ledger.find('redbark', 'account', id)).toBe('account-9999');
    const banks = [...ledger.accounts.values()]
      .filter(({ kind }) => kind === 'transaction')
      .map(({ key }) => key);
    expect(ledger.transactions.count(banks, { now: Date.parse(BORN) })).toBeGreaterThan(1_000_000);
  });
});
