/**
 * `npm run bench`: how fast the built command is, beside others that give the same answers.
 *
 * Servers run in processes of their own on one core, the load on another; runs take turns.
 */
import { cpus, loadavg } from 'node:os';
import pc from 'picocolors';
import { Machine, stayOn, twoCores } from './machine.ts';
import { warningsOf } from './noise.ts';
import { readOptions, type Section, USAGE } from './options.ts';
import { save } from './report/save.ts';
import { goalsText, tableText } from './report/text.ts';
import { type Results, together } from './results.ts';
import type { Pace } from './rounds.ts';
import { depth } from './sections/depth.ts';
import { faults, worlds } from './sections/growth.ts';
import { memory, start } from './sections/start.ts';
import { throughput } from './sections/throughput.ts';
import { requireBuild } from './servers/ours.ts';
import { findPeers, startPeers } from './servers/peers.ts';

/**
 * All of it in less than two minutes, where nobody else is at work. Many short turns: a virtual machine is now fast and
 * now slow for seconds at a time, and what is compared should fall into the same ones.
 */
const FULL: Pace = { rounds: 15, runMs: 240, warmUpMs: 800 };
/** Where two processes run the same code, what counts is that both have been warmed up. */
const FULL_GROWTH: Pace = { rounds: 15, runMs: 160, warmUpMs: 1000 };
/** Each takes seconds, of peers. */
const COLD_STARTS = 5;
const QUICK: Pace = { rounds: 3, runMs: 500, warmUpMs: 700 };

const options = readOptions(process.argv.slice(2));
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
requireBuild();
const [loadBefore = 0] = loadavg();
const cores = twoCores();
const machine = new Machine(cores);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

// Before this process keeps to its core: what is fetched is unpacked by as many as there are.
const { peers, notes } = options.peers ? await findPeers(machine) : { peers: [], notes: [] };
if (cores !== undefined) stayOn(cores.load);
const pace = options.quick ? QUICK : FULL;
const say = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${pc.dim(line)}`);
};

const growth = { machine, pace: options.quick ? QUICK : FULL_GROWTH, say };
const cold = { machine, peers, rounds: COLD_STARTS, say };
const SECTIONS: Readonly<Record<Section, () => Promise<Results>>> = {
  throughput: () =>
    throughput({ machine, pace, startPeers: (answers) => startPeers(machine, peers, answers), say }),
  start: () => start(cold),
  memory: () => memory({ ...cold, rounds: 2 }),
  depth: () => depth(growth),
  worlds: () => worlds(growth),
  faults: () => faults(growth),
};

const all: Results[] = [];
for (const section of options.sections) {
  const results = await SECTIONS[section]();
  say('');
  process.stdout.write(`${results.tables.map(tableText).join('\n\n')}\n\n`);
  all.push(results);
}
await machine.close();

const results = together(all);
const facts = [
  `Node ${process.version} on ${cpus()[0]?.model}; ${
    cores === undefined ? 'not bound to cores' : 'one core each for servers and load'
  }.`,
  ...notes,
];
const warnings = warningsOf(results, loadBefore, cpus().length);
process.stdout.write(`${facts.join('\n')}\n`);
for (const warning of warnings) process.stdout.write(`${pc.yellow(warning)}\n`);
process.stdout.write(`\n${goalsText(results.goals)}\n`);
save(options, results, { facts, warnings });
