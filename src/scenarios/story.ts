/** How a scenario goes on: pure rules over its {@link Progress} and a {@link Stage}, which is the world it plays in. */

import { momentOf } from '../faults/arming.ts';
import type { FaultOrder } from '../faults/order.ts';
import { parseDuration } from '../world/duration.ts';
import type { StateChange } from '../world/handle.ts';
import type { Call, Condition, Progress, Step } from './scenario.ts';

/** What a story needs of its world. Every answer in words is a refusal. */
export interface Stage {
  now(): number;
  /** Undefined: there is no such connection. */
  statusOf(connection: string): string | undefined;
  /** How often the fault of that id has happened. */
  firedOf(fault: string): number;
  arm(order: FaultOrder): string | undefined;
  disarm(id: string): void;
  change(change: StateChange): string | undefined;
  /** The story is to be looked at again at that instant. */
  wake(at: number): void;
}

/** Kept of what went wrong: a story that fails at every step says the same again and again. */
const MOST_PROBLEMS = 50;

export function isOver({ scenario, step, owed }: Progress): boolean {
  return step >= scenario.timeline.length && owed === 0;
}

/** Lets every step happen whose trigger is met. Stops where the clock has to be moved on first (`owed`). */
export function proceed(progress: Progress, stage: Stage): void {
  const { timeline } = progress.scenario;
  for (;;) {
    const step = timeline[progress.step];
    if (step === undefined || progress.owed > 0) return;
    if (!isMet(step, progress, stage)) return;
    progress.step += 1;
    progress.since = stage.now();
    progress.answers = 0;
    act(step, progress, stage);
  }
}

/** A client's call, before it is answered: the steps that wait for it happen now, and it meets what they do. */
export function called(progress: Progress, stage: Stage, provider: string, operation: string): void {
  const key = `${provider} ${operation}`;
  progress.calls[key] = (progress.calls[key] ?? 0) + 1;
  proceed(progress, stage);
}

/** An answer that was given. */
export function answered(
  progress: Progress,
  stage: Stage,
  answer: { readonly provider: string; readonly operation: string; readonly status: number },
): void {
  const waiting = progress.scenario.timeline[progress.step]?.when;
  if (waiting !== undefined && 'answers' in waiting && counts(waiting, answer)) progress.answers += 1;
  proceed(progress, stage);
}

/** The clock has been moved on by what was owed. */
export function paid(progress: Progress, stage: Stage): void {
  progress.owed = 0;
  progress.since = stage.now();
  proceed(progress, stage);
}

function isMet({ after, at, when }: Step, progress: Progress, stage: Stage): boolean {
  const times = [
    ...(after === undefined ? [] : [progress.since + parseDuration(after)]),
    ...(typeof at === 'string' ? [momentOf(at, progress.since)] : []),
  ];
  const due = Math.max(...times, Number.NEGATIVE_INFINITY);
  if (stage.now() < due) {
    if (progress.wokenFor !== progress.step) stage.wake(due);
    progress.wokenFor = progress.step;
    return false;
  }
  if (typeof at === 'object' && callsOf(progress, at) < at.call) return false;
  return when === undefined || holds(when, progress, stage);
}

function callsOf({ calls }: Progress, { provider, operation }: Call): number {
  if (provider !== undefined) return calls[`${provider} ${operation}`] ?? 0;
  return Object.entries(calls).reduce(
    (sum, [key, count]) => (key.endsWith(` ${operation}`) ? sum + count : sum),
    0,
  );
}

function holds(when: Condition, progress: Progress, stage: Stage): boolean {
  if ('connection' in when) return stage.statusOf(when.connection) === when.status;
  if ('fault' in when) return stage.firedOf(when.fault) >= when.fired;
  return progress.answers >= when.answers;
}

function counts(
  when: Extract<Condition, { readonly answers: number }>,
  answer: { readonly provider: string; readonly operation: string; readonly status: number },
): boolean {
  return (
    (when.provider === undefined || when.provider === answer.provider) &&
    (when.operation === undefined || when.operation === answer.operation) &&
    (when.status === undefined || when.status === answer.status)
  );
}

/** About the step that happened last. */
export function noteProblem({ step, problems }: Progress, problem: string): void {
  if (problems.length < MOST_PROBLEMS) problems.push(`step ${step}: ${problem}`);
}

function act(step: Step, progress: Progress, stage: Stage): void {
  const told = (problem: string | undefined): void => {
    if (problem !== undefined) noteProblem(progress, problem);
  };
  for (const id of listOf(step.disarm)) stage.disarm(id);
  for (const change of listOf(step.set)) told(stage.change(change));
  for (const order of listOf(step.arm)) told(stage.arm(order));
  if (step.advance !== undefined) progress.owed = parseDuration(step.advance);
}

function listOf<T>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given as T];
}
