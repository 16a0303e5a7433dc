/** What the README tells a reader to paste is what the program prints, and it works. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers, startUnderstudy, type Understudy } from '../src/understudy.ts';
import { missingTools } from './support/tools.ts';

const run = promisify(execFile);
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Where the README's simulator listens. */
const PRINTED = 'http://127.0.0.1:4010';

const runnable = missingTools('bash', 'curl', 'openssl', 'base64').length === 0;

let understudy: Understudy;
beforeAll(async () => {
  understudy = await startUnderstudy({ port: 0 });
});
afterAll(() => understudy.close());

describe('the README', () => {
  const each = providers.map(({ id, title }) => ({ id, title }));

  it.each(each)('has the line to paste for $title', ({ id }) => {
    const sample = understudy.world().samples()[id] ?? '';
    expect(README).toContain(sample.replaceAll(understudy.url, PRINTED));
  });

  it.runIf(runnable).each(each)('has a line for $title that answers when pasted', async ({ id }) => {
    const sample = understudy.world().samples()[id] ?? '';
    const { stdout } = await run('bash', ['-c', sample]);
    const answer = JSON.parse(stdout);
    expect(answer).not.toHaveProperty('error');
    expect(JSON.stringify(answer).length).toBeGreaterThan(200);
    expect(understudy.world().journal.entries({ provider: id }).at(-1)).toMatchObject({ status: 200 });
  });

  it('shows the example that is run here', () => {
    const example = readFileSync(new URL('../examples/vitest/trades.test.ts', import.meta.url), 'utf8');
    expect(README).toContain(example.trim());
  });

  it('links only to files that are there', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links)
      expect(() => readFileSync(new URL(`../${link}`, import.meta.url)), link).not.toThrow();
  });
});
