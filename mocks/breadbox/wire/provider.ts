/** Which data provider stands behind a connection, and what it calls the institution (BB-C13). */
import { draws, rootSeed, sub } from '../../../fixtures/ledger/seed.ts';
import type { Connection } from '../../../fixtures/ledger/types.ts';
import { connectionSettings, type DataProvider } from '../settings.ts';
import type { BreadboxWorld } from '../state.ts';

/** The same in every world, as data providers number institutions once for all their customers. */
const REGISTER = rootSeed('breadbox institutions');

/** Teller serves banks in the United States only, and here every other of them. Files are told by the world file. */
export function providerOf(
  world: Pick<BreadboxWorld, 'settings' | 'ledger'>,
  connection: Connection,
): DataProvider {
  const given = connectionSettings(world, connection.key).provider;
  if (given !== undefined) return given;
  const institution = world.ledger.institutions.get(connection.institution);
  if (institution?.country !== 'US' || institution.kind !== 'bank') return 'plaid';
  return draws(sub(REGISTER, institution.key, 'data provider')).chance(0.5) ? 'teller' : 'plaid';
}

/** Plaid numbers institutions, Teller names them, files have none. */
export function institutionIdOf(provider: DataProvider, institution: string): string | null {
  switch (provider) {
    case 'plaid':
      return `ins_${draws(sub(REGISTER, institution, 'number')).between(1, 130_000)}`;
    case 'teller':
      return institution.replaceAll('-', '_');
    case 'csv':
      return null;
  }
}
