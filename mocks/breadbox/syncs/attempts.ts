/** The syncs of a connection, scheduled or not, as one history that can be asked about any moment. */
import type { Instant } from '../../../fixtures/ledger/types.ts';
import { type Course, lastIndexAt, type Single, spellBefore } from './course.ts';
import { type Failure, failureIn } from './failure.ts';
import { firstSuccess, lastSlot, singleOver, slotStart } from './schedule.ts';

export interface Attempt {
  readonly trigger: 'cron' | Single['trigger'];
  /** Its number among the scheduled syncs of the connection, or among the others. */
  readonly number: number;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
}

/** The sync that started last, running or not; undefined if none has started by `now`. */
export function latestAttempt(course: Course, now: Instant): Attempt | undefined {
  return newest(startedSingle(course, now), slotAttempt(course, lastSlot(course, now, 'any')));
}

/** The sync that ended last. */
export function latestFinished(course: Course, now: Instant): Attempt | undefined {
  const latest = latestAttempt(course, now);
  if (latest === undefined || latest.endsAt <= now) return latest;
  // Syncs of a connection don't overlap, so the one before the running one is over.
  return latest.trigger === 'cron'
    ? latestAttempt(course, latest.startedAt - 1)
    : newest(
        singleAttempt(course, latest.number - 1),
        slotAttempt(course, lastSlot(course, latest.startedAt, 'any')),
      );
}

/** The sync that last ended well, at or before `now`. What is served is what this one stored. */
export function latestSuccess(course: Course, now: Instant): Attempt | undefined {
  const takesMs = course.schedule?.takesMs ?? 0;
  const scheduled = slotAttempt(course, lastSlot(course, now - takesMs, 'success'));
  for (let index = lastIndexAt(course.singles, (single) => single.endsAt, now); index >= 0; index--) {
    const single = singleAttempt(course, index);
    if (single === undefined || (scheduled !== undefined && single.startedAt < scheduled.startedAt)) break;
    if (outcome(course, single) === undefined) return single;
  }
  return scheduled;
}

/**
 * The first sync that started at or after `from`, ended well and was over by `now`: the one that brought what
 * arose at the institution at `from`.
 */
export function firstSuccessSince(course: Course, from: Instant, now: Instant): Attempt | undefined {
  const takesMs = course.schedule?.takesMs ?? 0;
  const scheduled = slotAttempt(course, firstSuccess(course, from, now - takesMs));
  const { singles } = course;
  let index = lastIndexAt(singles, (single) => single.startsAt, from - 1) + 1;
  for (; index < singles.length; index++) {
    const single = singleAttempt(course, index);
    if (single === undefined || single.endsAt > now) break;
    if (scheduled !== undefined && single.startedAt > scheduled.startedAt) break;
    if (outcome(course, single) === undefined) return single;
  }
  return scheduled;
}

/** Why a finished sync failed; undefined if it ended well. */
export function outcome(course: Course, { trigger, number, endsAt }: Attempt): Failure | undefined {
  const claimedIn = trigger === 'cron' ? 0 : (course.singles[number]?.spell ?? 0);
  return failureIn(course, Math.max(claimedIn, spellBefore(course, endsAt)));
}

/** Whether a sync holds the connection: one that runs, or one that was accepted and is about to. */
export function isBusy(course: Course, now: Instant): boolean {
  if (singleOver(course, now) !== undefined) return true;
  const scheduled = slotAttempt(course, lastSlot(course, now, 'any'));
  return scheduled !== undefined && now < scheduled.endsAt;
}

function startedSingle(course: Course, now: Instant): Attempt | undefined {
  return singleAttempt(
    course,
    lastIndexAt(course.singles, (single) => single.startsAt, now),
  );
}

function singleAttempt({ singles }: Course, index: number): Attempt | undefined {
  const single = singles[index];
  if (single === undefined) return undefined;
  return { trigger: single.trigger, number: index, startedAt: single.startsAt, endsAt: single.endsAt };
}

function slotAttempt({ schedule }: Course, slot: number | undefined): Attempt | undefined {
  if (schedule === undefined || slot === undefined) return undefined;
  const startedAt = slotStart(schedule, slot);
  return { trigger: 'cron', number: slot, startedAt, endsAt: startedAt + schedule.takesMs };
}

/** Of two syncs that started at one instant, the scheduled one came first. */
function newest(single: Attempt | undefined, scheduled: Attempt | undefined): Attempt | undefined {
  if (single === undefined || scheduled === undefined) return single ?? scheduled;
  return single.startedAt >= scheduled.startedAt ? single : scheduled;
}
