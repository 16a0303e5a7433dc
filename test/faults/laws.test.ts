/**
 * What holds under any set of faults that keep to the contract, at every provider: every answer satisfies its
 * contract, every label names an armed fault, and what has no label is what it would have been without faults.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isPlayedOn } from '../../src/faults/applicability.ts';
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import { providers, startUnderstudy } from '../../src/understudy.ts';
import { judgeOf } from '../support/answer.ts';
import { type Answer, type Ask, dress } from '../support/traffic/ask.ts';
import { dialectOf } from '../support/traffic/dialects/index.ts';
import { Sender } from '../support/traffic/send.ts';
import { signingOf } from '../support/traffic/tour.ts';
import { walkOf } from './everywhere.ts';

const understudy = await startUnderstudy({ port: 0 });
afterAll(() => understudy.close());

/** What these do is kept: later answers follow from it and have no label of their own. */
const KEPT = new Set([
  'short-page',
  'empty-page',
  'sync-fails',
  'sync-never-ends',
  'sync-interrupted',
  'drop-after-answer',
]);
const QUICK: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  latency: { ms: 2 },
  'slow-headers': { overMs: 4 },
  dribble: { pieces: 2, overMs: 4 },
};

for (const provider of providers) {
  const walk = await walkOf(understudy, provider, dialectOf(provider));
  const judge = await judgeOf(provider.contract);
  const { world } = walk;
  const sender = new Sender(world.baseUrl(provider.id));
  afterAll(() => sender.close());

  const reads = [...walk.asks.values()].flatMap((asks) =>
    asks.filter(({ draft }) => draft.method === 'GET').slice(0, 12),
  );
  const writes = [...walk.asks.values()].flatMap((asks) =>
    asks.filter(({ draft }) => draft.method !== 'GET').slice(0, 2),
  );
  const playable = Object.values(catalogue).filter(
    ({ id, family, breaksContract }) =>
      !breaksContract &&
      family !== 'webhooks' &&
      provider.contract.operations.some((operation) => isPlayedOn(id, provider, operation)),
  );
  const lasting = (id: string): boolean => KEPT.has(id) || catalogue[id]?.family === 'movement';

  const orders = (ids: readonly string[]): fc.Arbitrary<FaultOrder[]> =>
    fc.array(
      fc
        .record(
          {
            fault: fc.constantFrom(...ids),
            times: fc.integer({ min: 1, max: 4 }),
            after: fc.integer({ min: 0, max: 2 }),
            every: fc.integer({ min: 1, max: 3 }),
            probability: fc.constantFrom(0.3, 0.7, 1),
          },
          { requiredKeys: ['fault'] },
        )
        .map((order) => ({ ...order, ...QUICK[order.fault], provider: provider.id })),
      { minLength: 1, maxLength: 5 },
    );

  const go = async (asks: readonly Ask[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const ask of asks) answers.push(await sender.send(dress(ask, signingOf(world, provider.id))));
    return answers;
  };

  /** Held against the contract, and against what is armed. */
  const hold = (ask: Ask, { status, text, headers }: Answer): readonly string[] => {
    judge(ask.draft.method, below(ask.draft.path), { status, text });
    const labels = String(headers['understudy-fault'] ?? '')
      .split(', ')
      .filter((label) => label !== '');
    const armed = world.faults().map(({ id }) => id);
    expect(armed).toEqual(expect.arrayContaining(labels));
    return labels;
  };

  function below(path: string): string {
    const prefix = (provider.basePaths ?? []).find((base) => base !== '' && path.startsWith(`${base}/`));
    return prefix === undefined ? path : path.slice(prefix.length);
  }

  describe(`${provider.title}, whatever is armed`, () => {
    it('gives answers of its contract, reads and writes alike', async () => {
      const asks = fc.array(fc.constantFrom(...reads, ...writes), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(orders(playable.map(({ id }) => id)), asks, async (armed, sent) => {
          world.reset();
          for (const order of armed) world.arm(order);
          const answers = await go(sent);
          for (const [index, ask] of sent.entries()) hold(ask, answers[index] as Answer);
        }),
        { numRuns: 60 },
      );
    }, 120_000);

    it('touches no answer without a label', async () => {
      const passing = playable.filter(({ id }) => !lasting(id)).map(({ id }) => id);
      const asks = fc.array(fc.constantFrom(...reads), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(orders(passing), asks, async (armed, sent) => {
          world.reset();
          const without = await go(sent);
          world.reset();
          for (const order of armed) world.arm(order);
          const answers = await go(sent);
          for (const [index, ask] of sent.entries()) {
            const labels = hold(ask, answers[index] as Answer);
            if (labels.length > 0) continue;
            const bare = ({ status, text }: Answer) => ({ status, text });
            expect(bare(answers[index] as Answer)).toEqual(bare(without[index] as Answer));
          }
        }),
        { numRuns: 60 },
      );
    }, 120_000);
  });
}
