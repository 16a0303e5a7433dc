/** An adapter as a process: its stdin and stdout carry the messages, its stderr is for people. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type Channel, type ChannelEvents, LineCutter } from './channel.ts';

/** How long a process may take to end after `bye`. */
const GRACE_MS = 2000;

/**
 * @param command as a shell reads it: `python3 adapter.py`
 * @param env over the environment of this process
 */
export function processChannel(
  command: string,
  events: ChannelEvents,
  env: Readonly<Record<string, string>> = {},
): Channel {
  // A group of its own: what the shell starts must not outlive it.
  const child = spawn(command, {
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      if (over) return;
      over = true;
      living.delete(child);
      lines.end();
      asides.end();
      resolve();
      events.onEnd(why);
    };
    child.once('error', (error) => end(`it could not be started: ${error.message}`));
    child.once('close', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const lines = new LineCutter(events.onLine, () => events.onLine('\u0000'));
  const asides = new LineCutter(events.onAside, () => {});
  child.stdout.on('data', (chunk: Buffer) => lines.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => asides.push(chunk));
  // Writing to one that has died is told by its end.
  child.stdin.on('error', () => {});
  living.add(child);
  killAllAtExit();
  return {
    send: (line) => {
      if (!over) child.stdin.write(`${line}\n`);
    },
    kill: () => killGroup(child),
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => killGroup(child), GRACE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Processes that have not ended: none may outlive us, however we end. */
const living = new Set<ChildProcess>();
let watching = false;

function killAllAtExit(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const child of living) killGroup(child);
  });
}

function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
