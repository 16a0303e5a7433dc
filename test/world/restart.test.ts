/** A run that is broken off and taken up again, and one whose time passes in other steps, come to the same. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, play, type Step, snapshotOf, steps, takenUp } from './run.ts';

describe('a snapshot', () => {
  it('goes on elsewhere to the byte, whatever happened before and happens after', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        const here = begin();
        await play(here, before);
        const snapshot = snapshotOf(here);
        const there = takenUp(snapshot);
        expect(snapshotOf(there)).toBe(snapshot);
        expect(await play(there, after)).toEqual(await play(here, after));
        expect(snapshotOf(there)).toBe(snapshotOf(here));
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('goes on in another process to the byte', async () => {
    const [first, second] = fc.sample(steps, { numRuns: 2, seed: 7 }) as [Step[], Step[]];
    const run: Step[] = [...first, ...second, { ask: 2 }, { advance: 86_400_000 }, { ask: 5 }, { ask: 11 }];
    const whole = await inProcess({ steps: run });
    const begun = await inProcess({ steps: run.slice(0, first.length) });
    const ended = await inProcess({ steps: run.slice(first.length), snapshot: begun.snapshot });
    expect([...begun.told, ...ended.told]).toEqual(whole.told);
    expect(ended.snapshot).toBe(whole.snapshot);
  }, 120_000);
});

describe('time', () => {
  it('passes in one step as in two: state, and what is answered afterwards', async () => {
    const span = fc.oneof(fc.nat(3_600_000), fc.nat(40 * 86_400_000));
    await fc.assert(
      fc.asyncProperty(steps, span, span, steps, async (before, a, b, after) => {
        const begun = begin();
        await play(begun, before);
        const [one, two] = [takenUp(snapshotOf(begun)), takenUp(snapshotOf(begun))];
        one.world.clock.advance(a + b);
        two.world.clock.advance(a);
        two.world.clock.advance(b);
        expect(snapshotOf(two)).toBe(snapshotOf(one));
        expect(await play(two, after)).toEqual(await play(one, after));
        expect(snapshotOf(two)).toBe(snapshotOf(one));
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('of a year passes in one step as day by day', async () => {
    const [before] = fc.sample(steps, { numRuns: 1, seed: 3 }) as [Step[]];
    const begun = begin();
    await play(begun, [...before, { ask: 6 }]);
    const [one, many] = [takenUp(snapshotOf(begun)), takenUp(snapshotOf(begun))];
    one.world.clock.advance('365d');
    for (let day = 0; day < 365; day++) many.world.clock.advance('1d');
    expect(snapshotOf(many)).toBe(snapshotOf(one));
    expect(many.world.journal.entries()).toEqual(one.world.journal.entries());
  });
});

interface Told {
  readonly told: string[];
  readonly snapshot: string;
}

async function inProcess(input: { steps: Step[]; snapshot?: string }): Promise<Told> {
  const script = join(import.meta.dirname, 'run-in-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(input));
  return JSON.parse(await text(child.stdout)) as Told;
}
