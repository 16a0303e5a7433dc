import { describe, expect, it } from 'vitest';
import { measureMemory, measureStart, requireBuild } from './start.ts';

/**
 * What the README promises of a machine with nothing else to do. Here other tests run at the same time, so that
 * processor time is what can be held against it; `npm run bench` shows the clock's.
 */
const FIRST_ANSWER_MS = 400;
const IDLE_MEGABYTES = 110;
const TRIES = 5;

describe('the built command', () => {
  it('gives its first answer soon after it is started', { timeout: 60_000 }, async () => {
    requireBuild();
    const took: number[] = [];
    for (let i = 0; i < TRIES; i++) took.push((await measureStart()).processorTime);
    expect(Math.min(...took)).toBeGreaterThan(0);
    expect(Math.min(...took)).toBeLessThan(FIRST_ANSWER_MS);
  });

  it('occupies little when nobody asks', { timeout: 60_000 }, async () => {
    requireBuild();
    const { idle } = await measureMemory();
    expect(idle).toBeGreaterThan(10);
    expect(idle).toBeLessThan(IDLE_MEGABYTES);
  });
});
