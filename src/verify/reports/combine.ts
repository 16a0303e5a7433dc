/** Shards of one run, put together again. */
import type { RunEnded } from '../events.ts';
import { countsOf, groupedBy, type Run } from './model.ts';

/** Runs of the same client whose shards differ become one, in the place of the first; other runs stay as they are. */
export function combined(runs: readonly Run[]): Run[] {
  const groups = groupedBy(
    runs.map((run, index) => ({ run, index })),
    ({ run, index }) => {
      const { started } = run;
      return started?.shard === undefined
        ? `run ${index}`
        : JSON.stringify([started.client, started.suite, total(started.shard)]);
    },
  );
  return [...groups.values()].flatMap((group) => {
    const members = group.map(({ run }) => run);
    const shards = new Set(members.map(({ started }) => started?.shard));
    // The same shard twice: two runs, of which neither is a part of the other.
    return shards.size === members.length ? [merged(members)] : members;
  });
}

/** `4` of `1/4`. */
function total(shard: string): string {
  return shard.split('/')[1] ?? '';
}

function merged(runs: readonly Run[]): Run {
  const [first] = runs;
  if (first === undefined || runs.length === 1)
    return first ?? { started: undefined, cases: [], open: [], ended: undefined };
  const cases = runs.flatMap((run) => run.cases);
  const { started } = first;
  const ends = runs.map(({ ended }) => ended);
  return {
    started:
      started === undefined
        ? undefined
        : {
            ...started,
            cases: runs.reduce((sum, run) => sum + (run.started?.cases ?? 0), 0),
            shard: runs.map((run) => run.started?.shard).join(', '),
          },
    cases,
    open: runs.flatMap(({ open }) => open),
    ended: ends.every((ended) => ended !== undefined) ? endOf(ends, runs) : undefined,
  };
}

function endOf(ends: readonly RunEnded[], runs: readonly Run[]): RunEnded {
  const codes = ends.map(({ exitCode }) => exitCode);
  return {
    event: 'end',
    counts: countsOf(runs.flatMap(({ cases }) => cases)),
    failed: ends.reduce((sum, { failed }) => sum + failed, 0),
    problems: [...new Set(ends.flatMap(({ problems }) => problems))],
    exitCode: ([3, 2, 1] as const).find((code) => codes.includes(code)) ?? 0,
    // Shards run beside each other.
    tookMs: Math.max(...ends.map(({ tookMs }) => tookMs)),
  };
}
