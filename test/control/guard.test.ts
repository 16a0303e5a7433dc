/** Who may use the control API: this machine, or whoever knows the token; never a page of another origin. */
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startUnderstudy, type Understudy } from '../../src/understudy.ts';
import { exchange, head } from '../support/raw-http.ts';
import { type Control, control } from './support.ts';

const TOKEN = 'correct-horse-battery';

describe('on this machine, without a token', () => {
  let api: Control;
  let port: number;
  beforeAll(async () => {
    api = await control();
    port = Number(new URL(api.base).port);
  });
  afterAll(() => api.close());

  it('answers this machine', async () => {
    expect(api.understudy.controlToken).toBeUndefined();
    expect((await api.ask('GET', '/worlds')).status).toBe(200);
  });

  it.each([
    ['a rebound name', ['Host: evil.example']],
    ['no name at all', []],
    ['a page of another origin', ['Host: 127.0.0.1', 'Origin: https://evil.example']],
    ['a page of another port', [`Host: 127.0.0.1`, 'Origin: http://127.0.0.1:1']],
    ['a sandboxed page', ['Host: 127.0.0.1', 'Origin: null']],
  ])('refuses %s, and tells no credential', async (_who, headers) => {
    const raw = await exchange(port, head('GET /_understudy/worlds/main HTTP/1.1', ...headers));
    expect(raw).toMatch(/^HTTP\/1\.1 403/);
    expect(raw).toContain('application/problem+json');
    for (const secret of Object.values(api.understudy.world().provider('redbark').credentials)) {
      expect(raw).not.toContain(secret);
    }
  });

  it('lets its own pages pass', async () => {
    const { status } = await api.ask('GET', '/worlds', { headers: { Origin: new URL(api.base).origin } });
    expect(status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'refuses a body that a form could send: %s',
    async (type) => {
      const { status, body } = await api.ask('POST', '/worlds', {
        body: '{"id":"forged"}',
        headers: { 'Content-Type': type },
      });
      expect([status, body.title]).toEqual([415, 'Not JSON']);
      expect((await api.ask('GET', '/worlds/forged')).status).toBe(404);
    },
  );
});

describe('with a token', () => {
  let api: Control;
  beforeAll(async () => {
    api = await control({ controlToken: TOKEN });
  });
  afterAll(() => api.close());

  it.each([
    ['no token', undefined],
    ['another', 'Bearer wrong-horse-battery'],
    ['one that begins like it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['one that is longer', `Bearer ${TOKEN}x`],
    ['another scheme', `Basic ${TOKEN}`],
    ['an empty one', 'Bearer '],
  ])('refuses %s', async (_what, authorization) => {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const { status, headers: answered, text } = await api.ask('GET', '/worlds/main', { headers });
    expect([status, answered.get('www-authenticate')]).toEqual([401, 'Bearer realm="understudy"']);
    expect(text).not.toContain(TOKEN);
  });

  it('answers whoever knows it, under any name', async () => {
    const port = Number(new URL(api.base).port);
    const raw = await exchange(
      port,
      head('GET /_understudy/worlds HTTP/1.1', 'Host: tests.example', `Authorization: Bearer ${TOKEN}`),
    );
    expect(raw).toMatch(/^HTTP\/1\.1 200/);
  });

  it('refuses a page of another origin even then', async () => {
    const headers = { Authorization: `Bearer ${TOKEN}`, Origin: 'https://evil.example' };
    expect((await api.ask('GET', '/worlds', { headers })).status).toBe(403);
  });

  it('keeps providers as they are: they have credentials of their own', async () => {
    expect((await fetch(`${api.understudy.url}/redbark/health`)).status).toBe(200);
  });

  it.each(['short', 'sixteen chars ok but spaces', 'umlaut-ümlaut-umlaut'])(
    'may not be %j',
    async (controlToken) => {
      await expect(startUnderstudy({ listen: false, controlToken })).rejects.toThrow(/needs 16 characters/);
    },
  );
});

describe('on another address', () => {
  let understudy: Understudy;
  beforeAll(async () => {
    understudy = await startUnderstudy({ port: 0, host: '0.0.0.0' });
  });
  afterAll(() => understudy.close());

  it('makes a token, a new one each time', async () => {
    expect(understudy.controlToken).toMatch(/^[\w-]{32}$/);
    const other = await startUnderstudy({ port: 0, host: '0.0.0.0' });
    expect(other.controlToken).not.toBe(understudy.controlToken);
    await other.close();
  });

  it('asks even this machine for it', async () => {
    const url = `${understudy.url}/_understudy/health`;
    expect((await fetch(url)).status).toBe(401);
    const headers = { Authorization: `Bearer ${understudy.controlToken}` };
    expect((await fetch(url, { headers })).status).toBe(200);
  });

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  it.runIf(outside !== undefined)('answers other machines that know it', async () => {
    const port = Number(new URL(understudy.url).port);
    const ask = (authorization: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, outside as string, () =>
          socket.write(
            head('GET /_understudy/health HTTP/1.1', `Host: ${outside}`, `Authorization: ${authorization}`),
          ),
        );
        let text = '';
        socket.on('data', (part) => (text += part));
        socket.on('close', () => resolve(text));
        socket.on('error', reject);
      });
    expect(await ask(`Bearer ${understudy.controlToken}`)).toMatch(/^HTTP\/1\.1 200/);
    expect(await ask('Bearer none')).toMatch(/^HTTP\/1\.1 401/);
  });
});

describe('mounted in another application', () => {
  it('is for this machine only', async () => {
    const understudy = await startUnderstudy({ listen: false });
    expect(understudy.controlToken).toBeUndefined();
  });
});
