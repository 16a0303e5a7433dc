/** `understudy verify`, as who judges a client types it. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { understudy } from '../cli/command.ts';

const HERE = import.meta.dirname;
const HONEST = `node ${HERE}/adapters/misbehaving.mjs honest`;
const PRINTS = `node ${HERE}/adapters/misbehaving.mjs prints`;
const CASES = 'redbark/connections/*';
const ONE = 'redbark/connections/every-status-is-shown';

/** A file in a folder of its own. */
async function file(name: string, text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'understudy-')), name);
  await writeFile(path, text);
  return path;
}

describe('a run', () => {
  it('ends with 0 when every case passes, and says so in a line', async () => {
    const { code, stdout } = await understudy('verify', '--adapter', HONEST, '--run', CASES);
    expect(stdout).toContain('PASSED');
    expect(code).toBe(0);
  });

  it('ends with 1 when one fails, and shows why, and how to play it again', async () => {
    const { code, stdout } = await understudy('verify', '--adapter', PRINTS, '--run', ONE);
    expect(stdout).toContain('It printed on stdout what is no message: "fetching connections"');
    expect(stdout).toContain(`--run ${ONE} --trace`);
    expect(code).toBe(1);
  });

  it('plays every case once over all shards', async () => {
    const played = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await understudy('verify', '--list', '--run', CASES, ...words);
      return stdout
        .split('\n')
        .slice(1)
        .flatMap((line) => /^\S+/.exec(line) ?? []);
    };
    const parts = [await played('--shard', '1/2'), await played('--shard', '2/2')];
    expect(parts.every(({ length }) => length > 0)).toBe(true);
    expect(parts.flat().sort()).toEqual((await played()).sort());
  });

  it('writes all its reports', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'understudy-'));
    const names = ['events.ndjson', 'junit.xml', 'summary.md', 'matrix.html', 'badge.json'];
    const [events, junit, markdown, html, badge] = names.map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const failed = join(folder, 'failed');
    await understudy(
      ...['verify', '--adapter', PRINTS, '--run', CASES, '--jobs', '1', '--events', events, '--junit', junit],
      ...['--markdown', markdown, '--html', html, '--badge', badge, '--save-failed', failed],
    );
    const texts = await Promise.all(
      [events, junit, markdown, html, badge].map((name) => readFile(name, 'utf8')),
    );
    for (const text of texts.slice(0, 4)) expect(text).toContain(ONE.split('/').at(-1));
    expect(JSON.parse(texts[4] ?? '')).toMatchObject({ schemaVersion: 1 });
    expect(texts.join('')).not.toMatch(/rbk_live_[0-9a-f]{8}/);
  });
});

describe('expected failures', () => {
  it('let a case fail', async () => {
    const list = await file('expected.txt', `# What we know of\n${ONE}  # prints, see issue 12\n`);
    const { code, stdout } = await understudy(
      'verify',
      '--adapter',
      PRINTS,
      '--run',
      ONE,
      '--expected-failures',
      list,
    );
    expect(stdout).toContain('issue 12');
    expect(code).toBe(0);
  });

  it('fail the run when a case passes against them', async () => {
    const list = await file('expected.txt', `${ONE}  # mended long ago\n`);
    const { code, stdout } = await understudy(
      'verify',
      '--adapter',
      HONEST,
      '--run',
      ONE,
      '--expected-failures',
      list,
    );
    expect(stdout).toMatch(/unexpected/i);
    expect(code).toBe(1);
  });

  it('fail the run when a line fits no case', async () => {
    const list = await file('expected.txt', 'redbark/conections/*  # a slip of the keyboard\n');
    const { code, stdout } = await understudy(
      'verify',
      '--adapter',
      HONEST,
      '--run',
      ONE,
      '--expected-failures',
      list,
    );
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'expected.txt:1: "redbark/conections/*" fits no case of this run.',
    );
    expect(code).toBe(1);
  });

  it('have to have a reason', async () => {
    const list = await file('expected.txt', `${ONE}\n`);
    const { code, stderr } = await understudy(
      'verify',
      '--adapter',
      HONEST,
      '--run',
      ONE,
      '--expected-failures',
      list,
    );
    expect(stderr).toContain(`expected.txt:1: "${ONE}" has no reason`);
    expect(code).toBe(2);
  });
});

describe('what was typed is refused, with 2 and what to do', () => {
  it.each([
    [['verify'], "who is to be judged? Give --adapter 'COMMAND'"],
    [['verify', '--adapter', HONEST, '--reverse'], 'give one of --adapter, --observe and --reverse'],
    [['verify', '--adapter', 'no-such-program'], 'there is no client to judge'],
    [['verify', '--adapter', HONEST, '--run', 'redbrk/**'], 'no case fits "redbrk/**"'],
    [['verify', '--adapter', HONEST, '--shard', '3/2'], 'Write it like 2/3'],
    [['verify', '--adapter', HONEST, '--repeat', '0'], 'Allowed: whole numbers from 1'],
    [['verify', '--adapter', HONEST, '--junit', `${HERE}/command.test.ts/junit.xml`], "can't be written"],
    [['verify', '--observe'], '--observe needs a command'],
    [['verify', '--observe', '--', 'no-such-program'], 'there is no command "no-such-program"'],
    [['verify', 'npm', 'test'], 'understudy verify --observe -- npm test'],
  ])('%j', async (words, message) => {
    const { code, stderr } = await understudy(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('--observe', () => {
  const weather = ['--scenario', join(HERE, 'observed/weather.yaml')];

  it('names the rules that a bad program breaks, and ends with 1', async () => {
    const events = await file('events.ndjson', '');
    const { code } = await understudy(
      'verify',
      '--observe',
      ...weather,
      '--events',
      events,
      '--',
      'node',
      `${HERE}/observed/bad.mjs`,
    );
    const broken = (await readFile(events, 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { event: string; id: string; verdict: string })
      .filter(({ event, verdict }) => event === 'case' && verdict === 'fail')
      .map(({ id }) => id);
    expect(broken.sort()).toEqual(
      [
        'breadbox/observed/sent-once',
        'redbark/observed/keeps-to-contract',
        'redbark/observed/next-offset-adds-limit',
        'redbark/observed/no-secret-in-url',
        'redbark/observed/nothing-after-401',
        'redbark/observed/not-repeated',
        'redbark/observed/reads-to-the-end',
        'redbark/observed/waited-as-told',
      ].sort(),
    );
    expect(code).toBe(1);
  });

  it('has nothing against a good one, and ends with 0', async () => {
    const { code, stdout } = await understudy(
      'verify',
      '--observe',
      ...weather,
      '--',
      'node',
      `${HERE}/observed/good.mjs`,
    );
    expect(stdout).toMatch(/\d+ trades/);
    expect(stdout).toContain('PASSED');
    expect(code).toBe(0);
  });

  it('ends with 1 when the command does, or when it asks nobody', async () => {
    const { code, stdout } = await understudy('verify', '--observe', '--', 'node', '-e', 'process.exit(4)');
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('ended with exit code 4.');
    expect(text).toContain('Nothing was asked of any provider');
    expect(code).toBe(1);
  });

  it('writes the variables to a file for programs that read one', async () => {
    const env = await file('.env', '');
    await understudy('verify', '--observe', '--env-file', env, '--', 'node', '-e', '0');
    const text = await readFile(env, 'utf8');
    for (const name of [
      'UNDERSTUDY_URL',
      'REDBARK_API_KEY',
      'SNAPTRADE_CLIENT_ID',
      'BREADBOX_URL',
      'FIVETRAN_APISECRET',
    ])
      expect(text).toMatch(new RegExp(`^${name}=.+$`, 'm'));
  });
});

describe('--check-adapter', () => {
  it('says of each job whether it works', async () => {
    const { code, stdout } = await understudy('verify', '--adapter', HONEST, '--check-adapter');
    expect(stdout).toMatch(/ok +hello: misbehaving 1 in JavaScript; no capabilities/);
    expect(stdout).toMatch(/ok +redbark\.listConnections: answered a list of \d+/);
    expect(stdout).toMatch(/left out: redbark\.listAccounts/);
    expect(code).toBe(0);
  });

  it('says what to mend', async () => {
    const { code, stdout } = await understudy('verify', '--adapter', PRINTS, '--check-adapter');
    expect(stdout).toMatch(/mend +redbark\.listConnections: It printed on stdout what is no message/);
    expect(code).toBe(1);
  });
});
