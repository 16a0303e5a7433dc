/** Users of the application: made, listed, given new secrets, deleted. */
import type { Instant } from '../../fixtures/ledger/index.ts';
import { isProblem, type Json, ok } from '../../src/provider/index.ts';
import { checkSecret } from './auth.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { QUEUE_MS } from './queue.ts';
import { personalUser } from './ready-user.ts';
import {
  addUser,
  findUser,
  listUsers,
  type Principal,
  removeUser,
  type SnapTradeWorld,
  userSecret,
} from './state.ts';
import { credentialsBody, userDeletionBody } from './wire/answers.ts';
import { aboutUser } from './wire/webhook.ts';

export const users: Serves<'registerUser' | 'listUsers' | 'deleteUser' | 'resetUserSecret'> = {
  registerUser: (x) => {
    if (isPersonal(x)) return refusals.oneUserOnly();
    const { userId } = x.body;
    const { state } = x.world;
    const known = findUser(state, userId);
    if (known !== undefined && !known.deletionQueued) return refusals.userExists(userId);
    // The provider's own CLI deletes and registers at once and expects that to work (ST-C10).
    if (known !== undefined) removeUser(x.world, known);
    const user = addUser(state, userId, null);
    x.world.emit('USER_REGISTERED', aboutUser(userId), { credential: userId });
    return ok(credentialsBody(userId, userSecret(x.world, user)));
  },

  listUsers: (x) => {
    const own = personalUser(x.world);
    const users = isPersonal(x) ? (own === undefined ? [] : [own]) : listUsers(x.world.state);
    return ok(users.map((user) => user.userId));
  },

  deleteUser: (x) => {
    if (isPersonal(x)) return refusals.oneUserOnly();
    const { userId } = x.query;
    const user = findUser(x.world.state, userId);
    if (user === undefined) return refusals.notFound();
    if (!user.deletionQueued) {
      user.deletionQueued = true;
      x.world.schedule(x.now + QUEUE_MS, 'user-deleted', { userId, generation: user.generation });
    }
    return ok(userDeletionBody(userId));
  },

  resetUserSecret: (x) => {
    if (isPersonal(x)) return refusals.oneUserOnly();
    const { userId, userSecret: secret } = x.body;
    const user = checkSecret(x, userId, secret);
    if (isProblem(user)) return user;
    user.rotation += 1;
    return ok(credentialsBody(userId, userSecret(x.world, user)));
  },
};

/** A personal key has one user, from its beginning to its end (ST-452, ST-C231). */
function isPersonal({ principal }: { readonly principal: Principal }): boolean {
  return principal.kind === 'application' && principal.mode === 'personal';
}

/** The queue got to a user. One registered under the same id since then is another user. */
export function userDeleted(world: SnapTradeWorld, _at: Instant, data: Json): void {
  const { userId, generation } = data as { readonly userId: string; readonly generation: number };
  const user = findUser(world.state, userId);
  if (user?.generation === generation) removeUser(world, user);
}
