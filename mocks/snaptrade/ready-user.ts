/** The user a world's credentials name: one that has connections from the start. */
import { LENS, registeredPeople } from './lens.ts';
import { findUser, type SnapTradeWorld, type User, userSecret } from './state.ts';

export interface UserCredentials {
  readonly userId: string;
  readonly userSecret: string;
}

/**
 * The person the world file names (`providers.snaptrade.person`), else the first registered one. Once that user is
 * deleted, the id stands without a secret.
 */
export function readyUser(world: SnapTradeWorld): UserCredentials {
  const userId = readyId(world);
  if (userId === undefined) return { userId: '', userSecret: '' };
  const user = findUser(world.state, userId);
  return { userId, userSecret: user === undefined ? '' : userSecret(world, user) };
}

/** Whose accounts the personal key reads: the same user's (ST-C230). Undefined once that user is deleted. */
export function personalUser(world: SnapTradeWorld): User | undefined {
  const userId = readyId(world);
  return userId === undefined ? undefined : findUser(world.state, userId);
}

function readyId(world: SnapTradeWorld): string | undefined {
  const { person } = world.settings;
  const key = typeof person === 'string' ? person : registeredPeople(world)[0]?.key;
  return key === undefined ? undefined : world.ledger.id(LENS, 'person', key);
}
