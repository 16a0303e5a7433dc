/**
 * What Breadbox has stored for a connection. Accounts, balances and transactions are served as
 * the last successful sync found them, whatever happened at the institution since (BB-C07).
 */
import type { Account, Connection, Instant } from '../../fixtures/ledger/types.ts';
import { directoryOf } from './directory.ts';
import type { BreadboxWorld } from './state.ts';
import { courseOf } from './sync-history.ts';
import { firstSuccessSince, latestSuccess } from './syncs/attempts.ts';
import type { Course } from './syncs/course.ts';
import { type Standing, standingAt } from './syncs/standing.ts';

export interface Shelf {
  readonly connection: Connection;
  readonly course: Course;
  readonly standing: Standing;
  /** The institution's moment that the data show: when the last successful sync began. Undefined: nothing stored. */
  readonly asOf: Instant | undefined;
  /** When that sync was done. */
  readonly storedAt: Instant | undefined;
  readonly now: Instant;
}

export function shelfOf(world: BreadboxWorld, connection: Connection, now: Instant): Shelf {
  const course = courseOf(world, connection);
  const common = { connection, course, standing: standingAt(course, now), now };
  // A file holds what there was when its owner imported it.
  if (!course.syncable) return { ...common, asOf: connection.createdAt, storedAt: connection.createdAt };
  const success = latestSuccess(course, now);
  return { ...common, asOf: success?.startedAt, storedAt: success?.endsAt };
}

/** When what arose at the institution at `at` came to be stored. */
export function storedSince({ course, connection, storedAt, now }: Shelf, at: Instant): Instant {
  const brought = course.syncable ? firstSuccessSince(course, at, now) : undefined;
  return brought?.endsAt ?? storedAt ?? connection.createdAt;
}

/** The accounts on a shelf, by name. */
export function knownAccounts(world: BreadboxWorld, shelf: Shelf): Account[] {
  const accounts = directoryOf(world).accountsOf.get(shelf.connection.key) ?? [];
  return accounts.filter((account) => isKnown(shelf, account));
}

/** Whether a sync has seen the account since it was opened. */
export function isKnown({ asOf }: Shelf, account: Account): boolean {
  return asOf !== undefined && account.openedAt <= asOf;
}
