/**
 * Scheduled syncs by arithmetic: which slot ran last, which will be the first to succeed.
 *
 * A slot is left out while the connection is disconnected or waits for its owner (BB-20, BB-C06), and while
 * another sync holds the connection. No function here looks at more slots than things happened to the connection.
 */
import type { Instant } from '../../../fixtures/ledger/types.ts';
import {
  type Course,
  lastIndexAt,
  NEVER,
  type Schedule,
  type Single,
  spellBefore,
  spellNumber,
} from './course.ts';
import { failureIn } from './failure.ts';

export type Wanted = 'any' | 'success';

/** Number of the last slot at or before `at` that ran (and, if so wanted, ended well). */
export function lastSlot(course: Course, at: Instant, wanted: Wanted): number | undefined {
  const { schedule, spells } = course;
  if (schedule === undefined) return undefined;
  const atOrBefore = (instant: Instant): number => Math.floor((instant - schedule.first) / schedule.everyMs);
  let slot = atOrBefore(at);
  while (slot >= 0) {
    const start = slotStart(schedule, slot);
    const end = start + schedule.takesMs;
    const endsIn = spellBefore(course, end);
    const holder = holderAt(course, start);
    if (!runsAt(course, start)) slot = atOrBefore(spellNumber(spells, spellBefore(course, start)).since);
    else if (holder !== undefined) slot = atOrBefore(lastFree(holder));
    else if (wanted === 'success' && failureIn(course, endsIn) !== undefined)
      slot = atOrBefore(spellNumber(spells, endsIn).since - schedule.takesMs);
    else return slot;
  }
  return undefined;
}

/** Number of the first slot from `from` to `until` (both included) that ran and ended well. */
export function firstSuccess(course: Course, from: Instant, until: Instant): number | undefined {
  const { schedule, spells } = course;
  if (schedule === undefined) return undefined;
  const atOrAfter = (instant: Instant): number => Math.ceil((instant - schedule.first) / schedule.everyMs);
  let slot = Math.max(0, atOrAfter(from));
  for (;;) {
    const start = slotStart(schedule, slot);
    if (start > until) return undefined;
    const end = start + schedule.takesMs;
    const endsIn = spellBefore(course, end);
    const holder = holderAt(course, start);
    let next: Instant | undefined;
    if (!runsAt(course, start)) next = after(spells[spellBefore(course, start) + 1]?.since);
    else if (holder !== undefined) next = holder.endsAt;
    else if (failureIn(course, endsIn) === undefined) return slot;
    else next = after(spells[endsIn + 1]?.since, -schedule.takesMs);
    if (next === undefined) return undefined;
    slot = Math.max(slot + 1, atOrAfter(next));
  }
}

/** The instant behind the last one of a spell that the next one, if there is one, ends. */
function after(nextSince: Instant | undefined, moved = 0): Instant | undefined {
  return nextSince === undefined ? undefined : nextSince + 1 + moved;
}

export function slotStart(schedule: Schedule, slot: number): Instant {
  return schedule.first + slot * schedule.everyMs;
}

/** `error` is tried again on schedule (BB-22). */
export function runsAt(course: Course, at: Instant): boolean {
  const { status } = spellNumber(course.spells, spellBefore(course, at));
  return status === 'healthy' || status === 'failing';
}

/** The sync that already holds the connection when a slot begins, or that took the slot's place. */
function holderAt(course: Course, start: Instant): Single | undefined {
  const instead = course.singles[lastIndexAt(course.singles, (single) => single.claimedAt, start)];
  if (instead?.trigger === 'cron' && instead.startsAt === start) return instead;
  return heldBy(
    course,
    lastIndexAt(course.singles, (single) => single.claimedAt, start - 1),
    start,
  );
}

/** The last instant at which a slot could begin before that sync. */
function lastFree({ trigger, claimedAt }: Single): Instant {
  return trigger === 'cron' ? claimedAt - 1 : claimedAt;
}

/** The first slot after `from` that will run as far as is known; undefined if none will. */
export function nextSlot(course: Course, from: Instant): number | undefined {
  const { schedule, singles } = course;
  if (schedule === undefined || !runsAt(course, from + 1)) return undefined;
  const free = Math.max(from + 1, singles.at(-1)?.endsAt ?? 0);
  return free >= NEVER ? undefined : Math.max(0, Math.ceil((free - schedule.first) / schedule.everyMs));
}

/** The sync that holds the connection at `now` and was not made by the schedule. */
export function singleOver(course: Course, now: Instant): Single | undefined {
  return heldBy(
    course,
    lastIndexAt(course.singles, (single) => single.claimedAt, now),
    now,
  );
}

function heldBy({ singles }: Course, index: number, at: Instant): Single | undefined {
  const last = singles[index];
  return last !== undefined && at < last.endsAt ? last : undefined;
}
