/**
 * What the benchmark occupies of this machine: cores, processes, a temporary folder; and that nothing of it is left,
 * whatever ends the benchmark.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One core each, so that neither takes the other's time. */
export interface Cores {
  readonly server: number;
  readonly load: number;
}

export interface Launch {
  /** Written to its standard input, which is closed then. */
  readonly input?: string;
  /** On any core: it is not measured. */
  readonly anywhere?: boolean;
  readonly cwd?: string;
  /** A channel for messages, as `child_process.fork` gives one. */
  readonly ipc?: boolean;
  /** Over this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** As much of what a server printed as helps when it fails. */
const SAID = 4000;
const PATIENCE_MS = 60_000;

export class Running {
  readonly child: ChildProcess;
  readonly #name: string;
  #said = '';
  #startFailed = false;

  constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.child = child;
    child.once('error', (error) => {
      this.#startFailed = true;
      this.#said += error.message;
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        this.#said = (this.#said + text).slice(-SAID);
      });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get ended(): boolean {
    return this.#startFailed || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** What to throw when it does not do what it should. */
  failure(what: string): Error {
    return new Error(`${this.#name} ${what}. It said: ${this.#said.trim() || 'nothing'}`);
  }

  /** The first line it prints that `find` makes something of. */
  line<T>(find: (line: string) => T | undefined, patienceMs: number = PATIENCE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(this.failure(`was not ready in ${patienceMs / 1000} s`)),
        patienceMs,
      );
      const settle = (then: () => void): void => {
        clearTimeout(late);
        this.child.stdout?.off('data', read);
        then();
      };
      let text = '';
      const read = (chunk: Buffer): void => {
        text += chunk;
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) {
          const found = find(line);
          if (found === undefined) continue;
          settle(() => resolve(found));
          return;
        }
      };
      this.child.stdout?.on('data', read);
      this.child.once('error', () => settle(() => reject(this.failure('did not start'))));
      // Not 'exit', which may come before the last it printed.
      this.child.once('close', (code) => settle(() => reject(this.failure(`ended with code ${code}`))));
    });
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    await new Promise<void>((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.kill('SIGKILL');
    });
  }
}

export class Machine {
  readonly cores: Cores | undefined;
  readonly #running = new Set<Running>();
  readonly #folders: string[] = [];
  readonly #leave = (): void => this.#clear();

  /** @param cores undefined: the system places every process where it likes */
  constructor(cores: Cores | undefined) {
    this.cores = cores;
    process.once('exit', this.#leave);
  }

  /**
   * Starts a program on the servers' core.
   *
   * @example machine.launch('Prism', process.execPath, 'prism.js', 'mock')
   */
  launch(name: string, options: Launch, ...command: readonly string[]): Running {
    const [program = '', ...args] =
      this.cores === undefined || options.anywhere === true
        ? command
        : ['taskset', '-c', String(this.cores.server), ...command];
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe', ...(options.ipc === true ? (['ipc'] as const) : [])],
      env: { ...process.env, ...options.env },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    // Who ends at once does not read its input; its exit tells.
    child.stdin?.once('error', () => {}).end(options.input ?? '');
    const running = new Running(name, child);
    this.#running.add(running);
    child.once('exit', () => this.#running.delete(running));
    return running;
  }

  temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'));
    this.#folders.push(folder);
    return folder;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((one) => one.stop()));
    this.#clear();
    process.off('exit', this.#leave);
  }

  #clear(): void {
    for (const { child } of this.#running) child.kill('SIGKILL');
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Two cores that this process may use; undefined where there are no two, or no `taskset` to ask for them. */
export function twoCores(): Cores | undefined {
  const { status, stdout } = spawnSync('taskset', ['-c', '-p', String(process.pid)], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [server, load] = coresIn(stdout.slice(stdout.lastIndexOf(':') + 1));
  return server === undefined || load === undefined ? undefined : { server, load };
}

/** `0-2,5` is 0, 1, 2 and 5. */
export function coresIn(list: string): number[] {
  return list
    .trim()
    .split(',')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

/** Keeps this process, which makes the load, on its core. */
export function stayOn(core: number): void {
  spawnSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]);
}

/** Processor time a process has used, milliseconds; undefined where the system does not tell. */
export function processorTime(pid: number): number | undefined {
  try {
    return threadTime(`/proc/${pid}/task`);
  } catch {
    return undefined;
  }
}

/** The first number is nanoseconds on a core; threads that have ended are not there, but servers keep theirs. */
function threadTime(tasks: string): number {
  const nanoseconds = readdirSync(tasks).map((task) =>
    Number(readFileSync(join(tasks, task, 'schedstat'), 'latin1').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/**
 * Lets one of several processes go on, and halts the others: what a server does of itself between its runs, compile or
 * collect, would take the time of the one whose turn it is.
 *
 * @param turn undefined: all go on
 */
export function takeTurn(turn: number | undefined, pids: Iterable<number>): void {
  if (process.platform === 'win32') return;
  for (const pid of pids) process.kill(pid, turn === undefined || pid === turn ? 'SIGCONT' : 'SIGSTOP');
}

/** Resident memory of a process, megabytes. */
export function residentMemory(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kilobytes = existsSync(file)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
    : spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return Number(kilobytes) / 1024;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
