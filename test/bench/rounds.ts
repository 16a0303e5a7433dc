/** Runs that take turns, so that whatever else the machine does falls on all of them. */
import { load, type Run, type Target } from './load.ts';
import { processorTime } from './machine.ts';
import type { Row } from './results.ts';
import { ratios } from './stats.ts';

export interface Pace {
  readonly rounds: number;
  readonly runMs: number;
  readonly warmUpMs: number;
}

/** A target, and the process that answers. */
export interface Contestant {
  readonly target: Target;
  readonly pid: number;
  /** How its row is named. */
  readonly server: string;
  readonly way?: string;
}

interface Measured extends Run {
  readonly busy: number | undefined;
}

export type Measurements = ReadonlyMap<Contestant, readonly Measured[]>;

/** @throws Error with the first wrong answer of any of them */
export async function takeTurns(
  contestants: readonly Contestant[],
  { rounds, runMs, warmUpMs }: Pace,
  say: (line: string) => void = () => {},
): Promise<Measurements> {
  for (const one of contestants) {
    say(`warming up: ${one.target.name}`);
    await load(one.target, { durationMs: warmUpMs });
  }
  const all = new Map<Contestant, Measured[]>(contestants.map((one) => [one, []]));
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    for (const one of contestants) all.get(one)?.push(await measure(one, runMs));
  }
  return all;
}

async function measure({ target, pid }: Contestant, durationMs: number): Promise<Measured> {
  target.prepare?.(durationMs);
  const before = processorTime(pid);
  const started = performance.now();
  const run = await load(target, { durationMs });
  const after = processorTime(pid);
  const elapsed = performance.now() - started;
  return {
    ...run,
    busy: before === undefined || after === undefined ? undefined : (after - before) / elapsed,
  };
}

export function rowOf(one: Contestant, yardstick: Contestant | undefined, all: Measurements): Row {
  const runs = all.get(one) ?? [];
  const perSecond = ratesOf(one, all);
  const busy = runs.flatMap((run) => run.busy ?? []);
  return {
    server: one.server,
    ...(one.way !== undefined && { way: one.way }),
    values: perSecond,
    unit: 'a second',
    p99: runs.map(({ p99 }) => p99),
    ...(yardstick !== undefined && { ratios: ratios(perSecond, ratesOf(yardstick, all)) }),
    ...(busy.length > 0 && { busy }),
  };
}

/** Requests a second, one for each round. */
export function ratesOf(one: Contestant, all: Measurements): number[] {
  return (all.get(one) ?? []).map(({ perSecond }) => perSecond);
}
