// Run by ticks.test.ts: prints what V8 remembers of `process.nextTick` after collections that met no waiting tick.
import { setTimeout as pause } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';
import { keepTicksFast } from '../../src/engine/ticks.ts';

keepTicksFast();
const tick = () => new Promise((resolve) => process.nextTick(resolve));
// V8 remembers nothing of functions that were called a few times only.
for (let i = 0; i < 300; i += 1) await tick();
for (let i = 0; i < 12; i += 1) {
  await pause(1);
  globalThis.gc();
}
await tick();
await tick();
runInThisContext('(value) => %DebugPrint(value)')(process.nextTick);
