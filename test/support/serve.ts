/** The command `understudy serve` in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WorldSummary } from '../../src/world/handle.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const BUILT = join(ROOT, 'dist', 'cli.js');
const PATIENCE_MS = 30_000;

export interface Served {
  readonly url: string;
  readonly world: WorldSummary;
  readonly pid: number;
  /** What the control API wants, if it wants anything. */
  readonly controlToken: string | undefined;
  stop(): Promise<void>;
}

/**
 * Starts the built command, or the sources where nothing was built, and waits for its `listening` line.
 *
 * @param args after `serve --port 0 --json`
 */
export async function serve(...args: string[]): Promise<Served> {
  const command = existsSync(BUILT) ? [BUILT] : ['--import', 'tsx', join(ROOT, 'src', 'cli', 'main.ts')];
  const child = spawn(process.execPath, [...command, 'serve', '--port', '0', '--json', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const line = await firstLine(child);
  const { url, world, controlToken } = JSON.parse(line) as Pick<Served, 'url' | 'world' | 'controlToken'>;
  return { url, world, controlToken, pid: child.pid as number, stop: () => stopped(child) };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaints = '';
    const fail = (what: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`understudy serve ${what}. It said: ${complaints || 'nothing'}`));
    };
    const timer = setTimeout(() => fail(`printed no line in ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
    child.stderr?.on('data', (text) => (complaints += text));
    child.once('exit', (code) => fail(`ended with code ${code}`));
    if (child.stdout === null) throw new Error('The child was started without a pipe for its output.');
    createInterface(child.stdout).once('line', (line) => {
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(line);
    });
  });
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
