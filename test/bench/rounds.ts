/** Runs that take turns, so that whatever else the machine does falls on all of them. */
import type { Goal } from './goals.ts';
import { load, type Run, type Target } from './load.ts';
import { processorTime, takeTurn } from './machine.ts';
import { waited } from './noise.ts';
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
  /** How many times as long it is warmed up as others. */
  readonly slowToWarm?: number;
}

interface Measured extends Run {
  /** Milliseconds. */
  readonly elapsed: number;
  /** Processor time of the server, milliseconds; undefined where the system does not tell. */
  readonly used: number | undefined;
}

export type Measurements = ReadonlyMap<Contestant, readonly Measured[]>;

/** @throws Error with the first wrong answer of any of them */
export async function takeTurns(
  contestants: readonly Contestant[],
  { rounds, runMs, warmUpMs }: Pace,
  say: (line: string) => void = () => {},
): Promise<Measurements> {
  const pids = new Set(contestants.map(({ pid }) => pid));
  const all = new Map<Contestant, Measured[]>(contestants.map((one) => [one, []]));
  try {
    for (const { target, pid, slowToWarm = 1 } of contestants) {
      say(`warming up: ${target.name}`);
      takeTurn(pid, pids);
      const durationMs = warmUpMs * slowToWarm;
      target.prepare?.(durationMs);
      await load(target, { durationMs });
    }
    for (let round = 0; round < rounds; round++) {
      say(`round ${round + 1} of ${rounds}`);
      for (const one of contestants) {
        takeTurn(one.pid, pids);
        all.get(one)?.push(await measure(one, runMs));
      }
    }
  } finally {
    takeTurn(undefined, pids);
  }
  return all;
}

async function measure({ target, pid }: Contestant, durationMs: number): Promise<Measured> {
  target.prepare?.(durationMs);
  const before = processorTime(pid);
  const started = performance.now();
  const run = await load(target, { durationMs });
  const elapsed = performance.now() - started;
  const after = processorTime(pid);
  return { ...run, elapsed, used: before === undefined || after === undefined ? undefined : after - before };
}

export function rowOf(one: Contestant, yardstick: Contestant, all: Measurements): Row {
  const runs = all.get(one) ?? [];
  const beside = all.get(yardstick) ?? [];
  const ratiosOf = (what: (run: Measured) => number): number[] => ratios(runs.map(what), beside.map(what));
  return {
    server: one.server,
    ...(one.way !== undefined && { way: one.way }),
    values: runs.map(({ perSecond }) => perSecond),
    unit: 'a second',
    p99: runs.map(({ p99 }) => p99),
    ratios: ratiosOf(({ perSecond }) => perSecond),
    ...(runs.every(({ used }) => used !== undefined) && {
      busy: runs.map(({ used = Number.NaN, elapsed }) => used / elapsed),
      processorRatios: ratiosOf(({ answers, used = Number.NaN }) => answers / used),
    }),
  };
}

/** For a goal: how the one's requests a second stand to the other's, unless one of them waited for the load. */
export function rateBeside(own: Row, other: Row): Pick<Goal, 'values' | 'doubtful'> {
  return { values: ratios(own.values, other.values), doubtful: waited(own.busy) || waited(other.busy) };
}
