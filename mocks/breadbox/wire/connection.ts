/** A connection and its latest sync, as the API writes them. */
import { sub, uuid } from '../../../fixtures/ledger/seed.ts';
import type { Instant } from '../../../fixtures/ledger/types.ts';
import type { AnswerBody } from '../../../src/provider/index.ts';
import { LENS } from '../directory.ts';
import type { operations } from '../generated/types.ts';
import type { BreadboxWorld } from '../state.ts';
import { knownAccounts, type Shelf } from '../stored-data.ts';
import { reading } from '../switches.ts';
import { type Attempt, latestAttempt, latestSuccess, outcome } from '../syncs/attempts.ts';
import { changesBy } from '../syncs/changes.ts';
import { type Course, spellNow } from '../syncs/course.ts';
import { institutionIdOf, providerOf } from './provider.ts';
import { timestamp, timestampOrNull } from './time.ts';

type ConnectionBody = AnswerBody<operations['listConnections']>['data'][number];
type ConnectionStatusBody = AnswerBody<operations['getConnectionStatus']>;
type SyncLogBody = NonNullable<ConnectionStatusBody['recent_sync']>;

export function connectionBody(world: BreadboxWorld, shelf: Shelf): ConnectionBody {
  const { ledger } = world;
  const { connection, course, now } = shelf;
  const { status, failure } = shelf.standing;
  const provider = providerOf(world, connection);
  const attempt = latestAttempt(course, now);
  return {
    id: ledger.id(LENS, 'connection', connection.key),
    institution_id: institutionIdOf(provider, connection.institution),
    institution_name: ledger.institutions.get(connection.institution)?.name ?? connection.institution,
    provider,
    status,
    error_code: failure?.code ?? null,
    error_message: failure?.message ?? null,
    last_synced_at: timestampOrNull(lastSynced(world, course, now)),
    last_attempted_sync_at: timestampOrNull(attempt?.startedAt),
    accounts_count: knownAccounts(world, shelf).length,
    user_id: ledger.id(LENS, 'person', connection.person),
    user_name: ledger.people.get(connection.person)?.name ?? null,
    created_at: timestamp(connection.createdAt),
    updated_at: timestamp(updatedAt(shelf, attempt)),
  };
}

/** All members of the list's row and the latest sync (BB-C18). */
export function connectionStatusBody(world: BreadboxWorld, shelf: Shelf): ConnectionStatusBody {
  const attempt = latestAttempt(shelf.course, shelf.now);
  return {
    ...connectionBody(world, shelf),
    recent_sync: attempt === undefined ? null : syncLogBody(world, shelf, attempt),
  };
}

function syncLogBody(
  world: BreadboxWorld,
  { connection, course, now }: Shelf,
  attempt: Attempt,
): SyncLogBody {
  const kind = attempt.kind === 'slot' ? 'scheduled' : 'single';
  const log = {
    id: uuid(sub(world.seed, LENS, 'sync', connection.key, kind, attempt.number)),
    trigger: attempt.trigger,
    ...NO_CHANGES,
    started_at: timestamp(attempt.startedAt),
  };
  if (attempt.endsAt > now) return { ...log, status: 'in_progress', error: null, completed_at: null };
  const completed_at = timestamp(attempt.endsAt);
  const failure = outcome(course, attempt);
  if (failure !== undefined) return { ...log, status: 'error', error: failure.message, completed_at };
  const { added, modified, removed } = changesBy(world.ledger, connection.accounts, course, attempt);
  const counts = { added_count: added, modified_count: modified, removed_count: removed };
  return { ...log, ...counts, status: 'success', error: null, completed_at };
}

const NO_CHANGES = { added_count: 0, modified_count: 0, removed_count: 0 };

function lastSynced(world: BreadboxWorld, course: Course, now: Instant): Instant | undefined {
  const success = latestSuccess(course, now);
  return reading(world, 'lastSyncedAt') === 'start' ? success?.startedAt : success?.endsAt;
}

/** The last of: made, changed at its institution, a sync started or ended. */
function updatedAt({ connection, course, now }: Shelf, attempt: Attempt | undefined): Instant {
  const { createdAt } = connection;
  const synced =
    attempt === undefined ? createdAt : attempt.endsAt <= now ? attempt.endsAt : attempt.startedAt;
  return Math.max(createdAt, spellNow(course, now).since, synced);
}
