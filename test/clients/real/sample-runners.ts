/** Runs a sample as it stands, and hands out what one of its variables holds at the end. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseExactly } from '../../../src/verify/exact-json.ts';

export interface SampleRunner {
  /** @throws what the sample throws; an error of another language by its name and text */
  run(text: string, variable: string): Promise<unknown>;
  close(): void;
}

/** As a module of this process: what it throws is what Node throws. What it prints is kept from the screen. */
export function javaScriptRunner(): SampleRunner {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  let count = 0;
  return {
    async run(text, variable) {
      count += 1;
      const file = join(folder, `sample-${count}.mjs`);
      writeFileSync(file, `const console = { log() {} };\n${text}\nexport { ${variable} as collected };\n`);
      const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
        readonly collected: unknown;
      };
      return module.collected;
    },
    close() {
      rmSync(folder, { recursive: true });
    },
  };
}

/** Python, and the package that the samples import. */
export function hasPython(): boolean {
  return spawnSync('python3', ['-c', 'import requests']).status === 0;
}

/** By `run-samples.py`, in one process: Python takes its time to start. */
export function pythonRunner(): SampleRunner {
  const child = spawn('python3', [join(import.meta.dirname, 'run-samples.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<
    string,
    { readonly resolve: (value: unknown) => void; readonly reject: (why: Error) => void }
  >();
  let count = 0;
  createInterface(child.stdout).on('line', (line) => {
    // Exactly, for the numbers in it are the sample's.
    const parsed = parseExactly(line);
    const said = (parsed.ok ? parsed.value : {}) as {
      readonly seq?: string;
      readonly value?: unknown;
      readonly error?: { readonly name: string; readonly message: string };
    };
    const { seq = '' } = said;
    const { resolve, reject } = waiting.get(seq) ?? {};
    waiting.delete(seq);
    if (said.error === undefined) resolve?.(said.value);
    else reject?.(Object.assign(new Error(said.error.message), { name: said.error.name }));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('Python has ended.'));
  });
  return {
    run: (text, variable) =>
      new Promise((resolve, reject) => {
        count += 1;
        waiting.set(String(count), { resolve, reject });
        child.stdin.write(`${JSON.stringify({ seq: String(count), text, variable })}\n`);
      }),
    close() {
      child.kill();
    },
  };
}
