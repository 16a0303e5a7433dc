/** The ledger behind a test's world, as an oracle: what the provider shows is compared with what is there. */
import { createLedger, type Ledger, planOf, type WorldFile } from '../../fixtures/ledger/index.ts';

export function ledgerOf(file: WorldFile = {}): Ledger {
  return createLedger(planOf(file));
}

/** Key of the account or connection SnapTrade shows under an id. */
export function keyOf(ledger: Ledger, kind: 'account' | 'connection', id: string): string {
  const key = ledger.find('snaptrade', kind, id);
  if (key === undefined) throw new Error(`No ${kind} has the id ${id}.`);
  return key;
}

export function idOf(ledger: Ledger, kind: 'account' | 'connection', key: string): string {
  return ledger.id('snaptrade', kind, key);
}
