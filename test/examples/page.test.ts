/** docs/adapter.md: what stands in it is run and compared. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAILURE_KINDS } from '../../src/verify/protocol.ts';
import { understudy } from '../cli/command.ts';
import { missingTools } from '../support/tools.ts';
import { FROM_ADAPTER, mistakesIn, schemaOf, TO_ADAPTER } from './schemas.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/adapter.md'), 'utf8');
const python = missingTools('python3').length === 0;
if (!python) console.info('python3 is not here: the first adapter of docs/adapter.md is not run.');

/** Contents of the fenced blocks with this heading. */
function blocks(heading: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${heading}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text]) => text ?? '',
  );
}

describe.runIf(python)('the first adapter of the page', () => {
  const [text = ''] = blocks('python adapter\\.py');
  const path = join(mkdtempSync(join(tmpdir(), 'understudy-')), 'adapter.py');
  writeFileSync(path, text);
  const command = `python3 '${path}'`;

  it('is short', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it('is found to be in order', async () => {
    const { code, stdout } = await understudy('verify', '--adapter', command, '--check-adapter');
    expect(stdout).toContain('ok    hello: my-first-client 0.1 in Python; clock');
    expect(stdout).toMatch(/ok {4}redbark\.listTrades: answered a list of \d+/);
    expect(code).toBe(0);
  }, 60_000);

  it('gets its verdict: much is right, and what is not is told', async () => {
    const { code, stdout } = await understudy('verify', '--adapter', command, '--run', 'redbark/**');
    const [, failed, all] = /FAILED {2}my-first-client 0\.1 failed (\d+) of (\d+) cases/.exec(stdout) ?? [];
    expect(Number(failed)).toBeGreaterThan(5);
    expect(Number(failed)).toBeLessThan(Number(all) / 2);
    for (const [, id] of page.matchAll(/^FAILED {2}(redbark\/\S+) {2}\(must\)$/gm)) {
      expect(stdout).toContain(`FAILED  ${id}  (must)`);
    }
    expect(code).toBe(1);
  }, 180_000);
});

describe('the specification', () => {
  it('shows messages that are messages', () => {
    const lines = blocks('json').flatMap((text) => text.trim().split('\n'));
    const ofAdapter = (line: string) => /"type":"(result|sleep)"|"client":/.test(line);
    expect(lines.length).toBeGreaterThan(8);
    expect(mistakesIn(lines.filter(ofAdapter), 'adapter')).toEqual([]);
    expect(
      mistakesIn(
        lines.filter((line) => !ofAdapter(line)),
        'suite',
      ),
    ).toEqual([]);
  });

  it('lists exactly the kinds of failures there are', () => {
    const table = page.slice(page.indexOf('| kind |'), page.indexOf('**`unsupported`**'));
    const rows = [...table.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, kind, says]) => [kind, says]);
    expect(Object.fromEntries(rows)).toEqual(FAILURE_KINDS);
  });

  it('names every member of every message', () => {
    const members = [...TO_ADAPTER, ...FROM_ADAPTER].flatMap((name) => {
      const { properties, $defs } = schemaOf(name);
      return [...Object.keys(properties), ...Object.keys($defs?.Failure?.properties ?? {})];
    });
    for (const member of new Set(members)) expect(page.includes(`\`${member}\``), member).toBe(true);
  });
});
