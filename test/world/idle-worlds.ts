/**
 * Prints, as JSON, what idle worlds take of memory: `node --expose-gc --import tsx idle-worlds.ts 1000`.
 */
import { Simulator } from '../../src/engine/simulator.ts';
import { providers } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('Start node with --expose-gc.');
const inUse = (): number => {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
};

const count = Number(process.argv[2]);
const simulator = new Simulator({ providers, listen: false });
const make = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => simulator.createWorld({ seed: from + n, clock: 'frozen' }));

const drop = (worlds: WorldHandle[]): void => {
  for (const world of worlds) world.drop();
  worlds.length = 0;
};

// Caches that all worlds share are filled before anything is measured.
drop(make(0, 200));
const before = inUse();
const worlds = make(200, 200 + count);
const bytes = (inUse() - before) / count;
drop(worlds);
const bytesAfterDrop = (inUse() - before) / count;
process.stdout.write(
  JSON.stringify({ bytes: Math.round(bytes), bytesAfterDrop: Math.round(bytesAfterDrop) }),
);
