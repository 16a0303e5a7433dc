/** Folders of failures: names that every file system takes, and files that other tools read. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Har } from '../../../src/journal/har.ts';
import { folderOf, saveFailedReport } from '../../../src/verify/reports/save-failed.ts';
import { ended, exchange } from './events.ts';
import { friday, hurried, shortPage } from './sample.ts';

const directory = mkdtempSync(join(tmpdir(), 'understudy-failed-'));
afterAll(() => rmSync(directory, { recursive: true }));

const report = saveFailedReport({
  directory,
  caseOf: (id) => (id === shortPage.id ? { id, level: 'must' } : undefined),
});
for (const event of friday) report.on(event);

function read(id: string, file: string): string {
  return readFileSync(join(directory, folderOf(id), file), 'utf8');
}

describe('a folder', () => {
  it('is there for each case that went wrong, and for no other', () => {
    expect(readdirSync(directory)).toEqual([
      'breadbox.transactions.cursor-as-given',
      'fivetran.auth.basic-not-bearer',
      'fivetran.syncs.first-poll-is-too-early',
      'redbark.limits.waits-as-told',
      'redbark.trades.money-stays-exact',
      'redbark.trades.short-page-is-not-the-last',
      'redbark.wire.slow-answer',
      'snaptrade.connections.answer-never-comes',
    ]);
  });

  it('has the case as it was written, or else what is known of it', () => {
    expect(JSON.parse(read(shortPage.id, 'case.json'))).toEqual({ id: shortPage.id, level: 'must' });
    expect(JSON.parse(read(hurried.id, 'case.json'))).toMatchObject({
      id: hurried.id,
      findings: hurried.findings,
    });
  });

  it('has an archive of the exchanges', () => {
    const { log } = JSON.parse(read(hurried.id, 'exchanges.har')) as Har;
    expect(log.version).toBe('1.2');
    expect(log.entries).toHaveLength(14);
    const [first, , third] = log.entries;
    expect(first?.startedDateTime).toBe('2026-03-16T09:00:00.000Z');
    expect(first?.request.queryString).toContainEqual({ name: 'connectionId', value: 'conn_7a' });
    expect(third).toMatchObject({
      startedDateTime: '2026-03-16T09:00:00.004Z',
      response: { status: 429, statusText: 'Too Many Requests', content: { mimeType: 'application/json' } },
      _understudy: { number: 3, faults: ['rate-limited'] },
    });
    for (const { timings, time } of log.entries)
      expect(timings.send + timings.wait + timings.receive).toBe(time);
  });

  it('has the adapter’s lines and says how to repeat it', () => {
    const lines = read(shortPage.id, 'adapter.ndjson').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).from)).toEqual(['suite', 'stderr', 'adapter']);
    expect(read(shortPage.id, 'README.md')).toContain(`again  ${shortPage.reproduce}`);
  });

  it('is written when the case ends, not when the run does', () => {
    const early = mkdtempSync(join(tmpdir(), 'understudy-failed-'));
    const broken = saveFailedReport({ directory: early });
    broken.on(shortPage);
    expect(existsSync(join(early, 'redbark.trades.short-page-is-not-the-last', 'README.md'))).toBe(true);
    rmSync(early, { recursive: true });
  });
});

describe('names of folders', () => {
  const NASTY = [
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    '.',
    '',
    'con/trades/x',
    'NUL',
    'a/b/c?*:"<>|',
    'a\u0000b',
    'x'.repeat(400),
    'toy/ümläut/日本',
    'toy/a b/c',
    '.hidden/a/b',
    'trailing./',
  ];

  it.each(NASTY)('%j stays inside and is one folder', (id) => {
    const name = folderOf(id);
    expect(name).toMatch(/^[A-Za-z0-9_-][\w.-]*[\w-]$/);
    expect(name.length).toBeLessThan(160);
    expect(name).not.toMatch(/^(con|nul)(\.|$)/i);
    expect(name).not.toContain('..');
  });

  it('are never the same for different ids', () => {
    const ids = [...NASTY, 'a/b', 'a.b', 'a-b', 'a b', 'a?b', `${'x'.repeat(400)}y`];
    expect(new Set(ids.map(folderOf)).size).toBe(ids.length);
  });
});

it('takes a target that is no path', () => {
  const odd = mkdtempSync(join(tmpdir(), 'understudy-failed-'));
  const one = saveFailedReport({ directory: odd });
  const target = '*';
  expect(() =>
    one.on(ended('toy/a/b', { verdict: 'fail', exchanges: [exchange(1, { target })] })),
  ).not.toThrow();
  rmSync(odd, { recursive: true });
});
