/**
 * A scenario: a world and a story that happens in it, step by step. As people write it (YAML or JSON);
 * `contracts/control/scenario.schema.json` describes the same shape to editors.
 */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { FaultOrder } from '../faults/order.ts';
import type { StateChange } from '../world/handle.ts';

export interface Scenario {
  /** For editors only. */
  readonly $schema?: string;
  /** Lower-case words joined by "-"; named for what it teaches. */
  readonly name: string;
  /** What a client learns here, in a sentence or two. */
  readonly teaches: string;
  /** The world it happens in. Default: the template `household`. */
  readonly world?: WorldFile;
  readonly timeline: readonly Step[];
}

/**
 * Something that happens once its trigger is met, which is looked at only when every step before has happened. A step
 * without a trigger happens at once.
 */
export interface Step extends Actions {
  /** What happens, for people. */
  readonly says?: string;
  /** A length of time after the step before (or the beginning). */
  readonly after?: string;
  /** An instant, or a call of a client. One that has passed already is met at once. */
  readonly at?: string | Call;
  readonly when?: Condition;
}

/** In this order. */
export interface Actions {
  /** Ids of faults, or `all`. */
  readonly disarm?: string | readonly string[];
  readonly set?: StateChange | readonly StateChange[];
  readonly arm?: FaultOrder | readonly FaultOrder[];
  /** Moves the clock on. On a call: after that call's answer. */
  readonly advance?: string;
}

/** The n-th call of an operation since the scenario began. It meets what the step does. */
export interface Call {
  readonly call: number;
  readonly operation: string;
  readonly provider?: string;
}

/** What has to hold; looked at after every answer and whenever the clock moves on. */
export type Condition =
  /** A connection stands like this at its institution. */
  | { readonly connection: string; readonly status: string }
  /** A fault, by the id it was armed with, has happened so often. */
  | { readonly fault: string; readonly fired: number }
  /** So many answers like this have been given since the step before. */
  | {
      readonly answers: number;
      readonly provider?: string;
      readonly operation?: string;
      readonly status?: number;
    };

/** Where a world is in its scenario: plain JSON, part of its document. */
export interface Progress {
  readonly scenario: Scenario;
  /** The world was made with it, so it begins again when the world is reset. */
  readonly atBirth: boolean;
  /** Index of the step that waits; past the last one: over. */
  step: number;
  /** When the step before happened. */
  since: number;
  /** Calls since the beginning, by `provider operation`. */
  readonly calls: Record<string, number>;
  /** Answers since the step before that the waiting step's condition counts. */
  answers: number;
  /** Milliseconds the clock is still to be moved on; the steps behind wait for it. */
  owed: number;
  /** What is owed was asked for on a call, and waits for its answer. */
  afterAnswer: boolean;
  /** The world will be woken for this step, by its index. */
  wokenFor: number;
  /** What went wrong with a step that could not be done, in words. */
  readonly problems: string[];
}

export function begun(scenario: Scenario, atBirth: boolean, now: number): Progress {
  return {
    scenario,
    atBirth,
    afterAnswer: false,
    step: 0,
    since: now,
    calls: {},
    answers: 0,
    owed: 0,
    wokenFor: -1,
    problems: [],
  };
}
