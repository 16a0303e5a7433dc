/** What a world costs: made, reset and dropped in process in less than a millisecond, half of the time. */
import { describe, expect, it } from 'vitest';
import { startUnderstudy } from '../../src/understudy.ts';

/** The best of several batches counts: other processes slow some of them down, and make none faster. */
const BATCHES = 6;
const ROUNDS = 100;

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

describe('a world', () => {
  it('is made, reset and dropped in less than a millisecond each, at the median', async () => {
    const understudy = await startUnderstudy({ listen: false });
    const best = {
      create: Number.POSITIVE_INFINITY,
      reset: Number.POSITIVE_INFINITY,
      drop: Number.POSITIVE_INFINITY,
    };
    for (let batch = 0; batch < BATCHES; batch++) {
      const times = { create: [] as number[], reset: [] as number[], drop: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        const world = understudy.createWorld({ seed: `${batch}-${round}`, clock: 'frozen' });
        const made = performance.now();
        world.reset();
        const reset = performance.now();
        world.drop();
        times.create.push(made - start);
        times.reset.push(reset - made);
        times.drop.push(performance.now() - reset);
      }
      for (const what of ['create', 'reset', 'drop'] as const) {
        best[what] = Math.min(best[what], median(times[what]));
      }
    }
    console.log('Medians in milliseconds:', best);
    for (const [what, ms] of Object.entries(best)) expect(ms, what).toBeLessThan(1);
  });
});
