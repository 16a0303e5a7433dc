import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { type Breadbox, list, type PageBody } from './support.ts';

export const account = (box: Breadbox, key: string): string => box.ledger.id('breadbox', 'account', key);

/** One bank account that holds just these rows, synced once after the last of them. */
export function vault(...transactions: Partial<BankTransactionEntry>[]): WorldFile {
  return {
    limits: 'off',
    entities: {
      connections: [
        {
          key: 'vault-bank',
          person: 'owner',
          institution: 'chase',
          seenBy: ['breadbox'],
          createdAt: '2026-03-01',
        },
      ],
      accounts: [
        {
          key: 'vault',
          connection: 'vault-bank',
          kind: 'transaction',
          name: 'Vault',
          openedAt: '2025-01-01',
          rowsPerYear: 0,
        },
      ],
      transactions: transactions.map((row, index) => ({
        key: `row-${index}`,
        account: 'vault',
        at: '2026-02-01',
        amount: '-1',
        description: `Row ${index}`,
        ...row,
      })),
    },
  };
}
type BankTransactionEntry = NonNullable<NonNullable<WorldFile['entities']>['transactions']>[number];
export const inVault = (box: Breadbox, query: string): Promise<PageBody> =>
  list(box, `account_id=${account(box, 'vault')}&${query}`);
export const names = ({ data }: PageBody): string[] => data.map(({ name }) => name);
