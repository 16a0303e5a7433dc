/** The syncs of a connection, scheduled or not, as one history that can be asked about any moment. */
import type { Instant } from '../../../fixtures/ledger/types.ts';
import { type Course, lastIndexAt, type Single, spellBefore } from './course.ts';
import { DECIDED, type Failure, failureIn, INTERRUPTED } from './failure.ts';
import { firstSuccess, lastSlot, singleOver, slotStart } from './schedule.ts';

export interface Attempt {
  readonly trigger: Single['trigger'];
  /** Whether the schedule made it, or it is one of the course's singles. */
  readonly kind: 'slot' | 'single';
  /** Its number among the slots of the schedule, or among the singles. */
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
  // Syncs of a connection don't overlap, so the one before the running one is over.
  return latest === undefined || latest.endsAt <= now ? latest : attemptBefore(course, latest);
}

/** The sync that started before that one. */
export function attemptBefore(course: Course, { kind, number, startedAt }: Attempt): Attempt | undefined {
  return kind === 'slot'
    ? latestAttempt(course, startedAt - 1)
    : newest(singleAttempt(course, number - 1), slotAttempt(course, lastSlot(course, startedAt, 'any')));
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
export function outcome(course: Course, { kind, number, endsAt }: Attempt): Failure | undefined {
  const single = kind === 'slot' ? undefined : course.singles[number];
  if (single?.ends === 'succeeds') return undefined;
  if (single?.ends === 'interrupted') return INTERRUPTED;
  const failure = failureIn(course, Math.max(single?.spell ?? 0, spellBefore(course, endsAt)));
  return failure ?? (single?.ends === 'fails' ? DECIDED : undefined);
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
  const { trigger, startsAt, endsAt } = single;
  return { trigger, kind: 'single', number: index, startedAt: startsAt, endsAt };
}

function slotAttempt({ schedule }: Course, slot: number | undefined): Attempt | undefined {
  if (schedule === undefined || slot === undefined) return undefined;
  const startedAt = slotStart(schedule, slot);
  return { trigger: 'cron', kind: 'slot', number: slot, startedAt, endsAt: startedAt + schedule.takesMs };
}

/** Of two syncs that started at one instant, the scheduled one came first. */
function newest(single: Attempt | undefined, scheduled: Attempt | undefined): Attempt | undefined {
  if (single === undefined || scheduled === undefined) return single ?? scheduled;
  return single.startedAt >= scheduled.startedAt ? single : scheduled;
}
