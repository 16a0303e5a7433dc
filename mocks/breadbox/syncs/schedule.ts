/**
 * Scheduled syncs by arithmetic: which slot ran last, which will be the first to succeed.
 *
 * A slot is left out while the connection is disconnected or waits for its owner (BB-20, BB-C06), and while
 * another sync holds the connection. No function here looks at more slots than things happened to the connection.
 */
import type { ConnectionStatus, Instant } from '../../../fixtures/ledger/types.ts';
import { type Course, lastIndexAt, type Schedule, type Single, spellAt, spellEnd } from './course.ts';
import { failureAt } from './failure.ts';

export type Wanted = 'any' | 'success';

/** Number of the last slot at or before `at` that ran (and, if so wanted, ended well). */
export function lastSlot(course: Course, at: Instant, wanted: Wanted): number | undefined {
  const { schedule } = course;
  if (schedule === undefined) return undefined;
  const before = (instant: Instant): number => Math.ceil((instant - schedule.first) / schedule.everyMs) - 1;
  let slot = Math.floor((at - schedule.first) / schedule.everyMs);
  while (slot >= 0) {
    const start = slotStart(schedule, slot);
    const end = start + schedule.takesMs;
    const spell = spellAt(course, start);
    const holder = singleOver(course, start);
    if (!runsIn(spell.status)) slot = before(spell.since);
    else if (holder !== undefined) slot = before(holder.claimedAt);
    else if (wanted === 'success' && failureAt(course, end) !== undefined)
      slot = before(spellAt(course, end).since - schedule.takesMs);
    else return slot;
  }
  return undefined;
}

/** Number of the first slot from `from` to `until` (both included) that ran and ended well. */
export function firstSuccess(course: Course, from: Instant, until: Instant): number | undefined {
  const { schedule } = course;
  if (schedule === undefined) return undefined;
  const atOrAfter = (instant: Instant): number => Math.ceil((instant - schedule.first) / schedule.everyMs);
  let slot = Math.max(0, atOrAfter(from));
  for (;;) {
    const start = slotStart(schedule, slot);
    if (start > until) return undefined;
    const end = start + schedule.takesMs;
    const holder = singleOver(course, start);
    let next: Instant | undefined;
    if (!runsIn(spellAt(course, start).status)) next = spellEnd(course, start);
    else if (holder !== undefined) next = holder.endsAt;
    else if (failureAt(course, end) === undefined) return slot;
    else {
      const over = spellEnd(course, end);
      next = over === undefined ? undefined : over - schedule.takesMs;
    }
    if (next === undefined) return undefined;
    slot = Math.max(slot + 1, atOrAfter(next));
  }
}

export function slotStart(schedule: Schedule, slot: number): Instant {
  return schedule.first + slot * schedule.everyMs;
}

/** `error` is tried again on schedule (BB-22). */
function runsIn(status: ConnectionStatus): boolean {
  return status === 'healthy' || status === 'failing';
}

/** The sync that holds the connection at `at` and was not made by the schedule. */
export function singleOver({ singles }: Course, at: Instant): Single | undefined {
  const last = singles[lastIndexAt(singles, (single) => single.claimedAt, at)];
  return last !== undefined && at < last.endsAt ? last : undefined;
}
