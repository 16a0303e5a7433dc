/**
 * Sixty thousand requests with faults on some of them: nothing is left behind. For a night of it:
 * `UNDERSTUDY_SOAK=2000000 npx vitest run test/soak`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { connectUnderstudy, type MadeWorld } from '../../src/understudy.ts';

const REQUESTS = Number(process.env.UNDERSTUDY_SOAK ?? 60_000);
const WARM_UP = 20_000;
const AT_ONCE = 48;
const WORLDS = 8;
const MEGABYTE = 1024 * 1024;
/** More than that a request leaves something behind; measured: 0 to 4, which is the noise of a heap. */
const BYTES_A_REQUEST = 20;

/** Faults of every kind; none that waits long. */
const FAULTS = [
  { fault: 'server-error', every: 7 },
  { fault: 'rate-limited', provider: 'redbark', every: 11 },
  { fault: 'connection-disabled', provider: 'snaptrade', probability: 0.1 },
  { fault: 'connection-failing', provider: 'breadbox', every: 9 },
  { fault: 'short-page', provider: 'redbark', operation: 'listTrades', rows: 3, every: 5 },
  { fault: 'all-null', probability: 0.2 },
  { fault: 'unknown-fields', probability: 0.2 },
  { fault: 'connection-reset', every: 97 },
  { fault: 'cut-body', every: 101 },
  { fault: 'drop-after-answer', every: 103 },
  { fault: 'latency', ms: 1, to: 3, every: 13 },
];

interface Measured {
  readonly heap: number;
  readonly bugs: number;
  readonly rejections: number;
}

const server = fork(join(import.meta.dirname, 'server.ts'), {
  execArgv: ['--expose-gc', '--import', 'tsx'],
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
afterAll(() => server.kill('SIGKILL'));

function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`The simulator ended with code ${code}.`)));
  });
}

function measure(): Promise<Measured> {
  const answer = told<Measured>(server);
  server.send('measure');
  return answer;
}

/** Paths that read and pages that are turned, with what each provider wants as proof of who asks. */
function targetsOf({ providers }: MadeWorld): { path: string; headers: Record<string, string> }[] {
  const of = (provider: string, headers: Record<string, string>, ...paths: string[]) => {
    const { pathname } = new URL(providers[provider]?.baseUrl ?? '');
    return paths.map((path) => ({ path: pathname + path, headers }));
  };
  const { redbark, breadbox, fivetran } = providers;
  const basic = Buffer.from(`${fivetran?.credentials.key}:${fivetran?.credentials.secret}`).toString(
    'base64',
  );
  return [
    ...of('snaptrade', {}, '/', '/accounts'),
    ...of(
      'redbark',
      { authorization: `Bearer ${redbark?.credentials.professional}` },
      '/v1/connections',
      '/v1/accounts?limit=5',
      '/v1/categories',
      '/v1/nowhere',
    ),
    ...of(
      'breadbox',
      { 'x-api-key': breadbox?.credentials.fullAccess ?? '' },
      '/api/v1/connections',
      '/api/v1/accounts',
      '/api/v1/transactions?limit=10',
    ),
    ...of('fivetran', { authorization: `Basic ${basic}` }, '/v1/connections?limit=2', '/v1/groups'),
  ];
}

describe('a long run', () => {
  it(`of ${REQUESTS} requests, faults among them, leaves memory as it was`, {
    timeout: 240_000 + REQUESTS * 5,
  }, async () => {
    const { url } = await told<{ url: string }>(server);
    const remote = connectUnderstudy(url);
    const worlds = await Promise.all(
      Array.from({ length: WORLDS }, (_, seed) =>
        remote.createWorld({ seed, limits: 'off', clock: 'frozen' }),
      ),
    );
    for (const world of worlds) for (const order of FAULTS) await world.arm(order);
    const targets = worlds.flatMap(targetsOf);
    const pool = new Pool(url, { connections: AT_ONCE });
    let sent = 0;
    let cut = 0;
    const worker = async (until: number): Promise<void> => {
      while (sent < until) {
        const { path, headers } = targets[sent++ % targets.length] ?? { path: '/', headers: {} };
        try {
          const answer = await pool.request({ path, headers, method: 'GET' });
          await answer.body.dump();
        } catch {
          cut += 1;
        }
      }
    };
    const run = async (until: number): Promise<void> => {
      await Promise.all(Array.from({ length: AT_ONCE }, () => worker(until)));
    };

    await run(WARM_UP);
    const before = await measure();
    await run(WARM_UP + REQUESTS);
    const after = await measure();
    await pool.destroy();

    expect(cut).toBeGreaterThan(100);
    expect({ bugs: after.bugs, rejections: after.rejections }).toEqual({ bugs: 0, rejections: 0 });
    console.log(
      `heap before ${(before.heap / MEGABYTE).toFixed(1)} MB, after ${(after.heap / MEGABYTE).toFixed(1)} MB, ${cut} cut`,
    );
    expect(after.heap - before.heap).toBeLessThan(BYTES_A_REQUEST * REQUESTS);
  });
});
