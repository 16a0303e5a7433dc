/** A connection's health, from how its syncs ended. */
import type { Instant } from '../../../fixtures/ledger/types.ts';
import { attemptBefore, latestFinished, outcome } from './attempts.ts';
import { type Course, spellNow } from './course.ts';
import { type Failure, failureOf } from './failure.ts';

export interface Standing {
  readonly status: 'active' | 'error' | 'pending_reauth' | 'disconnected';
  /** Behind `error` and `pending_reauth`. */
  readonly failure: Failure | undefined;
}

const ACTIVE: Standing = { status: 'active', failure: undefined };

/**
 * A failed sync leaves `error` until one succeeds, even if the institution has recovered meanwhile (BB-22).
 * `pending_reauth` ends when the owner has signed in again, without a sync (BB-20).
 */
export function standingAt(course: Course, now: Instant): Standing {
  const spell = spellNow(course, now);
  if (spell.status === 'removed') return { status: 'disconnected', failure: undefined };
  const failure = lastTold(course, now);
  if (failure === undefined || failure.leaves === 'unchanged') return ACTIVE;
  if (failure.leaves === 'pending_reauth' && failureOf(spell)?.leaves !== 'pending_reauth') return ACTIVE;
  return { status: failure.leaves, failure };
}

/** The failure of the last sync that told something about its institution; those before one that told nothing count. */
function lastTold(course: Course, now: Instant): Failure | undefined {
  let finished = latestFinished(course, now);
  let failure = finished && outcome(course, finished);
  while (finished !== undefined && failure?.leaves === 'unchanged') {
    finished = attemptBefore(course, finished);
    failure = finished && outcome(course, finished);
  }
  return failure;
}
