/** All reports at once, as a run is given them; and what was saved, read again and put together. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import {
  combined,
  eventsOf,
  NotWritable,
  openReports,
  type ReportTargets,
  readEvents,
  runsOf,
  type Surroundings,
} from '../../../src/verify/reports/index.ts';
import { clientName } from '../../../src/verify/reports/words.ts';
import { client, ended, runOf, started } from './events.ts';
import { friday, monday, shortPage } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stream(): NodeJS.WriteStream & { text(): string } {
  const written: string[] = [];
  const fake = {
    write: (text: string) => written.push(text) > 0,
    text: () => written.join(''),
    columns: 100,
    isTTY: false,
  };
  return fake as unknown as NodeJS.WriteStream & { text(): string };
}

async function run(events: readonly RunEvent[], targets: ReportTargets, env: Surroundings['env'] = {}) {
  const stdout = stream();
  const stderr = stream();
  const reports = openReports(targets, { stdout, stderr, colours: false, env });
  for (const event of events) reports.on(event);
  await reports.close();
  return { stdout: stdout.text(), stderr: stderr.text() };
}

function path(name: string): string {
  return join(folder, name);
}

function lines(events: readonly RunEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

describe('reports with files', () => {
  it('are all written, folders too', async () => {
    const { stdout } = await run(friday, {
      events: path('deep/er/run.ndjson'),
      junit: path('deep/junit.xml'),
      markdown: path('deep/summary.md'),
      html: path('deep/report.html'),
      badge: path('deep/badge.json'),
      saveFailed: path('deep/failed'),
    });
    expect(stdout).toContain('BROKEN');
    expect(readFileSync(path('deep/er/run.ndjson'), 'utf8')).toBe(lines(friday));
    expect(readFileSync(path('deep/junit.xml'), 'utf8')).toMatch(/^<\?xml/);
    expect(readFileSync(path('deep/summary.md'), 'utf8')).toMatch(/^## /);
    expect(readFileSync(path('deep/report.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(JSON.parse(readFileSync(path('deep/badge.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
    expect(existsSync(path('deep/failed/redbark.limits.waits-as-told/exchanges.har'))).toBe(true);
  });

  it('have an image for a badge that is named so', async () => {
    await run(monday, { badge: path('badge.svg') });
    expect(readFileSync(path('badge.svg'), 'utf8')).toMatch(/^<svg /);
  });

  it('leave standard output to the one that goes there', async () => {
    const { stdout, stderr } = await run(monday, { events: '-' });
    expect(stdout).toBe(lines(monday));
    expect(stderr).toContain('PASSED');
  });

  it('don’t go there two at a time', async () => {
    await expect(run(monday, { events: '-', junit: '-' })).rejects.toThrow(
      new NotWritable('only one report can go to standard output, not events and junit'),
    );
  });

  it('are appended to the summary of a job, and replace what else was there', async () => {
    const file = path('step.md');
    writeFileSync(file, 'before\n');
    await run(monday, { markdown: file }, { GITHUB_STEP_SUMMARY: file });
    expect(readFileSync(file, 'utf8')).toMatch(/^before\n## /);
    await run(monday, { markdown: file });
    expect(readFileSync(file, 'utf8')).toMatch(/^## /);
  });

  it('say before the run that they can’t be written', () => {
    writeFileSync(path('file'), '');
    const around = { stdout: stream(), stderr: stream(), colours: false, env: {} };
    expect(() => openReports({ html: path('file/report.html') }, around)).toThrow(NotWritable);
    expect(() => openReports({ junit: folder }, around)).toThrow(/can't be written/);
  });

  it('hold the events as they happen, not only at the end', () => {
    const around = { stdout: stream(), stderr: stream(), colours: false, env: {} };
    const reports = openReports({ events: path('live.ndjson') }, around);
    reports.on(started());
    reports.on(shortPage);
    expect(readFileSync(path('live.ndjson'), 'utf8')).toBe(lines([started(), shortPage]));
  });
});

describe('events that were saved', () => {
  it('are read as they were', () => {
    expect(readEvents(lines(friday), 'a')).toEqual({ ok: true, events: friday });
  });

  it('may end in half a line, and may have kinds that are not known yet', () => {
    const text = `${lines(monday.slice(0, 5))}{"event":"weather","sky":"blue"}\n{"event":"case","id":"toy/no`;
    expect(readEvents(text, 'a')).toEqual({ ok: true, events: monday.slice(0, 5) });
  });

  it.each([
    ['', 'a: no events of a run are in it'],
    ['nothing\n', 'a:1: not an event of a run: it is no JSON'],
    ['[]\n', 'a:1: not an event of a run: it has no member "event"'],
    [
      `${lines([started()])}{"event":"case"}\n`,
      'a:2: not an event of a run: "id" of "case" has to be a text',
    ],
    [
      lines([{ ...ended('toy/a/b'), verdict: 'maybe' as 'pass' }]),
      'a:1: not an event of a run: verdict "maybe"; allowed are pass, fail, expected-fail, unexpected-pass, flaky, unsupported, not-run, error',
    ],
  ])('%j is told with file and line', (text, error) => {
    expect(readEvents(text, 'a')).toEqual({ ok: false, error });
  });
});

describe('shards', () => {
  const shard = (index: number, cases: Parameters<typeof runOf>[0]): RunEvent[] =>
    runOf(cases, { shard: `${index}/2` }, { tookMs: index * 100 });
  const first = shard(1, [ended('toy/a/one'), shortPage]);
  const second = shard(2, [ended('toy/a/two')]);

  it('of one client become one run', () => {
    const [run, ...others] = combined(runsOf([...first, ...second]));
    expect(others).toEqual([]);
    expect(run?.cases.map(({ id }) => id)).toEqual(['toy/a/one', shortPage.id, 'toy/a/two']);
    expect(run?.started?.cases).toBe(3);
    expect(run?.ended).toMatchObject({ exitCode: 1, failed: 1, tookMs: 200, counts: { pass: 2, fail: 1 } });
  });

  it('of different clients, and the same one twice, stay runs of their own', () => {
    const other = runOf([ended('toy/a/two')], { shard: '2/2', client: client('other', '1') });
    expect(combined(runsOf([...first, ...other]))).toHaveLength(2);
    expect(combined(runsOf([...first, ...first]))).toHaveLength(2);
  });

  it('are broken off when one of them is', () => {
    const [run] = combined(runsOf([...first, ...second.slice(0, -1)]));
    expect(run?.ended).toBeUndefined();
  });

  it('leave runs without shards alone, in their order', () => {
    expect(combined(runsOf([...friday, ...monday, ...friday])).map(clientName)).toEqual([
      'ledgerline 1.4.0',
      'pyledger 0.9.2',
      'ledgerline 1.4.0',
    ]);
  });
});

it('gives events that make the same run again', () => {
  const [run] = runsOf(friday);
  expect(run && runsOf(eventsOf(run))).toEqual([run]);
});
