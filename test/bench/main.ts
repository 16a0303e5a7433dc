/**
 * `npm run bench`: time to the first answer, memory, and requests a second beside a bare `node:http` server.
 *
 * Everything is measured on the built command in processes of their own. Runs of all targets take turns, so that
 * whatever else the machine does falls on all of them. `--json` prints the numbers for programs.
 */
import { serve } from '../support/serve.ts';
import { load, type Run, type Target } from './load.ts';
import { startRaw } from './raw.ts';
import { type Row, table } from './report.ts';
import { measureMemory, measureStart, requireBuild, type Start } from './start.ts';
import { median, summary } from './stats.ts';
import { raw, simulated, subjectsOf } from './targets.ts';

const STARTS = 9;
const MEMORIES = 3;
const ROUNDS = 7;
const RUN_MS = 1200;
const WARM_UP_MS = 1500;

requireBuild();
const rows = [...(await starts()), ...(await throughput())];
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
else process.stdout.write(`\n${table(rows)}\n`);

async function starts(): Promise<Row[]> {
  const measured: Start[] = [];
  for (let i = 0; i < STARTS; i++) measured.push(await measureStart());
  const idle: number[] = [];
  for (let i = 0; i < MEMORIES; i++) idle.push((await measureMemory()).idle);
  return [
    { what: 'first answer after', unit: 'ms', value: summary(measured.map((one) => one.answeredAfter)) },
    {
      what: 'processor time until then',
      unit: 'ms',
      value: summary(measured.map((one) => one.processorTime)),
    },
    { what: 'idle memory', unit: 'MB', value: summary(idle) },
  ];
}

async function throughput(): Promise<Row[]> {
  const served = await serve('--clock', 'frozen', '--limits', 'off');
  const subjects = await subjectsOf(served);
  const bare = await startRaw(Object.fromEntries(subjects.map(({ path, text }) => [path, JSON.parse(text)])));
  try {
    const groups = subjects.map((subject) => [
      raw(bare.port, subject),
      simulated(served, subject, false),
      simulated(served, subject, true),
    ]);
    const runs = await takeTurns(groups.flat());
    return groups.flatMap((group) => group.map((target) => rowOf(target, group[0] as Target, runs)));
  } finally {
    bare.stop();
    await served.stop();
  }
}

async function takeTurns(targets: readonly Target[]): Promise<Map<Target, Run[]>> {
  for (const target of targets) await load(target, WARM_UP_MS);
  const runs = new Map<Target, Run[]>(targets.map((target) => [target, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const target of targets) runs.get(target)?.push(await load(target, RUN_MS));
  return runs;
}

function rowOf(target: Target, yardstick: Target, all: ReadonlyMap<Target, readonly Run[]>): Row {
  const runs = all.get(target) ?? [];
  const beside = all.get(yardstick) ?? [];
  return {
    what: target.name,
    unit: 'a second',
    value: summary(runs.map((run) => run.perSecond)),
    p99: median(runs.map((run) => run.p99)),
    ratio: median(runs.map((run, i) => run.perSecond / (beside[i]?.perSecond ?? Number.NaN))),
  };
}
