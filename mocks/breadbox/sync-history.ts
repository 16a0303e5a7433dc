/** From what happened to a connection to the course of its syncs. */
import { draws, sub } from '../../fixtures/ledger/seed.ts';
import type { Connection, Instant } from '../../fixtures/ledger/types.ts';
import type { ConnectionState } from '../../src/provider/index.ts';
import { LENS } from './directory.ts';
import { seemsNew } from './pretences.ts';
import { connectionSettings, syncSettings } from './settings.ts';
import type { Book, BreadboxWorld } from './state.ts';
import { isBusy } from './syncs/attempts.ts';
import { type Course, NEVER, type Spell, type SyncEnd, spellBefore } from './syncs/course.ts';
import { failureOf } from './syncs/failure.ts';
import { nextSlot, slotStart } from './syncs/schedule.ts';
import { firstSyncUnderWay, seemingCourse } from './syncs/seeming.ts';
import { providerOf } from './wire/provider.ts';

/** The course of a connection up to now, as faults make it seem to this request. Writes nothing. */
export function courseOf(world: BreadboxWorld, connection: Connection): Course {
  const rhythm = rhythmOf(world, connection);
  if (seemsNew(world, connection.key)) return firstSyncUnderWay(world, connection, rhythm);
  const book = bookOf(world, connection, rhythm);
  const current = world.connection(connection.key);
  // What really happens to a connection is noted when it happens; what differs from that is pretended.
  return isNoted(book, current)
    ? { ...book, ...rhythm }
    : seemingCourse({ ...book, ...rhythm }, current, world.now());
}

/** Whether a sync holds the connection, really or as it seems. */
export function isHeld(world: BreadboxWorld, connection: Connection, now: Instant): boolean {
  const rhythm = rhythmOf(world, connection);
  const real = { ...bookOf(world, connection, rhythm), ...rhythm };
  return isBusy(real, now) || isBusy(courseOf(world, connection), now);
}

/** Notes a change at an institution when it happens. */
export function noteChange(world: BreadboxWorld, connectionKey: string): void {
  const connection = world.ledger.connections.get(connectionKey);
  if (connection === undefined) return;
  const rhythm = rhythmOf(world, connection);
  const book = bookOf(world, connection, rhythm);
  const current = world.connection(connectionKey);
  if (isNoted(book, current)) return;
  begin(book, rhythm, { ...current, since: Math.max(current.since, book.spells.at(-1)?.since ?? 0) });
  world.state.books[connectionKey] = book;
  planNext(world, connection);
}

/**
 * Keeps a sync that was asked for.
 *
 * @param decided how it ends; left out: as a test decided for the next one, else as its institution lets it
 * @returns when it ends
 */
export function addManual(
  world: BreadboxWorld,
  connection: Connection,
  claimedAt: Instant,
  startsAt: Instant,
  decided?: SyncEnd,
): Instant {
  const { spells, singles, next } = bookOf(world, connection, rhythmOf(world, connection));
  const ends = decided ?? next;
  const endsAt = endOf(startsAt, syncSettings(world).takesMs, ends);
  const single = { trigger: 'manual', claimedAt, startsAt, endsAt, spell: spells.length - 1 } as const;
  world.state.books[connection.key] = {
    spells: [...spells],
    singles: [...singles, { ...single, ...(ends !== undefined && { ends }) }],
    ...(decided !== undefined && next !== undefined && { next }),
  };
  return endsAt;
}

/** Keeps a sync that a data provider's webhook set off and that is over at once. */
export function addInstant(world: BreadboxWorld, connection: Connection, at: Instant): void {
  const book = bookOf(world, connection, rhythmOf(world, connection));
  const moment = { claimedAt: at, startsAt: at, endsAt: at };
  book.singles.push({ trigger: 'webhook', ...moment, spell: book.spells.length - 1 });
  world.state.books[connection.key] = book;
}

/**
 * Decides how the next sync of a connection ends. One that would never end is broken off for it, as by a restart.
 *
 * @returns whether one was broken off
 */
export function decideNext(world: BreadboxWorld, connection: Connection, next: SyncEnd): boolean {
  const book = bookOf(world, connection, rhythmOf(world, connection));
  const last = book.singles.at(-1);
  const stuck = last?.endsAt === NEVER;
  if (last !== undefined && stuck) {
    const now = world.now();
    const startsAt = Math.min(last.startsAt, now);
    book.singles[book.singles.length - 1] = { ...last, startsAt, endsAt: now, ends: 'interrupted' };
  }
  book.next = next;
  world.state.books[connection.key] = book;
  planNext(world, connection);
  return stuck;
}

/** The schedule's turn: if the end of the next sync was decided on, this is that sync. */
export function beginSlot(world: BreadboxWorld, connection: Connection, at: Instant): void {
  const rhythm = rhythmOf(world, connection);
  const book = bookOf(world, connection, rhythm);
  const { schedule } = rhythm;
  if (book.next === undefined || schedule === undefined) return;
  const course = { ...book, ...rhythm };
  const slot = nextSlot(course, at - 1);
  if (slot === undefined || slotStart(schedule, slot) !== at) {
    planNext(world, connection);
    return;
  }
  const endsAt = endOf(at, schedule.takesMs, book.next);
  const times = { claimedAt: at, startsAt: at, endsAt };
  book.singles.push({ trigger: 'cron', ...times, spell: spellBefore(course, at), ends: book.next });
  delete book.next;
}

/** Name of the event that is the schedule's turn; its data is the connection's key. */
export const SLOT = 'slot';

/**
 * Sees to it that the next slot is noted when it comes, if something was decided about it. A slot that turns out not to
 * run plans the next one; while the connection waits for its owner there is none, and the change that ends that plans it.
 */
function planNext(world: BreadboxWorld, connection: Connection): void {
  const rhythm = rhythmOf(world, connection);
  const book = bookOf(world, connection, rhythm);
  if (book.next === undefined || rhythm.schedule === undefined) return;
  const slot = nextSlot({ ...book, ...rhythm }, world.now());
  if (slot !== undefined) world.schedule(slotStart(rhythm.schedule, slot), SLOT, connection.key);
}

function endOf(startsAt: Instant, takesMs: number, ends: SyncEnd | undefined): Instant {
  if (ends === 'never-ends') return NEVER;
  return startsAt + (ends === 'interrupted' ? Math.floor(takesMs / 2) : takesMs);
}

function isNoted({ spells }: Book, { status, reason }: ConnectionState): boolean {
  const last = spells.at(-1);
  return last?.status === status && last.reason === reason;
}

function bookOf(world: BreadboxWorld, connection: Connection, rhythm: Rhythm): Book {
  const { books } = world.state;
  const kept = Object.hasOwn(books, connection.key) ? books[connection.key] : undefined;
  return kept ?? firstBook(world, connection, rhythm);
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
