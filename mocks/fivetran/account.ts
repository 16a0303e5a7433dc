/** The account, and whose key this is. */
import { drawnId } from '../../fixtures/pipelines/index.ts';
import { ok } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { type FivetranWorld, wingOf } from './state.ts';
import { reading } from './switches.ts';
import { accountBody, type KeyOwner } from './wire/account.ts';
import { successWith } from './wire/envelope.ts';

export const account: Serves<'getAccountInfo'> = {
  getAccountInfo: ({ world }) => {
    if (reading(world, 'accountRead') === 'denied') return refusals.forbidden('ACCOUNT_READ');
    return ok(successWith('Account information retrieved successfully', accountInfo(world)));
  },
};

export function accountInfo(world: FivetranWorld) {
  return accountBody(wingOf(world), ownerOf(world));
}

/** A user's key belongs to the account's first user. */
function ownerOf(world: FivetranWorld): KeyOwner {
  const { seed, users } = wingOf(world);
  const kind = reading(world, 'keyKind');
  return kind === 'system'
    ? { kind, id: drawnId(seed, 'system-key') }
    : { kind, id: users[0]?.id ?? drawnId(seed, 'key-owner') };
}
