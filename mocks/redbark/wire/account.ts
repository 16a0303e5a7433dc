import type { Account, AccountKind, Connection } from '../../../fixtures/ledger/types.ts';
import type { RedbarkWorld } from '../state.ts';
import { aggregatorOf } from './connection.ts';
import type { AccountBody } from './schemas.ts';

const TYPES: Readonly<Record<AccountKind, string>> = {
  transaction: 'transaction',
  savings: 'savings',
  'credit-card': 'credit-card',
  loan: 'loan',
  brokerage: 'investment',
  crypto: 'investment',
};

export function accountBody(world: RedbarkWorld, connection: Connection, account: Account): AccountBody {
  const institution = world.ledger.institutions.get(connection.institution);
  return {
    id: world.ledger.id('redbark', 'account', account.key),
    connectionId: world.ledger.id('redbark', 'connection', connection.key),
    provider: aggregatorOf(connection, institution),
    name: account.name,
    type: TYPES[account.kind],
    institutionName: institution?.name ?? null,
    accountNumber: account.number === undefined ? null : masked(account.number),
    currency: account.currency,
  };
}

/** @example masked('062-000 12344471') // 'xxxx4471' */
function masked(number: string): string {
  return `xxxx${number.slice(-4)}`;
}
