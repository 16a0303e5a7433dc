/** What `serve` does for the control API: the token, and the bound of worlds. */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { connectUnderstudy } from '../../src/understudy.ts';
import { BUILT, serve } from '../support/serve.ts';

/** Both streams of a simulator until it is up, on another address than this machine's own. */
function firstWords(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BUILT, 'serve', '--port', '0', '--host', '0.0.0.0', ...args]);
    const told = { stdout: '', stderr: '' };
    child.stderr.on('data', (text) => (told.stderr += text));
    child.stdout.on('data', (text) => {
      told.stdout += text;
      setTimeout(() => child.kill(), 300);
    });
    child.once('close', () => resolve(told));
  });
}

describe('understudy serve', () => {
  it('needs no token on this machine', async () => {
    const served = await serve();
    try {
      expect(served.controlToken).toBeUndefined();
      expect(await connectUnderstudy(served.url).health()).toMatchObject({ status: 'ok' });
    } finally {
      await served.stop();
    }
  });

  it('tells the token it made once: as JSON, or on stderr', async () => {
    const json = await firstWords('--json');
    const { controlToken } = JSON.parse(json.stdout);
    expect(controlToken).toMatch(/^[\w-]{32}$/);
    expect(json.stderr).toBe('');
    const plain = await firstWords();
    expect(plain.stderr).toMatch(/^control token: [\w-]{32}\n$/);
    expect(plain.stdout).not.toContain(plain.stderr.slice(15).trim());
  });

  it('takes a token, and a bound of worlds', async () => {
    const served = await serve('--control-token', 'a-token-of-my-own', '--max-worlds', '1');
    try {
      await expect(connectUnderstudy(served.url).health()).rejects.toMatchObject({ status: 401 });
      const remote = connectUnderstudy(served.url, { token: 'a-token-of-my-own' });
      await expect(remote.createWorld()).rejects.toMatchObject({ status: 409 });
    } finally {
      await served.stop();
    }
  });

  it('takes the token from the environment, and keeps it off the terminal', async () => {
    process.env.UNDERSTUDY_TOKEN = 'a-token-from-around';
    try {
      const told = await firstWords();
      expect(told.stdout + told.stderr).not.toContain('a-token-from-around');
      const served = await serve();
      await expect(connectUnderstudy(served.url).health()).rejects.toMatchObject({ status: 401 });
      await served.stop();
    } finally {
      delete process.env.UNDERSTUDY_TOKEN;
    }
  });
});
