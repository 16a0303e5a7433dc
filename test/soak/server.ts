/**
 * A simulator in a process of its own that tells, when asked, how much memory it holds once all garbage is gone.
 * Started by soak.test.ts with `--expose-gc`.
 */
import { startUnderstudy } from '../../src/understudy.ts';

let bugs = 0;
let rejections = 0;
process.on('unhandledRejection', () => {
  rejections += 1;
});

const understudy = await startUnderstudy({
  port: 0,
  onBug: (error, where) => {
    bugs += 1;
    process.stderr.write(`${where}: ${error instanceof Error ? error.stack : String(error)}\n`);
  },
});

process.on('message', async () => {
  // What finalisers let go of is gone only after the next turn of the loop.
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.send?.({ heap: process.memoryUsage().heapUsed, bugs, rejections });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: understudy.url });
