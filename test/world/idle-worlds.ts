/**
 * Prints, as JSON, what idle worlds take of memory: `node --expose-gc --import tsx idle-worlds.ts 1000`.
 */
import { liveWorld, Simulator } from '../../src/engine/simulator.ts';
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
/** Not more than there are plans kept of, since making them is not what is measured. */
const SEEDS = 50;
const simulator = new Simulator({ providers, listen: false });
const make = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) =>
    simulator.createWorld({ seed: (from + n) % SEEDS, clock: 'frozen' }),
  );

const drop = (worlds: WorldHandle[]): void => {
  for (const world of worlds) world.drop();
  worlds.length = 0;
};

/** What a listing needs of a world, its ledger and some rows; and then nobody asks for long (warm.ts). */
const askAndRest = (worlds: readonly WorldHandle[]): void => {
  for (const { id } of worlds) {
    const world = liveWorld(simulator, id);
    world.ledger.trades.page(['owner-shares'], { now: world.now() }, 0, 5);
    world.rest();
  }
};

// Caches that all worlds share are filled before anything is measured.
const others = make(0, 200);
askAndRest(others);
drop(others);
const before = inUse();
const worlds = make(200, 200 + count);
const bytes = (inUse() - before) / count;
askAndRest(worlds);
const bytesOnceAsked = (inUse() - before) / count;
drop(worlds);
const bytesAfterDrop = (inUse() - before) / count;
process.stdout.write(
  JSON.stringify({
    bytes: Math.round(bytes),
    bytesOnceAsked: Math.round(bytesOnceAsked),
    bytesAfterDrop: Math.round(bytesAfterDrop),
  }),
);
