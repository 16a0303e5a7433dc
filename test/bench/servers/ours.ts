/** The built command, `understudy serve`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WorldSummary } from '../../../src/world/handle.ts';
import { BUILT } from '../../support/serve.ts';
import type { Machine } from '../machine.ts';
import type { Server } from './server.ts';

export const WORLD = join(import.meta.dirname, '..', 'world.yaml');

export interface Ours extends Server {
  readonly world: WorldSummary;
}

export function requireBuild(): void {
  if (!existsSync(BUILT)) throw new Error('There is no dist/cli.js to measure. Run `npm run build` first.');
}

/** @param args after `serve --port 0 --json` */
export async function startOurs(machine: Machine, ...args: readonly string[]): Promise<Ours> {
  requireBuild();
  const command = [process.execPath, BUILT, 'serve', '--port', '0', '--json', ...args];
  const running = machine.launch('understudy', {}, ...command);
  const { url, world } = await running.line(
    (line) => JSON.parse(line) as { readonly url: string; readonly world: WorldSummary },
  );
  return { name: 'understudy', port: Number(new URL(url).port), running, world };
}
