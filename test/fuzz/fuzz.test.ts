import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dress, line } from '../support/traffic/ask.ts';
import { signingOf } from '../support/traffic/tour.ts';
import { type Mutation, mutate, mutations } from './arbitrary.ts';
import { type Arena, type Corner, openArena } from './arena.ts';
import { complaint, leakIn } from './complaints.ts';
import { garbage } from './garbage.ts';
import { exchange, statusesIn } from './raw.ts';

/** `FUZZ_SEED=123 npx vitest run test/fuzz` repeats a run; a failed one says its seed. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_316);
/** 20,000 requests by default. */
const MUTATED = 16_000 * Number(process.env.FUZZ_TIMES ?? 1);
const RAW = 4_000 * Number(process.env.FUZZ_TIMES ?? 1);
/** Requests under way at once. */
const BATCH = 40;
/** What an answer may take, on a busy machine, behind all others of its batch. */
const PATIENCE_MS = 10_000;
const MEGABYTE = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('20,000 requests nobody should send', () => {
  let arena: Arena;
  let heapBefore: number;
  beforeAll(async () => {
    arena = await openArena();
    heapBefore = heapInUse();
  });
  afterAll(() => arena.close());

  /** What is wrong with the answer to one mutated request, if anything. */
  const tried = async (corner: Corner, mutation: Mutation): Promise<string[]> => {
    const base = corner.bases[mutation.base % corner.bases.length];
    if (base === undefined) throw new Error(`${corner.dialect.provider} has nothing to start from`);
    const world = mutation.limited ? arena.worlds.limited : arena.worlds.free;
    const draft = mutate(base.draft, mutation);
    const sent = mutation.signed
      ? dress({ ...base, draft }, signingOf(world, corner.dialect.provider))
      : draft;
    const started = performance.now();
    const answer = await (mutation.limited ? corner.limited : corner.free).send(sent);
    const took = performance.now() - started;
    const wrong = took > PATIENCE_MS ? `answered after ${took} ms` : complaint(corner.dialect, sent, answer);
    return wrong === undefined ? [] : [`${corner.dialect.provider} ${line(sent)}: ${wrong}`];
  };

  it.each([0, 1, 2, 3])('are answered in the words of provider %i', { timeout: 60_000 }, async (index) => {
    const corner = arena.corners[index] as Corner;
    const batch = fc.array(mutations(corner.parameterNames), { minLength: BATCH, maxLength: BATCH });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(batch, async (some) => {
        // What was removed comes back, or soon nothing would be left to ask for.
        arena.worlds.free.reset();
        const wrong = (await Promise.all(some.map((one) => tried(corner, one)))).flat();
        expect(wrong).toEqual([]);
        expect(arena.bugs).toEqual([]);
        runs += some.length;
      }),
      { seed: SEED, numRuns: MUTATED / 4 / BATCH, endOnFailure: true },
    );
    expect(runs).toBe(MUTATED / 4);
  });

  it('are answered or refused when they are hardly HTTP', { timeout: 60_000 }, async () => {
    const paths = arena.corners.flatMap(({ dialect, bases }) =>
      bases.map(({ draft }) => `/${dialect.provider}${draft.path}`),
    );
    const batch = fc.array(garbage(paths), { minLength: BATCH, maxLength: BATCH });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(batch, async (some) => {
        const received = await Promise.all(some.map((bytes) => exchange(arena.port, bytes, PATIENCE_MS)));
        for (const { text } of received) {
          expect(statusesIn(text).filter((status) => status >= 500 && status !== 501)).toEqual([]);
          expect(leakIn(text)).toBeUndefined();
          // Half a request may be met with silence.
          if (text === '') continue;
          expect(text).toMatch(/^HTTP\/1\.1 \d{3} /);
          answered += 1;
        }
        expect(arena.bugs).toEqual([]);
      }),
      { seed: SEED, numRuns: RAW / BATCH, endOnFailure: true },
    );
    expect(answered).toBeGreaterThan(RAW / 2);
  });

  it('leave the process able to answer', async () => {
    for (const { dialect, bases, free } of arena.corners) {
      const signing = signingOf(arena.worlds.free, dialect.provider);
      const reads = bases.filter((ask) => ask.effect === 'reads');
      const answers = await Promise.all(reads.map((ask) => free.send(dress(ask, signing))));
      expect(answers.filter(({ status }) => status === 200).length, dialect.provider).toBeGreaterThan(0);
    }
  });

  it('leave no memory behind but what worlds may keep', () => {
    expect((heapInUse() - heapBefore) / MEGABYTE).toBeLessThan(64);
  });

  it('leave nothing on the prototypes', () => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
