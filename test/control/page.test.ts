/** docs/control.md, line by line: what it tells to paste is run, and what it shows is what comes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/control/generated/operations.ts';
import { startUnderstudy, type Understudy } from '../../src/understudy.ts';
import { missingTools } from '../support/tools.ts';
import { looksLike, runSteps, stepsOf } from '../support/walkthrough.ts';

const PAGE = readFileSync(new URL('../../docs/control.md', import.meta.url), 'utf8');
/** Where the page's simulator listens. */
const PRINTED = 'http://127.0.0.1:4010';

const steps = stepsOf(PAGE);
const runnable = missingTools('bash', 'curl', 'grep', 'tr', 'cut').length === 0;
const folder = mkdtempSync(join(tmpdir(), 'understudy-walk-'));

let understudy: Understudy;
let printed: string[] = [];
beforeAll(async () => {
  understudy = await startUnderstudy({ port: 0 });
  const here = steps.map((step) => ({ ...step, command: step.command.replaceAll(PRINTED, understudy.url) }));
  if (runnable) printed = await runSteps(here, folder);
});
afterAll(async () => {
  await understudy.close();
  rmSync(folder, { recursive: true });
});

describe.runIf(runnable)('the walk', () => {
  it('has all its steps', () => {
    expect(steps.length).toBeGreaterThan(15);
    expect(printed).toHaveLength(steps.length);
  });

  it.each(steps.map((step, index) => ({ ...step, index })))('$index: $command', ({ shown, index }) => {
    const text = (printed[index] ?? '').replaceAll(understudy.url, PRINTED);
    expect(looksLike(text, shown), `It shows:\n${shown}\nand it was:\n${text}`).toBe(true);
  });

  it('leaves nothing behind', () => {
    expect(understudy.worlds().map(({ id }) => id)).toEqual(['main']);
  });
});

describe('the table of endpoints', () => {
  it('has every one, as the contract words it', () => {
    const rows = [...PAGE.matchAll(/^\| `([A-Z]+ \/\S*)` \| (.*) \|$/gm)].map(
      ([, where, says]) => `${where}: ${says}`,
    );
    const wanted = operations.map(({ method, path, summary }) => `${method} ${path}: ${summary}`);
    expect([...rows].sort()).toEqual([...wanted].sort());
  });
});
