/** Judges one case after the other with one client, in worlds of a simulator of its own. */
import { rules } from '../control/generated/rules.ts';
import { Simulator } from '../engine/simulator.ts';
import type { Provider } from '../provider/define.ts';
import type { Case } from './case.ts';
import type { CaseEnded, Verdict } from './events.ts';
import { type Library, loadLibrary } from './library.ts';
import { Recorder } from './recorder.ts';
import { type CaseRun, runCase } from './run-case.ts';
import type { Session } from './session/session.ts';

export interface JudgeOptions {
  readonly providers: readonly Provider[];
  readonly session: Session;
  /** Milliseconds on the machine's clock that one case may take; default 15 s with the capability `clock`, else 60 s. */
  readonly patienceMs?: number | undefined;
  /** A command line that plays one case again. */
  readonly reproduce?: ((id: string) => string) | undefined;
  /** The machine's clock, for worlds of clients that read it. */
  readonly hostNow?: (() => number) | undefined;
  /** Exchanges and lines are told of cases that passed too. */
  readonly trace?: boolean | undefined;
}

/** Exchanges told of one case, from both ends. */
const MOST_SHOWN = 60;

export class CaseRunner {
  readonly #options: JudgeOptions;
  readonly #library: Library;
  readonly #simulator: Simulator;
  readonly #recorder: Recorder;
  readonly #bugs: unknown[];

  private constructor(
    options: JudgeOptions,
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

  static async start(options: JudgeOptions): Promise<CaseRunner> {
    const library = await loadLibrary(options.providers);
    const recorder = new Recorder();
    const bugs: unknown[] = [];
    const simulator = new Simulator({
      providers: options.providers,
      world: { template: 'empty', clock: 'frozen' },
      tap: recorder,
      listen: false,
      onBug: (error) => bugs.push(error),
      ...(options.hostNow !== undefined && { hostClock: options.hostNow }),
    });
    return new CaseRunner(options, library, simulator, recorder, bugs);
  }

  /** What came too late for any verdict, in sentences. */
  readonly problems: string[] = [];
  readonly #late: Promise<void>[] = [];

  get library(): Library {
    return this.#library;
  }

  async close(): Promise<void> {
    await Promise.all(this.#late);
    await this.#simulator.close();
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
      trace: this.#options.trace === true,
    });
    this.#late.push(
      run.late.then((requests) => {
        if (requests > 0)
          this.problems.push(`After its answer to ${one.id} the client sent ${requests} more requests.`);
      }),
    );
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

export function hostNow({ hostNow: given }: Pick<JudgeOptions, 'hostNow'>): () => number {
  return given ?? Date.now;
}
