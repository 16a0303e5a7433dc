/** Worlds' life: how many there may be, how they end, and that nothing of them is left then. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import request from 'supertest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Simulator, type SimulatorOptions } from '../../src/engine/simulator.ts';
import { providers } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import type { LiveWorld } from '../../src/world/live-world.ts';
import { Worlds } from '../../src/world/worlds.ts';
import { toy } from '../engine/toy.ts';
import { surroundings } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a world with a time to live', () => {
  function mortal(options: Partial<SimulatorOptions> = {}) {
    let host = Date.UTC(2026, 0, 1);
    const simulated = simulate(toy, {}, { hostClock: () => host, ...options });
    const world = simulated.simulator.createWorld({ id: 'brief', clock: 'frozen', timeToLive: '10m' });
    const pass = (ms: number) => {
      host += ms;
    };
    return { ...simulated, world, pass };
  }

  it('ends on the machine’s clock, whatever its own says, and requests are told so', async () => {
    const { handler, world, pass, simulator } = mortal();
    expect(world.summary().endsAt).toBe('2026-01-01T00:10:00.000Z');
    world.clock.advance('5w');
    pass(599_999);
    await request(handler).get('/w/brief/toy/v1/notes').expect(200);
    pass(1);
    const { body } = await request(handler).get('/w/brief/toy/v1/notes').expect(404);
    expect(body.error).toBe('The world "brief" has ended: its time to live is over. Make another.');
    expect(simulator.worlds().map(({ id }) => id)).toEqual(['main']);
    expect(() => world.clock.advance('1s')).toThrow(/World "brief" has ended/);
  });

  it('keeps it when it is reset', () => {
    const { world, pass, simulator } = mortal();
    pass(300_000);
    world.reset();
    pass(300_000);
    expect(simulator.worlds().map(({ id }) => id)).toEqual(['main']);
  });

  it('is swept away by a timer when nobody asks any more', () => {
    vi.useFakeTimers();
    const { simulator } = simulate(toy, {}, { hostClock: Date.now });
    const [long, short] = [
      simulator.createWorld({ timeToLive: '2h' }),
      simulator.createWorld({ timeToLive: 1_000 }),
    ];
    vi.advanceTimersByTime(1_000);
    expect(() => short.reset()).toThrow(/has ended/);
    vi.advanceTimersByTime(2 * 3_600_000 - 1_001);
    long.reset();
    vi.advanceTimersByTime(1);
    expect(() => long.reset()).toThrow(/has ended/);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(['0ms', '366d', 'soon', -1])('is not given %j', (timeToLive) => {
    const { simulator } = simulate(toy);
    expect(() => simulator.createWorld({ timeToLive })).toThrow(/time to live|Not a length of time/);
  });
});

describe('worlds', () => {
  it('that were dropped are spoken of as such; those that never were, as such', async () => {
    const { simulator, handler } = simulate(toy);
    simulator.createWorld({ id: 'a' }).drop();
    const told = async (id: string) =>
      (await request(handler).get(`/w/${id}/toy/v1/notes`).expect(404)).body.error;
    expect(await told('a')).toBe('The world "a" has ended: it was dropped. Make another.');
    expect(await told('b')).toBe('There is no world "b" here.');
    simulator.createWorld({ id: 'a' });
    await request(handler).get('/w/a/toy/v1/notes').expect(200);
  });

  it('are as many as may be', () => {
    const { simulator } = simulate(toy, {}, { maxWorlds: 3 });
    const [a] = [simulator.createWorld(), simulator.createWorld()];
    expect(() => simulator.createWorld()).toThrow(
      /There are 3 worlds, as many as this process may have. Drop some/,
    );
    a?.drop();
    expect(simulator.createWorld().id).toBe('w4');
  });

  it('cannot act once they are dropped, and the handle of an old one does not end a new one', () => {
    const { simulator } = simulate(toy);
    const old = simulator.createWorld({ id: 'a' });
    old.drop();
    const young = simulator.createWorld({ id: 'a' });
    old.drop();
    expect(simulator.worlds().map(({ id }) => id)).toEqual(['main', 'a']);
    young.reset();
    for (const act of [
      () => old.reset(),
      () => old.clock.freeze(),
      () => old.change({ change: 'x' }),
      () => old.snapshot(),
    ])
      expect(act).toThrow(/World "a" has ended/);
  });
});

describe('what worlds cost', () => {
  it('a thousand are made, reset and dropped in under a millisecond each', () => {
    const simulator = new Simulator({ providers, listen: false, world: { template: 'household' } });
    const times = { made: [] as number[], reset: [] as number[], dropped: [] as number[] };
    const timed = (list: number[], act: () => void) => {
      const before = performance.now();
      act();
      list.push(performance.now() - before);
    };
    const worlds: WorldHandle[] = [];
    for (let n = 0; n < 1_000; n++) timed(times.made, () => worlds.push(simulator.createWorld({ seed: n })));
    for (const world of worlds) timed(times.reset, () => world.reset());
    for (const world of worlds) timed(times.dropped, () => world.drop());
    for (const list of Object.values(times)) expect(median(list)).toBeLessThan(3);
  });

  it('an idle one takes less than 12 kB, and so does one that was asked and has come to rest', {
    timeout: 120_000,
  }, async () => {
    const script = join(import.meta.dirname, 'idle-worlds.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      '--import',
      'tsx',
      script,
      '500',
    ]);
    const { bytes, bytesOnceAsked, bytesAfterDrop } = JSON.parse(stdout) as Record<string, number>;
    expect(bytes).toBeLessThan(12_000);
    expect(bytesOnceAsked).toBeLessThan(12_000);
    // What stays is in caches that all worlds share.
    expect(bytesAfterDrop).toBeLessThan(3_000);
  });

  it('nothing of a dropped one is left, even while someone holds on to it', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const worlds = new Worlds(surroundings(providers));
    const held: LiveWorld[] = [];
    const left = async (refs: readonly WeakRef<object>[]) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collect();
      return refs.filter((ref) => ref.deref() !== undefined).length;
    };
    // In functions of their own, or the last one would stay in a register.
    const make = (seed: string) => {
      const world = worlds.create({ seed });
      world.ledger.trades.page(['owner-shares'], { now: world.now() }, 0, 50);
      held.push(world);
      return [new WeakRef(world.document), new WeakRef(world.ledger), new WeakRef(world.clock)];
    };
    const parts = ['a', 'b', 'c', 'd', 'e'].flatMap(make);
    expect(await left(parts)).toBe(parts.length);
    expect(held.map(({ id }) => worlds.drop(id))).not.toContain(false);
    expect(await left(parts)).toBe(0);
    const gone = held.map((world) => new WeakRef(world));
    held.length = 0;
    expect(await left(gone)).toBe(0);
  });
});

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
