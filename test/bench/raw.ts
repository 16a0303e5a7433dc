import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RawServer {
  readonly port: number;
  stop(): void;
}

/** Starts `raw-server.ts` in a process of its own. */
export async function startRaw(bodies: Readonly<Record<string, unknown>>): Promise<RawServer> {
  const script = fileURLToPath(import.meta.resolve('./raw-server.ts'));
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(bodies));
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(port.toString()), stop: () => child.kill() };
}
