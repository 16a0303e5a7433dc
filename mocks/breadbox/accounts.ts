/** Accounts. */
import { isProblem, ok } from '../../src/provider/index.ts';
import { shelvesOf } from './connections.ts';
import { directoryOf } from './directory.ts';
import type { Serves } from './handlers.ts';
import { isKnown, type Shelf } from './stored-data.ts';
import { reading } from './switches.ts';
import { accountBody } from './wire/account.ts';

export const accounts: Serves<'listAccounts'> = {
  listAccounts: ({ world, query, now }) => {
    const found = shelvesOf(world, query.user_id, 'either', now);
    if (isProblem(found)) return found;
    const leaveOut = reading(world, 'disconnectedAccounts') === 'excluded';
    const shelves = new Map<string, Shelf>();
    for (const shelf of found) {
      if (leaveOut && shelf.standing.status === 'disconnected') continue;
      shelves.set(shelf.connection.key, shelf);
    }
    const rows = directoryOf(world).accounts.flatMap((account) => {
      const shelf = shelves.get(account.connection);
      return shelf !== undefined && isKnown(shelf, account) ? [accountBody(world, shelf, account)] : [];
    });
    return ok({ data: rows });
  },
};
