/**
 * What the official TypeScript SDK (11.0.3) makes of a 429: it sleeps 5, 10 and 20 seconds, whatever the answer says,
 * and then throws an error that has lost the status. Its sleeps are skipped here; its requests are real.
 */
import { Snaptrade, SnaptradeAuth } from 'snaptrade-typescript-sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { snaptrade as provider } from '../../mocks/snaptrade/provider.ts';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import { credentialsOf } from './client.ts';

let simulator: Simulator;
let world: WorldHandle;
let slept: number[];
beforeAll(async () => {
  simulator = await startSimulator({ providers: [provider], port: 0, world: { clock: 'running' } });
});
afterAll(() => simulator.close());

beforeEach(() => {
  world = simulator.createWorld();
  slept = [];
  const { setTimeout: real } = globalThis;
  // Waits of seconds are the SDK's own; whatever else waits here does so for less.
  vi.stubGlobal('setTimeout', (callback: () => void, ms = 0, ...rest: unknown[]) => {
    if (ms >= 5000) slept.push(ms);
    return real(callback, ms >= 5000 ? 0 : ms, ...(rest as []));
  });
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const listAccounts = async (): Promise<{ status: number }> => {
  const { clientId, consumerKey, ...user } = credentialsOf({ world });
  const sdk = new Snaptrade({
    auth: SnaptradeAuth.commercialApiKey({ clientId, consumerKey }),
    basePath: world.baseUrl('snaptrade'),
  });
  return sdk.accountInformation.listUserAccounts(user);
};
const statuses = (): number[] =>
  world.journal
    .entries()
    .flatMap((entry) => ('status' in entry && typeof entry.status === 'number' ? [entry.status] : []));

describe('the SDK and a limit', () => {
  it('waits five seconds after one refusal, though told two, and succeeds', async () => {
    world.arm({ provider: 'snaptrade', fault: 'rate-limited', retryAfter: 2, times: 1 });
    expect((await listAccounts()).status).toBe(200);
    expect([slept, statuses()]).toEqual([[5000], [429, 200]]);
  });

  it('gives up after three requests and a last sleep for nothing; the status is lost', async () => {
    world.arm({ provider: 'snaptrade', fault: 'rate-limited' });
    const error = await listAccounts().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(/429/);
    expect(error).not.toHaveProperty('status');
    expect([slept, statuses()]).toEqual([
      [5000, 10_000, 20_000],
      [429, 429, 429],
    ]);
  });

  it('repeats nothing but a 429', async () => {
    world.arm({ provider: 'snaptrade', fault: 'unavailable' });
    await expect(listAccounts()).rejects.toMatchObject({ status: 503, responseBody: { code: '3002' } });
    expect([slept, statuses()]).toEqual([[], [503]]);
  });
});
