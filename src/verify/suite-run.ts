/** A whole run: every chosen case with one client, told as events (`events.ts`) from which all reports are made. */
import { rules } from '../control/generated/rules.ts';
import { Simulator } from '../engine/simulator.ts';
import type { Provider } from '../provider/define.ts';
import { version } from '../version.ts';
import type { Case } from './case.ts';
import {
  type CaseEnded,
  type RunEnded,
  type RunEvent,
  type RunStarted,
  VERDICTS,
  type Verdict,
} from './events.ts';
import { Expectations, type ExpectedFailure } from './expected-failures.ts';
import { type Library, loadLibrary } from './library.ts';
import { Recorder } from './recorder.ts';
import { type CaseRun, runCase } from './run-case.ts';
import { type Selection, selected } from './selection.ts';
import type { Session } from './session/session.ts';

export interface SuiteOptions extends Selection {
  readonly providers: readonly Provider[];
  readonly session: Session;
  readonly by: RunStarted['client']['by'];
  /** Cases of the user's own, beside those that come along. */
  readonly more?: readonly Case[];
  /** `should` counts as `must`. */
  readonly strict?: boolean;
  /** Every case so often. */
  readonly repeat?: number;
  /** Milliseconds on the machine's clock that one case may take; default 15 s with the capability `clock`, else 60 s. */
  readonly patienceMs?: number;
  /** Cases at a time; never more than the client takes. */
  readonly jobs?: number;
  readonly expectations?: { readonly name: string; readonly lines: readonly ExpectedFailure[] };
  readonly onEvent: (event: RunEvent) => void;
  /** A command line that plays one case again. */
  readonly reproduce?: (id: string) => string;
  readonly hostNow?: () => number;
  /** Exchanges told of a case that passed: none unless told otherwise. */
  readonly trace?: boolean;
}

/** Exchanges told of one case, from both ends. */
const MOST_SHOWN = 60;

/** Plays a suite. Never throws for what a client does; what cannot be played is told as verdict `error`. */
export async function runSuite(options: SuiteOptions): Promise<RunEnded> {
  const begun = performance.now();
  const library = await loadLibrary(options.providers);
  const all = [...library.values()].flatMap(({ cases }) => cases).concat(options.more ?? []);
  const chosen = selected(all, options);
  const { session, onEvent, repeat = 1 } = options;
  const { client, version: clientVersion, language, capabilities } = session.hello;
  onEvent({
    event: 'run',
    suite: version,
    cases: chosen.length,
    client: { name: client, version: clientVersion, language, capabilities, by: options.by },
    repeat,
    ...(options.shard !== undefined && { shard: `${options.shard.index}/${options.shard.of}` }),
    at: new Date(hostNow(options)()).toISOString(),
  });

  const expectations = new Expectations(options.expectations?.lines ?? [], options.expectations?.name ?? '');
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  let failed = 0;
  const runner = await Runner.start(options, library);
  try {
    await pooled(chosen, Math.max(1, Math.min(options.jobs ?? session.room, session.room)), async (one) => {
      onEvent({ event: 'case-started', id: one.id });
      const ended = await runner.judge(one, repeat, expectations.of(one.id));
      counts[ended.verdict] += 1;
      if (countsAgainst(ended, options.strict === true)) failed += 1;
      onEvent(ended);
    });
  } finally {
    await runner.close();
  }

  const problems = [...session.problems, ...expectations.useless];
  const end: RunEnded = {
    event: 'end',
    counts,
    failed,
    problems,
    exitCode: exitCodeOf(counts, failed, problems),
    tookMs: performance.now() - begun,
  };
  onEvent(end);
  return end;
}

function exitCodeOf(
  counts: RunEnded['counts'],
  failed: number,
  problems: readonly string[],
): RunEnded['exitCode'] {
  if (counts.error > 0) return 3;
  return failed > 0 || counts['unexpected-pass'] > 0 || problems.length > 0 ? 1 : 0;
}

function countsAgainst({ verdict, level }: CaseEnded, strict: boolean): boolean {
  if (verdict !== 'fail' && verdict !== 'flaky') return false;
  return level === 'must' || (strict && level === 'should');
}

class Runner {
  readonly #options: SuiteOptions;
  readonly #library: Library;
  readonly #simulator: Simulator;
  readonly #recorder: Recorder;
  readonly #bugs: unknown[];

  private constructor(
    options: SuiteOptions,
    library: Library,
    simulator: Simulator,
    recorder: Recorder,
    bugs: unknown[],
  ) {
    this.#options = options;
    this.#library = library;
    this.#simulator = simulator;
    this.#recorder = recorder;
    this.#bugs = bugs;
  }

  static async start(options: SuiteOptions, library: Library): Promise<Runner> {
    const recorder = new Recorder();
    const bugs: unknown[] = [];
    const simulator = new Simulator({
      providers: options.providers,
      world: { template: 'empty', clock: 'frozen' },
      tap: recorder,
      onBug: (error) => bugs.push(error),
      ...(options.hostNow !== undefined && { hostClock: options.hostNow }),
    });
    await simulator.listen(0, '127.0.0.1');
    return new Runner(options, library, simulator, recorder, bugs);
  }

  close(): Promise<void> {
    return this.#simulator.close();
  }

  /** @param expected why it is expected to fail */
  async judge(one: Case, repeat: number, expected: string | undefined): Promise<CaseEnded> {
    const { session } = this.#options;
    const { operations, capabilities } = session.hello;
    if (!operations.includes(one.do.operation)) {
      return this.#unplayed(one, 'unsupported', `the client has no ${one.do.operation}`);
    }
    if (one.needs?.includes('clock') && !capabilities.includes('clock')) {
      return this.#unplayed(one, 'not-run', 'needs the capability clock');
    }
    const runs: CaseRun[] = [];
    try {
      for (let run = 0; run < repeat; run += 1) runs.push(await this.#play(one));
    } catch (error) {
      return this.#broken(one, error);
    }
    const unsupported = runs.find((run) => run.unsupported !== undefined);
    if (unsupported?.unsupported !== undefined)
      return this.#unplayed(one, 'unsupported', unsupported.unsupported);
    return this.#ended(one, runs, expected);
  }

  async #play(one: Case): Promise<CaseRun> {
    const { session, patienceMs } = this.#options;
    const clock = session.hello.capabilities.includes('clock');
    const run = await runCase(one, {
      simulator: this.#simulator,
      recorder: this.#recorder,
      library: this.#library,
      session,
      patienceMs: patienceMs ?? (clock ? 15_000 : 60_000),
      hostNow: hostNow(this.#options),
    });
    const bug = this.#bugs.shift();
    // With several cases at a time it may be another's; the run fails all the same.
    if (bug !== undefined) throw bug;
    return run;
  }

  #ended(one: Case, runs: readonly CaseRun[], expected: string | undefined): CaseEnded {
    const failures = runs.filter(({ findings }) => findings.length > 0);
    const shown = failures[0] ?? runs[0];
    const verdict = verdictOf(runs.length, failures.length, expected !== undefined);
    const full = failures.length > 0 || this.#options.trace === true;
    const exchanges = full ? (shown?.exchanges ?? []) : [];
    const { kept, leftOut } = endsOf(
      exchanges,
      this.#options.trace === true ? Number.POSITIVE_INFINITY : MOST_SHOWN,
    );
    return {
      ...this.#frame(one),
      verdict,
      ...(expected !== undefined && { reason: expected }),
      findings: shown?.findings ?? [],
      expectation: shown?.expectation ?? '',
      ...(shown?.reported !== undefined && { reported: shown.reported }),
      tookMs: runs.reduce((sum, { tookMs }) => sum + tookMs, 0),
      worldMs: shown?.worldMs ?? 0,
      runs: runs.length,
      passed: runs.length - failures.length,
      exchanges: kept,
      exchangesLeftOut: leftOut,
      adapter: full ? (shown?.adapter ?? []) : [],
    };
  }

  #unplayed(one: Case, verdict: 'unsupported' | 'not-run', reason: string): CaseEnded {
    return { ...this.#frame(one), verdict, reason };
  }

  #broken(one: Case, error: unknown): CaseEnded {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...this.#frame(one), verdict: 'error', findings: [{ about: 'harness', message }] };
  }

  #frame(one: Case): Omit<CaseEnded, 'verdict'> {
    return {
      event: 'case',
      id: one.id,
      provider: one.id.split('/')[0] ?? '',
      says: one.says,
      level: one.level,
      rules: rulesOf(one),
      findings: [],
      expectation: '',
      tookMs: 0,
      worldMs: 0,
      runs: 0,
      passed: 0,
      exchanges: [],
      exchangesLeftOut: 0,
      adapter: [],
      reproduce: this.#options.reproduce?.(one.id) ?? '',
    };
  }
}

const rulesById = new Map(rules.map((rule) => [rule.id, rule]));

function rulesOf({ rules: ids }: Case): CaseEnded['rules'] {
  return ids.flatMap((id) => {
    const rule = rulesById.get(id);
    return rule === undefined ? [] : [{ id, says: rule.says, source: rule.source }];
  });
}

function verdictOf(runs: number, failures: number, expected: boolean): Verdict {
  if (failures === 0) return expected ? 'unexpected-pass' : 'pass';
  if (failures < runs) return 'flaky';
  return expected ? 'expected-fail' : 'fail';
}

function endsOf<Item>(
  items: readonly Item[],
  most: number,
): { readonly kept: readonly Item[]; readonly leftOut: number } {
  if (items.length <= most) return { kept: items, leftOut: 0 };
  const half = most / 2;
  return { kept: [...items.slice(0, half), ...items.slice(-half)], leftOut: items.length - most };
}

function hostNow({ hostNow: given }: SuiteOptions): () => number {
  return given ?? Date.now;
}

/** At most `room` at a time, begun in order. */
async function pooled<Item>(
  items: readonly Item[],
  room: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: Math.min(room, items.length) }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
