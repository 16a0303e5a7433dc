/** From what happened to a connection to the course of its syncs. */
import { draws, sub } from '../../fixtures/ledger/seed.ts';
import type { Connection, Instant } from '../../fixtures/ledger/types.ts';
import { LENS } from './directory.ts';
import { connectionSettings, syncSettings } from './settings.ts';
import type { Book, BreadboxWorld } from './state.ts';
import { isBusy } from './syncs/attempts.ts';
import type { Course, Spell } from './syncs/course.ts';
import { failureOf } from './syncs/failure.ts';
import { providerOf } from './wire/provider.ts';

/** The course of a connection up to now. Notes first whether its institution has changed since the last look. */
export function courseOf(world: BreadboxWorld, connection: Connection): Course {
  const rhythm = rhythmOf(world, connection);
  const { books } = world.state;
  const kept = Object.hasOwn(books, connection.key) ? books[connection.key] : undefined;
  const book = kept ?? firstBook(world, connection, rhythm);
  const current = world.connection(connection.key);
  const last = book.spells.at(-1);
  if (last?.status !== current.status || last.reason !== current.reason) {
    begin(book, rhythm, { ...current, since: Math.max(current.since, last?.since ?? 0) });
    books[connection.key] = book;
  }
  return { ...book, ...rhythm };
}

/** Notes a change at an institution when it happens, so that one which is over before anybody looks is not lost. */
export function noteChange(world: BreadboxWorld, connectionKey: string): void {
  const connection = world.ledger.connections.get(connectionKey);
  if (connection !== undefined) courseOf(world, connection);
}

/** Keeps a sync that was asked for. */
export function addManual(
  world: BreadboxWorld,
  connection: Connection,
  claimedAt: Instant,
  startsAt: Instant,
): Instant {
  const { spells, singles } = courseOf(world, connection);
  const endsAt = startsAt + syncSettings(world).takesMs;
  world.state.books[connection.key] = {
    spells: [...spells],
    singles: [...singles, { trigger: 'manual', claimedAt, startsAt, endsAt, spell: spells.length - 1 }],
  };
  return endsAt;
}

/** What of a course depends on settings alone. */
type Rhythm = Pick<Course, 'schedule' | 'syncable'>;

/** As the world began: one healthy stretch since the connection was made, then whatever its file says. */
function firstBook(world: BreadboxWorld, { createdAt, status }: Connection, rhythm: Rhythm): Book {
  const { delayMs, takesMs } = syncSettings(world);
  const startsAt = createdAt + delayMs;
  const initial = {
    trigger: 'initial',
    claimedAt: createdAt,
    startsAt,
    endsAt: startsAt + takesMs,
    spell: 0,
  } as const;
  const book: Book = {
    spells: [{ since: createdAt, status: 'healthy' }],
    singles: rhythm.syncable ? [initial] : [],
  };
  if (status !== 'healthy') begin(book, rhythm, { since: Math.max(world.bornAt, createdAt), status });
  return book;
}

/**
 * Starts a new stretch. Trouble at the institution is announced by a webhook, and the sync it sets off fails at
 * once (BB-C04), unless another sync is running, which then fails in its place.
 */
function begin(book: Book, rhythm: Rhythm, spell: Spell): void {
  const { since, status } = spell;
  const busy = isBusy({ ...book, ...rhythm }, since);
  book.spells.push(spell);
  const troubled = status !== 'removed' && failureOf(spell) !== undefined;
  if (!troubled || busy || !rhythm.syncable) return;
  book.singles.push({
    trigger: 'webhook',
    claimedAt: since,
    startsAt: since,
    endsAt: since,
    spell: book.spells.length - 1,
  });
}

/** Each connection has its own minute, so that not all are synced at once. */
function rhythmOf(world: BreadboxWorld, connection: Connection): Rhythm {
  const syncable = providerOf(world, connection) !== 'csv';
  if (!syncable || connectionSettings(world, connection.key).paused === true)
    return { schedule: undefined, syncable };
  const { delayMs, takesMs, everyMs } = syncSettings(world);
  const jitter = draws(sub(world.seed, LENS, 'schedule', connection.key)).unit();
  const first = connection.createdAt + delayMs + takesMs + Math.floor((everyMs * jitter) / 1000) * 1000;
  return { schedule: { first, everyMs, takesMs }, syncable };
}
