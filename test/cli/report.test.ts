/** `understudy report`: reports from saved events, by the built command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/verify/events.ts';
import { friday, monday } from '../verify/reports/sample.ts';
import { understudy } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, events: readonly RunEvent[]): string {
  const file = join(folder, name);
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return file;
}

const fridays = saved('friday.ndjson', friday);
const mondays = saved('monday.ndjson', monday);

describe('understudy report', () => {
  it('tells a run again, whatever its verdict, and ends well', async () => {
    const { code, stdout } = await understudy('report', fridays);
    expect(code).toBe(0);
    expect(stdout).toContain('FAILED  redbark/limits/waits-as-told  (must)');
    expect(stdout).toMatch(/^BROKEN {2}ledgerline 1\.4\.0 failed 6 of 43 cases/m);
  });

  it('puts several clients beside each other, and only names the files it wrote', async () => {
    const html = join(folder, 'out', 'report.html');
    const junit = join(folder, 'out', 'junit.xml');
    const { code, stdout } = await understudy('report', fridays, mondays, '--html', html, '--junit', junit);
    expect(code).toBe(0);
    expect(stdout).toBe(`wrote ${junit}\nwrote ${html}\n`);
    expect(readFileSync(html, 'utf8').match(/class="client"/g)).toHaveLength(2);
    expect(readFileSync(junit, 'utf8')).toContain('pyledger 0.9.2: redbark');
  });

  it('gives one report to a pipe', async () => {
    const { stdout } = await understudy('report', mondays, '--badge', '-');
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      label: 'pyledger',
      message: '46 of 47 passed',
      color: 'yellow',
    });
  });

  it('says which file and line it can’t read, and ends with 2', async () => {
    const broken = join(folder, 'broken.ndjson');
    writeFileSync(broken, '{"event":"case-started","id":"toy/a/b"}\n{"event":"case"}\n');
    expect(await understudy('report', broken)).toMatchObject({
      code: 2,
      stderr: `understudy: ${broken}:2: not an event of a run: "id" of "case" has to be a text\n`,
    });
    expect((await understudy('report', join(folder, 'none.ndjson'))).stderr).toContain("can't be read");
    expect((await understudy('report', fridays, mondays, '--badge', '-')).stderr).toContain(
      'a badge is for one run; in these files are 2',
    );
    expect((await understudy('report', fridays, '--html', folder)).stderr).toContain("can't be written");
  });
});
