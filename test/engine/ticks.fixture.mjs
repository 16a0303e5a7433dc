// Run by ticks.test.ts: prints what V8 remembers of `process.nextTick` after collections that met no waiting tick.
import { setTimeout as pause } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';

if (process.argv[2] === 'kept') {
  const { keepTicksFast } = await import('../../src/engine/ticks.ts');
  keepTicksFast();
}
const tick = () => new Promise((resolve) => process.nextTick(resolve));
for (let i = 0; i < 50; i += 1) await tick();
for (let i = 0; i < 6; i += 1) {
  await pause(1);
  globalThis.gc();
}
await tick();
await tick();
runInThisContext('(value) => %DebugPrint(value)')(process.nextTick);
