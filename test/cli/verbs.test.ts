/** The verbs that talk to a running simulator, against one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { serve } from '../support/serve.ts';
import { type Ended, understudy } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-verbs-'));
const served = await serve('--clock', 'frozen', '--limits', 'off', '--now', '2026-03-16T09:00:00Z');
afterAll(async () => {
  await served.stop();
  rmSync(folder, { recursive: true });
});

/** `understudy <verb> ... --url <the simulator>`. */
function run(line: string, ...more: string[]): Promise<Ended> {
  return understudy(...line.split(' '), ...more, '--url', served.url);
}

async function json(line: string, ...more: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await run(line, ...more, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

async function readConnections(baseUrl: string, key: string): Promise<number> {
  const answer = await fetch(`${baseUrl}/v1/connections`, { headers: { Authorization: `Bearer ${key}` } });
  await answer.arrayBuffer();
  return answer.status;
}

describe('understudy world', () => {
  it('makes, lists, shows, resets and drops worlds', async () => {
    const made = await run('world create --id cli-a --seed 7 --clock frozen --time-to-live 10m');
    expect(made.stdout).toContain('cli-a  from household, seed 7, clock frozen at 2026-03-15 22:00:00');
    expect((await run('world list')).stdout).toMatch(/^cli-a +household +7 +frozen +2026-03-15 22:00:00$/m);
    expect((await run('world env -w cli-a')).stdout).toContain(
      `REDBARK_API_URL=${served.url}/w/cli-a/redbark\n`,
    );
    expect((await run('world reset -w cli-a')).stdout).toBe('reset cli-a, at 2026-03-15 22:00:00\n');
    expect((await run('world drop -w cli-a')).stdout).toBe('dropped cli-a\n');
    expect((await run('world list')).stdout).not.toContain('cli-a');
  });

  it('goes on from a snapshot', async () => {
    await run('world create --id cli-b --clock frozen');
    await run('clock advance 1h -w cli-b');
    const file = join(folder, 'b.json');
    expect((await run('world snapshot', file, '-w', 'cli-b')).stdout).toBe(`wrote ${file}\n`);
    await run('world drop -w cli-b');
    expect((await run('world restore', file)).stdout).toBe('restored cli-b\n');
    expect((await run('clock show -w cli-b')).stdout).toBe('2026-03-15 23:00:00 UTC, frozen\n');
  });
});

describe('understudy fault and journal', () => {
  it('arms what a client then meets, and the journal tells', async () => {
    await run('world create --id cli-c --clock frozen');
    const order = 'fault arm rate-limited provider=redbark operation=listConnections retryAfter=7 times=1';
    expect((await run(`${order} -w cli-c`)).stdout).toBe('armed rate-limited as f1\n');
    const { providers } = (await json('world show -w cli-c')) as {
      providers: Record<string, { baseUrl: string; credentials: Record<string, string> }>;
    };
    const { baseUrl = '', credentials } = providers.redbark ?? {};
    expect(await readConnections(baseUrl, credentials?.professional ?? '')).toBe(429);
    expect(await readConnections(baseUrl, credentials?.professional ?? '')).toBe(200);
    expect((await run('fault list -w cli-c')).stdout).toMatch(/^f1 +rate-limited +1 +1 \(spent\)/m);
    const shown = (await run('journal show -w cli-c')).stdout.trimEnd().split('\n');
    expect(shown[0]).toMatch(/GET \/v1\/connections {2}429 {2}fault {2}f1 rate-limited$/);
    expect(shown[1]).toMatch(/GET \/v1\/connections {2}200 {2}operation$/);
    expect((await run('journal wait --count 2 --timeout 1s -w cli-c')).code).toBe(0);
    expect((await run('journal wait --count 3 --timeout 50ms -w cli-c')).code).toBe(1);
    expect(await json('journal har -w cli-c')).toMatchObject({ log: { version: '1.2' } });
    expect((await run('fault disarm f1 -w cli-c')).stdout).toBe('disarmed f1\n');
  });

  it('says what a fault is and where it happens', async () => {
    const { stdout } = await run('fault catalogue too-many-in-flight');
    expect(stdout).toContain('happens on');
    expect((await run('fault catalogue')).stdout).toMatch(/^hang +wire +.*\(breaks the contract\)$/m);
  });
});

describe('understudy clock, state, webhook and scenario', () => {
  it('moves the clock and changes the state', async () => {
    await run('world create --id cli-d --clock frozen --now 2026-03-16T09:00:00Z');
    expect((await run('clock advance 10m -w cli-d')).stdout).toBe('2026-03-16 09:10:00 UTC, frozen\n');
    expect((await run('clock set 2026-03-17T00:00:00Z -w cli-d')).stdout).toContain('2026-03-17 00:00:00');
    expect((await run('clock run 60 -w cli-d')).stdout).toMatch(/running at 60 x$/m);
    expect((await run('clock freeze -w cli-d')).stdout).toMatch(/frozen$/m);
    const set = await run('state set connection connection=$brokerage.0 status=login-required -w cli-d');
    expect(set.stdout).toBe('changed connection\n');
    expect((await run('state show -w cli-d')).stdout).toMatch(/^owner-commsec +commsec +login-required/m);
  });

  it('adds webhooks on this machine, and refuses others', async () => {
    await run('world create --id cli-e --clock frozen');
    expect((await run('webhook add snaptrade http://127.0.0.1:9/hook -w cli-e')).stdout).toMatch(
      /^added \w+/,
    );
    expect((await run('webhook list -w cli-e')).stdout).toMatch(
      /snaptrade +all +http:\/\/127\.0\.0\.1:9\/hook/,
    );
    const refused = await run('webhook add snaptrade https://93.184.216.34/hook -w cli-e');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('url')]);
  });

  it('plays a scenario and tells how far it is', async () => {
    await run('world create --id cli-f --clock frozen');
    const played = await run('scenario play brokerage-goes-dark -w cli-f');
    expect(played.stdout).toContain('brokerage-goes-dark  0 of 2 steps done');
    await run('clock advance 3h -w cli-f');
    expect((await run('scenario status -w cli-f')).stdout).toContain('1 of 2 steps done');
    expect((await run('scenario stop -w cli-f')).code).toBe(0);
    expect((await understudy('scenario', 'list')).stdout).toContain('short-page-is-not-the-last');
  });
});

describe('what goes wrong', () => {
  it('a refusal says what, and ends with 2', async () => {
    const { code, stderr } = await run('fault arm rate-limitd');
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "rate-limited"?')]);
    expect((await run('clock advance sideways')).code).toBe(2);
    expect((await run('world show -w nowhere')).stderr).toContain('There is no world "nowhere"');
  });

  it('no simulator ends with 3, and says what to do', async () => {
    const { code, stderr } = await understudy('world', 'list', '--url', 'http://127.0.0.1:9');
    expect([code, stderr]).toEqual([3, expect.stringContaining('Start one with `understudy serve`')]);
  });

  it('a mistake in a scenario file is told with file, line and column', async () => {
    const file = join(folder, 'story.yaml');
    writeFileSync(file, 'name: story\nteaches: x\ntimeline:\n  - arm: { fault: short-pag }\n');
    const { code, stderr } = await understudy('validate', file);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:4:19: timeline[0].arm.fault: there is no "short-pag"`);
  });
});

describe('understudy serve --watch', () => {
  it('begins anew when the world file changes, and keeps the old world at a mistake', async () => {
    const file = join(folder, 'world.yaml');
    writeFileSync(file, 'template: household\nseed: 1\n');
    const watched = await serve('--world', file, '--watch');
    const seed = async (): Promise<unknown> => {
      const answer = await fetch(`${watched.url}/_understudy/worlds/main`);
      return ((await answer.json()) as { seed: string }).seed;
    };
    try {
      writeFileSync(file, 'template: household\nseed: [\n');
      writeFileSync(join(folder, 'other.yaml'), '');
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await seed()).toBe('1');
      writeFileSync(file, 'template: household\nseed: 2\n');
      await vi.waitFor(async () => expect(await seed()).toBe('2'), { timeout: 5_000 });
    } finally {
      await watched.stop();
    }
  });
});
