/**
 * Courses as faults make them seem for one request. They are made anew from the real one each time and never kept, so
 * the next request sees the real one again.
 */
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import type { Connection, Instant } from '../../../fixtures/ledger/types.ts';
import type { ConnectionState, World } from '../../../src/provider/index.ts';
import type { Course, Single } from './course.ts';
import { failureOf } from './failure.ts';

/**
 * The course, had the connection come into `state` when it says, or just after the last thing that really happened to it.
 *
 * Trouble shows as a webhook's sync that failed at once (as in BB-C04); a sync that really runs seems to have failed in its place.
 */
export function seemingCourse(real: Course, state: ConnectionState, now: Instant): Course {
  const last = real.singles.at(-1);
  const runs = last !== undefined && last.endsAt > now;
  const known = Math.max(real.spells.at(-1)?.since ?? 0, runs ? now : (last?.endsAt ?? 0));
  const since = Math.min(now, Math.max(state.since, known));
  const spells = [...real.spells, { ...state, since }];
  const troubled = state.status !== 'removed' && failureOf(state) !== undefined;
  if (!troubled || !real.syncable) return { ...real, spells };
  const spell = spells.length - 1;
  const failed: Single = runs
    ? { ...withoutEnd(last), startsAt: Math.min(last.startsAt, now), endsAt: now, spell }
    : { trigger: 'webhook', claimedAt: since, startsAt: since, endsAt: since, spell };
  return { ...real, spells, singles: [...(runs ? real.singles.slice(0, -1) : real.singles), failed] };
}

/** A course whose first sync began in this minute and has not ended: nothing is stored yet (BB-C37). */
export function firstSyncUnderWay(
  world: Pick<World, 'now'>,
  { createdAt }: Connection,
  { syncable }: Pick<Course, 'syncable'>,
): Course {
  const now = world.now();
  // Requests of one minute see one start: a client that asks again must not find another sync each time.
  const startsAt = Math.max(createdAt, Math.floor(now / MINUTE) * MINUTE);
  const initial: Single = {
    trigger: 'initial',
    claimedAt: startsAt,
    startsAt,
    endsAt: now + MINUTE,
    spell: 0,
  };
  const spells = [{ since: createdAt, status: 'healthy' as const }];
  return { spells, singles: syncable ? [initial] : [], schedule: undefined, syncable };
}

function withoutEnd({ ends: _, ...single }: Single): Single {
  return single;
}
