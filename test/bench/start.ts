/** How soon the built command answers, and what it occupies then. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { BUILT, serve } from '../support/serve.ts';

export interface Start {
  /** From the start of the process to the end of its first answer, milliseconds. */
  readonly answeredAfter: number;
  /**
   * Processor time until then, milliseconds: what `answeredAfter` would be with nothing else on the machine, give or
   * take. The same as `answeredAfter` where the system does not tell.
   */
  readonly processorTime: number;
}

export interface Memory {
  /** Resident set, megabytes, a while after every provider has answered once. */
  readonly idle: number;
}

/** Time for the garbage collector to notice that nothing happens. */
const SETTLE_MS = 3000;

export function requireBuild(): void {
  if (!existsSync(BUILT)) throw new Error('There is no dist/cli.js to measure. Run `npm run build` first.');
}

export async function measureStart(): Promise<Start> {
  const started = performance.now();
  const served = await serve();
  const status = await statusOf(`${served.url}/redbark/health`);
  const answeredAfter = performance.now() - started;
  const processorTime = processorMilliseconds(served.pid) ?? answeredAfter;
  await served.stop();
  if (status !== 200) throw new Error(`The first answer was a ${status}, not a 200.`);
  return { answeredAfter, processorTime };
}

export async function measureMemory(): Promise<Memory> {
  const served = await serve();
  for (const provider of Object.keys(served.world.providers)) await statusOf(`${served.url}/${provider}/`);
  await pause(SETTLE_MS);
  const idle = residentMegabytes(served.pid);
  await served.stop();
  return { idle };
}

function statusOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    }).once('error', reject);
  });
}

function residentMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kilobytes = existsSync(file)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}

/** Linux counts in hundredths of a second; user and system time are the 14th and 15th field. */
function processorMilliseconds(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  // The second field, the command's name, may hold blanks; it ends with the last bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
