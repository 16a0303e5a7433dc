/** A whole run: every chosen case with one client, told as events (`events.ts`) from which all reports are made. */
import { version } from '../version.ts';
import type { Case } from './case.ts';
import { CaseRunner, hostNow, type JudgeOptions } from './case-runner.ts';
import {
  type CaseEnded,
  type RunEnded,
  type RunEvent,
  type RunStarted,
  VERDICTS,
  type Verdict,
} from './events.ts';
import { Expectations, type ExpectedFailure } from './expected-failures.ts';
import { type Selection, selected } from './selection.ts';

export interface SuiteOptions extends Selection, JudgeOptions {
  /** How the client takes part. */
  readonly by: RunStarted['client']['by'];
  /** Cases of the user's own, beside those that come along. */
  readonly more?: readonly Case[] | undefined;
  /** `should` counts as `must`. */
  readonly strict?: boolean | undefined;
  /** Every case so often. */
  readonly repeat?: number | undefined;
  /** Cases at a time; never more than the client takes. */
  readonly jobs?: number | undefined;
  readonly expectations?: { readonly name: string; readonly lines: readonly ExpectedFailure[] } | undefined;
  readonly onEvent: (event: RunEvent) => void;
}

/** Plays a suite. Never throws for what a client does; what cannot be played is told as verdict `error`. */
export async function runSuite(options: SuiteOptions): Promise<RunEnded> {
  const begun = performance.now();
  const { session, onEvent, repeat = 1, strict = false } = options;
  const runner = await CaseRunner.start(options);
  const expectations = new Expectations(options.expectations?.lines ?? [], options.expectations?.name ?? '');
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  let failed = 0;
  try {
    const all = [...runner.library.values()].flatMap(({ cases }) => cases).concat(options.more ?? []);
    const chosen = selected(all, options);
    onEvent(startOf(options, chosen.length));
    await pooled(chosen, Math.max(1, Math.min(options.jobs ?? session.room, session.room)), async (one) => {
      onEvent({ event: 'case-started', id: one.id });
      const ended = await runner.judge(one, repeat, expectations.of(one.id));
      counts[ended.verdict] += 1;
      if (countsAgainst(ended, strict)) failed += 1;
      onEvent(ended);
    });
  } finally {
    await runner.close();
  }
  const problems = [...runner.problems, ...session.problems, ...expectations.useless];
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

function startOf(options: SuiteOptions, cases: number): RunStarted {
  const { session, by, repeat = 1, strict = false, shard } = options;
  const { client, version: clientVersion, language, capabilities } = session.hello;
  return {
    event: 'run',
    suite: version,
    cases,
    client: { name: client, version: clientVersion, language, capabilities, by },
    repeat,
    strict,
    ...(shard !== undefined && { shard: `${shard.index}/${shard.of}` }),
    at: new Date(hostNow(options)()).toISOString(),
  };
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
