/** The command as a person or a script uses it, in processes of its own. Runs the built program, as `npm test` leaves it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILT, serve } from '../support/serve.ts';
import { understudy } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function worldFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('understudy serve --json', () => {
  it('prints one line when it can answer: address, world, base URLs and credentials', async () => {
    const served = await serve('--seed', '7');
    try {
      expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(served.world).toMatchObject({ id: 'main', seed: '7' });
      expect(served.world.providers).toMatchObject({
        snaptrade: {
          baseUrl: `${served.url}/snaptrade`,
          credentials: {
            clientId: expect.any(String),
            consumerKey: expect.any(String),
            userId: expect.any(String),
            userSecret: expect.any(String),
          },
        },
        redbark: {
          credentials: {
            saver: expect.any(String),
            developer: expect.any(String),
            professional: expect.any(String),
            trialing: expect.any(String),
            pastDue: expect.any(String),
          },
        },
        breadbox: { credentials: { fullAccess: expect.any(String), readOnly: expect.any(String) } },
        fivetran: { credentials: { key: expect.any(String), secret: expect.any(String) } },
      });
      expect((await fetch(`${served.url}/redbark/health`)).status).toBe(200);
      const told = await fetch(`${served.url}/_understudy/worlds/main`);
      expect(((await told.json()) as { providers: unknown }).providers).toEqual(served.world.providers);
    } finally {
      await served.stop();
    }
  });

  it('serves a world file', async () => {
    const file = worldFile(
      'small.yaml',
      'template: empty\nseed: 3\nnow: 2026-01-02T03:04:05Z\nclock: frozen\n',
    );
    const served = await serve('--world', file);
    try {
      expect(served.world).toMatchObject({ seed: '3', now: '2026-01-02T03:04:05.000Z' });
    } finally {
      await served.stop();
    }
  });

  it('goes on when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [BUILT, 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let complaints = '';
    child.stderr.on('data', (text) => (complaints += text));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect([child.exitCode, complaints]).toEqual([null, '']);
    child.kill();
  });
});

describe('a mistake is told in a line, with exit code 2', () => {
  it.each([
    [['serve', '--port', 'many'], /Allowed: 0 to 65535/],
    [['serve', '--world', 'castle'], /neither a file nor a template; templates are .*household/],
    [['serve', '--port', '0', '--host', '203.0.113.9'], /no address of this machine/],
    [['serve', '--clock', 'stopped'], /Allowed choices are running, frozen/],
    [['serve', '--seed='], /seed: is ""; it may not be empty/],
    [['serve', '--now', 'yesterday'], /now: is "yesterday"; wanted: RFC 3339/],
    [['serve', '--json', '--env'], /'--env' cannot be used with option '--json'/],
    [['perform'], /unknown command 'perform'/],
    [['serve', '--loud'], /unknown option '--loud'/],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await understudy(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await understudy('serve', '--port', String(port));
    other.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is taken. Give another with --port, or --port 0`);
  });
});

describe('understudy validate', () => {
  it('passes good files and says where the others are wrong', async () => {
    const good = worldFile('good.yaml', 'template: household\n');
    const bad = worldFile('bad.yaml', 'template: household\nclock: stopped\n');
    expect(await understudy('validate', good)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ok'),
    });
    const refused = await understudy('validate', good, bad);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${bad}:2:8: clock:`);
  });
});

describe('understudy switches', () => {
  it('lists every reading, for people and for programs', async () => {
    expect((await understudy('switches')).stdout).toContain('redbark.total');
    const { stdout } = await understudy('switches', '--json');
    expect(JSON.parse(stdout).redbark.total.default).toBe('null');
  });
});
