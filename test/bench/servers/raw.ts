import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import type { Answer, Server } from './server.ts';

const SCRIPT = join(import.meta.dirname, 'raw-server.mjs');

/** The yardstick: `node:http` and `JSON.stringify`, and none of the stages. */
export async function startRaw(machine: Machine, answers: readonly Answer[]): Promise<Server> {
  const input = JSON.stringify(Object.fromEntries(answers.map(({ path, text }) => [path, JSON.parse(text)])));
  const running = machine.launch('node:http', { input }, process.execPath, SCRIPT);
  const port = await running.line((line) => Number(line) || undefined);
  return { name: 'node:http', port, running };
}
