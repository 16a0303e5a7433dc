/** What faults hold while they wait, and that they let go of it when the client does not wait. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import { armedFaults, type Provider, problem } from '../../src/provider/index.ts';
import { faultyToy } from './faulty-toy.ts';
import { get, RawClient } from './socket.ts';

const NOTES = '/toy/v1/notes';

/** One request in flight at a time. */
const narrow: Provider = {
  ...faultyToy,
  checks: [(x) => (x.enter('one', 1) ? undefined : problem(429, 'one at a time')), armedFaults],
};

let simulator: Simulator;
afterEach(async () => {
  vi.restoreAllMocks();
  await simulator.close();
});

async function start(provider: Provider): Promise<void> {
  const world = { clock: 'frozen', limits: 'off' } as const;
  simulator = await startSimulator({ providers: [provider], port: 0, world });
}

async function statusOfAnother(): Promise<string> {
  const client = await RawClient.to(simulator.url);
  client.send(get(NOTES));
  const { text } = await client.answer();
  client.close();
  return text.slice(9, 12);
}

const WAITING = [
  { fault: 'latency', ms: 5_000 },
  { fault: 'hang', forMs: 5_000 },
  { fault: 'slow-headers', overMs: 600_000 },
  { fault: 'dribble', pieces: 5, overMs: 5_000 },
];

describe('a client that goes away', () => {
  it.each(WAITING)('gives its place in flight back at once: $fault', async (order) => {
    await start(narrow);
    simulator.world().arm({ ...order, times: 1 });
    const client = await RawClient.to(simulator.url);
    client.send(get(NOTES));
    await wait(20);
    expect(await statusOfAnother()).toBe('429');
    client.close();
    await wait(20);
    expect(await statusOfAnother()).toBe('200');
  });

  it.each(WAITING)('leaves no timer behind: $fault', async (order) => {
    await start(faultyToy);
    simulator.world().arm({ ...order, times: 1 });
    const timers = longTimers();
    const client = await RawClient.to(simulator.url);
    client.send(get(NOTES));
    await wait(20);
    client.close();
    await wait(20);
    expect(timers.set()).toBeGreaterThan(0);
    expect(timers.left()).toBe(0);
  });

  it('takes the requests it had pipelined with it', async () => {
    await start(faultyToy);
    simulator.world().arm({ fault: 'latency', ms: 5_000 });
    const timers = longTimers();
    const client = await RawClient.to(simulator.url);
    client.send(get(NOTES).repeat(30));
    await wait(30);
    client.close();
    await wait(30);
    expect(timers.set()).toBe(30);
    expect(timers.left()).toBe(0);
  });
});

describe('closing the simulator', () => {
  it.each(WAITING)('does not wait for the fault to end: $fault', async (order) => {
    await start(faultyToy);
    simulator.world().arm({ ...order });
    const client = await RawClient.to(simulator.url);
    client.send(get(NOTES));
    await wait(20);
    const from = performance.now();
    await simulator.close();
    expect(performance.now() - from).toBeLessThan(1_000);
    expect((await client.ended()).end).not.toBe('open');
  });
});

describe('the moment of a request', () => {
  it('counts when it is matched, not when its late answer ends', async () => {
    await start(faultyToy);
    const world = simulator.world();
    world.arm({ fault: 'latency', ms: 5_000, times: 1 });
    const post = get(NOTES, 'POST', 'Content-Type: application/json', 'Content-Length: 16');
    const late = await RawClient.to(simulator.url);
    late.send(`${post}{"text":"later"`);
    await wait(5);
    late.close();
    await wait(20);
    expect(world.faults()).toMatchObject([{ fired: 0 }]);

    const whole = await RawClient.to(simulator.url);
    whole.send(`${post}{"text":"later"}`);
    await wait(30);
    expect(world.faults()).toMatchObject([{ seen: 1, fired: 1, spent: true }]);
    const other = await RawClient.to(simulator.url);
    other.send(get(NOTES));
    expect((await other.answer()).text).toContain('later');
    whole.close();
    other.close();
  });
});

/** Timers of the kind these faults wait with: nothing else here waits between a second and five. */
function longTimers(): { set(): number; left(): number } {
  const setting = vi.spyOn(globalThis, 'setTimeout');
  const clearing = vi.spyOn(globalThis, 'clearTimeout');
  const set = (): unknown[] =>
    setting.mock.results
      .filter((_, n) => Number(setting.mock.calls[n]?.[1]) > 1_000)
      .map(({ value }) => value);
  return {
    set: () => set().length,
    left: () => {
      const cleared = clearing.mock.calls.map(([timer]) => timer as unknown);
      return set().filter((timer) => !cleared.includes(timer)).length;
    },
  };
}
