/** Connections, and how their syncs went. */
import type { Connection, Instant } from '../../fixtures/ledger/types.ts';
import { isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { connectionsAt, findKey, LENS } from './directory.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { documentedForm, type Form, keyFrom } from './references.ts';
import type { BreadboxWorld } from './state.ts';
import { type Shelf, shelfOf } from './stored-data.ts';
import { reading } from './switches.ts';
import { connectionBody, connectionStatusBody } from './wire/connection.ts';

export const connections: Serves<'listConnections' | 'getConnectionStatus'> = {
  listConnections: ({ world, query, now }) => {
    const shelves = shelvesOf(world, query.user_id, documentedForm(world), now);
    if (isProblem(shelves)) return shelves;
    const hide = reading(world, 'disconnectedConnections') === 'hidden';
    const shown = shelves.filter(({ standing }) => !(hide && standing.status === 'disconnected'));
    return ok({ data: shown.map((shelf) => connectionBody(world, shelf)) });
  },

  getConnectionStatus: ({ world, path, now }) => {
    const connection = linkedConnection(world, findKey(world, 'connection', path.id), now);
    if (connection === undefined) return refusals.connectionNotFound();
    return ok(connectionStatusBody(world, shelfOf(world, connection, now)));
  },
};

/** What is stored of every connection, or of one person's; nothing for a person nobody knows (BB-C11). */
export function shelvesOf(
  world: BreadboxWorld,
  userId: string | undefined,
  form: Form,
  now: Instant,
): Shelf[] | Problem {
  const person = userId === undefined ? undefined : keyFrom(world, 'person', 'user_id', userId, form);
  if (isProblem(person)) return person;
  return connectionsAt(world, now)
    .filter((connection) => userId === undefined || connection.person === person)
    .map((connection) => shelfOf(world, connection, now));
}

/** A connection by key, if it was linked here and exists by `now`. */
export function linkedConnection(
  world: BreadboxWorld,
  key: string | undefined,
  now: Instant,
): Connection | undefined {
  const connection = key === undefined ? undefined : world.ledger.connections.get(key);
  return connection?.seenBy.includes(LENS) === true && connection.createdAt <= now ? connection : undefined;
}
