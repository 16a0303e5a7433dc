/** The user a world's credentials name: one that has connections from the start. */
import { LENS, registeredPeople } from './lens.ts';
import { findUser, type SnapTradeWorld, userSecret } from './state.ts';

export interface UserCredentials {
  readonly userId: string;
  readonly userSecret: string;
}

/**
 * The person the world file names (`providers.snaptrade.person`), else the first registered one. Once that user is
 * deleted, the id stands without a secret.
 */
export function readyUser(world: SnapTradeWorld): UserCredentials {
  const { person } = world.settings;
  const key = typeof person === 'string' ? person : registeredPeople(world)[0]?.key;
  if (key === undefined) return { userId: '', userSecret: '' };
  const userId = world.ledger.id(LENS, 'person', key);
  const user = findUser(world.state, userId);
  return { userId, userSecret: user === undefined ? '' : userSecret(world, user) };
}
