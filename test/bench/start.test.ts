import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILT } from '../support/serve.ts';
import { Machine } from './machine.ts';
import type { Results } from './results.ts';
import { memory, start } from './sections/start.ts';
import { requireBuild } from './servers/ours.ts';
import { median } from './stats.ts';

/**
 * Against an Express application that says hello, started in turns with ours. Promised are twice its time and one and a
 * half times its memory; measured were 0.9 and 1.0 times. Processor time, since other tests run beside this one.
 */
const MOST_TIME = 1.5;
const MOST_MEMORY = 1.5;

/** All that is read before the first answer. */
const MOST_BYTES = 1_300_000;

const machine = new Machine(undefined);
afterAll(() => machine.close());

describe('The built command', () => {
  it('answers as soon as the least that an Express application can be', { timeout: 120_000 }, async () => {
    requireBuild();
    const { tables } = await start({ machine, peers: [], rounds: 5 });
    // Where the system does not tell processor time, there is only the clock's.
    for (const [way, ratio] of ratiosOf({ tables: tables.slice(-1) })) {
      expect(ratio, way).toBeGreaterThan(0.1);
      expect(ratio, way).toBeLessThan(MOST_TIME);
    }
  });

  it('occupies no more than that when nobody asks', { timeout: 60_000 }, async () => {
    requireBuild();
    for (const [, ratio] of ratiosOf(await memory({ machine, peers: [], rounds: 1 }))) {
      expect(ratio).toBeGreaterThan(0.1);
      expect(ratio).toBeLessThan(MOST_MEMORY);
    }
  });

  it('reads five files before it can answer, and neither YAML nor a schema', async () => {
    requireBuild();
    const files = await loadedBy(() => Promise.resolve());
    expect(files.map(plain)).toEqual(['cli.js', 'command.js', 'serve.js', 'shared.js', 'simulator.js']);
    expect(files.reduce((sum, file) => sum + sizeOf(file), 0)).toBeLessThan(MOST_BYTES);
    // The reader of YAML is there for who brings a world file; nothing that compiles schemas is.
    expect(filesWith('YAMLParseError')).not.toEqual([]);
    expect(files.filter((file) => filesWith('YAMLParseError').includes(file))).toEqual([]);
    expect(filesWith('strictSchema')).toEqual([]);
  });

  it('reads the validators of a provider when the first request reaches them', async () => {
    requireBuild();
    const files = await loadedBy(async (url) => {
      expect((await fetch(`${url}/redbark/health`)).status).toBe(200);
    });
    expect(files.filter((file) => file.endsWith('.cjs'))).toEqual(['mocks-redbark-generated-requests.cjs']);
  });
});

function ratiosOf({ tables }: Pick<Results, 'tables'>): [string, number][] {
  const rows = tables.flatMap((table) => table.rows).filter(({ server }) => server === 'understudy');
  expect(rows).not.toEqual([]);
  return rows.map(({ way = '', ratios = [] }) => [way, median(ratios)]);
}

/** Files of `dist/` that the engine had been given by the end of a process that was asked so. */
async function loadedBy(ask: (url: string) => Promise<void>): Promise<readonly string[]> {
  const folder = machine.temporaryFolder();
  const env = { NODE_V8_COVERAGE: folder };
  const command = [process.execPath, BUILT, 'serve', '--port', '0', '--json'];
  const running = machine.launch('understudy', { env }, ...command);
  await ask(await running.line((line) => (JSON.parse(line) as { readonly url: string }).url));
  const ended = once(running.child, 'exit');
  running.child.kill('SIGTERM');
  await ended;
  const urls = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  const paths = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  return [...new Set(paths)]
    .filter((path) => path.startsWith(DIST))
    .map((path) => path.slice(DIST.length))
    .sort();
}

const DIST = BUILT.slice(0, -'cli.js'.length);

/** Without the part that tells builds apart: `serve-52EIQCA4.js`. */
function plain(file: string): string {
  return file.replace(/-[A-Z0-9]{8}(?=\.js$)/, '');
}

function sizeOf(file: string): number {
  return statSync(join(DIST, file)).size;
}

function filesWith(words: string): string[] {
  const files = readdirSync(DIST).filter((file) => /\.c?js$/.test(file));
  return files.filter((file) => readFileSync(join(DIST, file), 'utf8').includes(words));
}
