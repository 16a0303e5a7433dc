/**
 * What happens in a run, as it happens: one JSON object a line. Every report (terminal, JUnit, Markdown, HTML, badge)
 * is made from these and from nothing else. No secret is in them.
 */
import type { Level } from './case.ts';
import type { Failure } from './protocol.ts';

export const VERDICTS = [
  'pass',
  'fail',
  /** Failed, and the expected-failures file says so. */
  'expected-fail',
  /** Passed, and the expected-failures file says it does not. */
  'unexpected-pass',
  /** With `--repeat`: passed and failed. */
  'flaky',
  /** The client has no way to do this. */
  'unsupported',
  /** It made no sense for this client, or the run ended before. */
  'not-run',
  /** The harness itself failed. */
  'error',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface RunStarted {
  readonly event: 'run';
  /** Version of Understudy. */
  readonly suite: string;
  /** Cases that are going to be judged. */
  readonly cases: number;
  readonly client: {
    readonly name: string;
    readonly version: string;
    readonly language: string;
    readonly capabilities: readonly string[];
    /** How it takes part. */
    readonly by: 'adapter' | 'object' | 'reverse' | 'observe';
  };
  readonly repeat: number;
  /** `should` counts as `must`. */
  readonly strict: boolean;
  readonly shard?: string;
  /** Of the machine, RFC 3339. */
  readonly at: string;
}

export interface CaseStarted {
  readonly event: 'case-started';
  readonly id: string;
}

/** One thing that is not as it has to be. */
export interface Finding {
  /**
   * `report`: what the client says it understood. `wire`: what was seen of it. `protocol`: how its adapter behaves.
   * `harness`: our own failure.
   */
  readonly about: 'report' | 'wire' | 'protocol' | 'harness';
  /** Name of the wire rule. */
  readonly rule?: string;
  /** What is wrong, in a sentence or two. */
  readonly message: string;
  /** Where in the value: `[3].fees`. */
  readonly path?: string;
  readonly expected?: string;
  readonly reported?: string;
  /** Numbers of the exchanges that show it. */
  readonly exchanges?: readonly number[];
}

/** One exchange, without secrets, bodies cut. */
export interface ShownExchange {
  readonly number: number;
  /** Milliseconds since the case began, on the world's clock. */
  readonly atMs: number;
  /** Milliseconds it took on the machine's clock. */
  readonly tookMs: number;
  readonly method: string;
  /** Path and query, masked. */
  readonly target: string;
  readonly operation?: string;
  readonly status?: number;
  readonly outcome: string;
  readonly faults: readonly string[];
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly response?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** A line between the suite and the adapter, masked and cut. */
export interface AdapterLine {
  readonly from: 'suite' | 'adapter' | 'stderr';
  /** Milliseconds since the case began, on the machine's clock. */
  readonly atMs: number;
  readonly text: string;
}

export interface CaseEnded {
  readonly event: 'case';
  readonly id: string;
  readonly provider: string;
  readonly says: string;
  readonly level: Level;
  readonly rules: readonly { readonly id: string; readonly says: string; readonly source: string }[];
  readonly verdict: Verdict;
  /** Why, of `unsupported`, `not-run`, `expected-fail` and `unexpected-pass`. */
  readonly reason?: string;
  readonly findings: readonly Finding[];
  /** What was expected and what was reported, in short. */
  readonly expectation: string;
  readonly reported?: { readonly value: string } | { readonly failure: Failure };
  /** Milliseconds on the machine's and on the world's clock. */
  readonly tookMs: number;
  readonly worldMs: number;
  /** Runs with `--repeat`, and how many of them passed. */
  readonly runs: number;
  readonly passed: number;
  /** Of a failing run; all of them, the first and the last ones if they are many. */
  readonly exchanges: readonly ShownExchange[];
  /** Exchanges that were left out in the middle. */
  readonly exchangesLeftOut: number;
  readonly adapter: readonly AdapterLine[];
  /** A command that plays this one again; '' if there is none. */
  readonly reproduce: string;
}

export interface RunEnded {
  readonly event: 'end';
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Cases of level `must` that count against the client. */
  readonly failed: number;
  /** What is wrong with the run as a whole: an expectation that matches nothing, an adapter that died. */
  readonly problems: readonly string[];
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly tookMs: number;
}

export type RunEvent = RunStarted | CaseStarted | CaseEnded | RunEnded;
