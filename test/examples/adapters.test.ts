/** The example adapters, judged by the command, and every message of their runs held against its schema. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/verify/events.ts';
import type { CaseMessage, Hello } from '../../src/verify/protocol.ts';
import { understudy } from '../cli/command.ts';
import { missingTools } from '../support/tools.ts';
import { mistakesIn } from './schemas.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const ALL = 600_000;
const FINE = ['pass', 'unsupported', 'expected-fail'];

interface Example {
  readonly language: string;
  readonly tools: readonly string[];
  /** What has to be done before it can be started, in its folder; `out` is a folder of its own. */
  readonly build?: (out: string) => readonly string[];
  readonly command: (folder: string, out: string) => string;
  readonly run: readonly string[];
  readonly more?: readonly string[];
}

const JAVA = ['Adapter', 'Api', 'Case', 'Failure', 'Json', 'Redbark', 'Webhook'].map(
  (name) => `${name}.java`,
);

const examples: readonly Example[] = [
  {
    language: 'python',
    tools: ['python3'],
    command: (folder) => `python3 -B ${folder}/adapter.py`,
    run: ['redbark/**', 'breadbox/**', 'fivetran/**'],
  },
  {
    language: 'go',
    tools: ['go'],
    build: (out) => ['go', 'build', '-o', `${out}/adapter`, '.'],
    command: (_, out) => `${out}/adapter`,
    run: ['redbark/**'],
  },
  {
    language: 'java',
    tools: ['java', 'javac'],
    build: (out) => ['javac', '-d', out, ...JAVA],
    command: (_, out) => `java -cp ${out} Adapter`,
    run: ['redbark/**'],
  },
  {
    language: 'shell',
    tools: ['bash', 'curl', 'jq', 'paste', 'sed'],
    command: (folder) => `bash ${folder}/adapter.sh`,
    run: ['redbark/**'],
    more: ['--expected-failures', join(EXAMPLES, 'shell/expected-failures.txt')],
  },
];

describe.each(examples)('the example in $language', ({ language, tools, build, command, run, more = [] }) => {
  const missing = missingTools(...tools, 'tee');
  if (missing.length > 0) {
    console.info(`${missing.join(' and ')} not here: the example adapter in ${language} is not run.`);
  }

  it.runIf(missing.length === 0)(
    'passes every case of the jobs it does',
    async () => {
      const folder = join(EXAMPLES, language);
      const out = mkdtempSync(join(tmpdir(), 'understudy-'));
      const [program, ...words] = build?.(out) ?? [];
      if (program !== undefined) {
        const { status, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
        expect(stderr).toBe('');
        expect(status).toBe(0);
      }
      const log = (name: string) => join(out, name);
      const between = `tee -a ${log('from-suite')} | ${command(folder, out)} | tee -a ${log('from-adapter')}`;
      // All the other tests may be under way at the same time, so a case may take longer than usual.
      const usual = ['--timeout', '60s', '--events', log('events')];
      const { code, stdout } = await understudy(
        ...['verify', '--adapter', between, '--run', ...run, ...usual, ...more],
      );
      expect(stdout).toMatch(/^PASSED/m);
      expect(code).toBe(0);

      const events = linesOf(log('events')).map((line) => JSON.parse(line) as RunEvent);
      const cases = events.filter((event) => event.event === 'case');
      const passed = cases.filter(({ verdict }) => verdict === 'pass').length;
      expect(cases.filter(({ verdict }) => !FINE.includes(verdict)).map(({ id }) => id)).toEqual([]);
      expect(passed).toBeGreaterThan(50);

      expect(mistakesIn(linesOf(log('from-suite')), 'suite')).toEqual([]);
      expect(mistakesIn(linesOf(log('from-adapter')), 'adapter')).toEqual([]);
      // A job without a case would go unnoticed.
      const [hello] = linesOf(log('from-adapter')).map((line) => JSON.parse(line) as Partial<Hello>);
      const asked = linesOf(log('from-suite')).flatMap(
        (line) => (JSON.parse(line) as Partial<CaseMessage>).operation ?? [],
      );
      expect([...new Set(asked)].sort()).toEqual([...(hello?.operations ?? [])].sort());
    },
    ALL,
  );
});

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trim().split('\n');
}
