/** Prism's command as a validating proxy, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
const PRISM = join(ROOT, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
/** It reads its whole world before it listens: seconds, more on a busy machine. */
const PATIENCE_MS = 50_000;

export interface PrismProxy {
  readonly url: string;
  stop(): void;
}

/**
 * @param provider whose contract is enforced
 * @param upstream address that requests are passed on to
 */
export async function startPrism(provider: string, upstream: string): Promise<PrismProxy> {
  const port = await freePort();
  const contract = join(ROOT, 'contracts', provider, 'openapi.yaml');
  // Requests are wrong on purpose here; only answers are judged.
  const options = [
    '--port',
    String(port),
    '--host',
    '127.0.0.1',
    '--validate-request',
    'false',
    '--cors',
    'false',
  ];
  const child = spawn(process.execPath, [PRISM, 'proxy', contract, upstream, ...options, '-v', 'fatal'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  await listening(port, child, () => said);
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

async function listening(port: number, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return;
    await pause(100);
  }
  child.kill();
  throw new Error(`Prism did not start within ${PATIENCE_MS / 1000} s. It said: ${said() || 'nothing'}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
