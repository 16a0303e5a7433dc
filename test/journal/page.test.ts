/** docs/journal.md: what it shows is what comes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import { startUnderstudy, type Understudy } from '../../src/understudy.ts';
import { missingTools } from '../support/tools.ts';
import { looksLike, runSteps, stepsOf } from '../support/walkthrough.ts';
import { deliveryRecord, requestRecord } from './records.ts';

const PAGE = readFileSync(new URL('../../docs/journal.md', import.meta.url), 'utf8');
/** Where the page's simulator listens. */
const PRINTED = 'http://127.0.0.1:4010';

const runnable = missingTools('bash', 'curl', 'cut').length === 0;
const folder = mkdtempSync(join(tmpdir(), 'understudy-journal-'));

let understudy: Understudy;
beforeAll(async () => {
  understudy = await startUnderstudy({ port: 0 });
});
afterAll(async () => {
  await understudy.close();
  rmSync(folder, { recursive: true });
});

it.runIf(runnable)('the lines to paste print what is shown', async () => {
  const steps = stepsOf(PAGE);
  expect(steps.length).toBeGreaterThan(5);
  const here = steps.map((step) => ({ ...step, command: step.command.replaceAll(PRINTED, understudy.url) }));
  const printed = await runSteps(here, folder);
  for (const [i, { command, shown }] of steps.entries())
    expect(looksLike(printed[i] ?? '', shown), `${command}\nshows:\n${shown}\nand was:\n${printed[i]}`).toBe(
      true,
    );
});

describe('the tables', () => {
  const fields = [...PAGE.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );

  it('name every field of an entry', () => {
    const journal = new Journal();
    journal.write(
      requestRecord({ code: 'x', response: { ...requestRecord().response, status: 404 } as never }),
    );
    journal.write(deliveryRecord({ error: 'x' }));
    const shown = journal.entries().flatMap((entry) => Object.keys(entry));
    expect(shown.filter((name) => !fields.includes(name))).toEqual([]);
  });

  const misses = [...PAGE.matchAll(/^\| `(\w+) (\/\S+)` \| `(\w+ \S+)` \| (.*) \|$/gm)].map(
    ([, method = '', path = '', near, why]) => ({ method, path, near, why }),
  );

  it.each(misses)('tell what is near to $method $path', async ({ method, path, near, why }) => {
    expect(misses).toHaveLength(5);
    await request(understudy.handler)[method.toLowerCase() as 'get'](path);
    const [nearest] = understudy.world().journal.entries({ kind: 'request' }).at(-1)?.near ?? [];
    expect([`${nearest?.method} ${nearest?.path}`, nearest?.why.join('; ')]).toEqual([near, why]);
  });
});
