/**
 * Extremes on their way to a client: every answer keeps to the contract, is labelled exactly if a fault changed it, and
 * numbers arrive digit by digit.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/engine/simulator.ts';
import { extremes } from '../../../src/faults/extremes/index.ts';
import type { Provider } from '../../../src/provider/index.ts';
import { providers } from '../../../src/understudy.ts';
import { type Judge, judgeOf } from '../../support/answer.ts';
import { type Ask, dress, line, withQuery } from '../../support/traffic/ask.ts';
import { dialectOf } from '../../support/traffic/dialects/index.ts';
import { harvest } from '../../support/traffic/harvest.ts';
import { plan } from '../../support/traffic/plan.ts';
import { Sender } from '../../support/traffic/send.ts';
import { asMeant, signingOf } from '../../support/traffic/tour.ts';

/** Requests of each operation: those for different connections or accounts differ in what is answered. */
const OF_EACH = 3;

const EVERY = providers.map((provider) => [provider.title, provider] as const);

describe.each(EVERY)('%s', { timeout: 120_000 }, (_title, provider) => {
  let simulator: Simulator;
  let sender: Sender;
  let judge: Judge;
  let asks: readonly Ask[];

  beforeAll(async () => {
    const world = { template: 'messy', clock: 'frozen', limits: 'off' } as const;
    simulator = await startSimulator({ providers: [provider], port: 0, world });
    sender = new Sender(simulator.world().baseUrl(provider.id));
    judge = await judgeOf(provider.contract);
    asks = await asksOf(provider, simulator, sender);
  });
  afterAll(async () => {
    await sender.close();
    await simulator.close();
  });

  /** Every request in a world as new, with these faults armed for all of the provider. */
  async function answersUnder(faults: readonly string[], some: readonly Ask[]) {
    const world = simulator.world();
    const answers = [];
    for (const ask of some) {
      world.reset();
      for (const fault of faults) world.arm({ fault, provider: provider.id, id: fault });
      const draft = dress(ask, signingOf(world, provider.id));
      const answer = await sender.send(draft);
      judge(draft.method, draft.path, answer);
      const label = answer.headers['understudy-fault'];
      answers.push({
        ask: line(draft),
        label: label === undefined ? [] : String(label).split(', '),
        answer,
      });
    }
    return answers;
  }

  const possible = Object.entries(extremes)
    .filter(([, one]) => provider.contract.operations.some((operation) => one.on(provider, operation)))
    .map(([id]) => id);

  it.each(possible)('%s changes what it names and keeps to the contract', async (fault) => {
    const on = asks.filter(({ operation }) => extremes[fault]?.on(provider, operation));
    const [plain, faulted] = [await answersUnder([], on), await answersUnder([fault], on)];
    for (const [i, { ask, label, answer }] of faulted.entries()) {
      expect(label, ask).toEqual(answer.text === plain[i]?.answer.text ? [] : [fault]);
    }
    expect(faulted.filter(({ label }) => label.length > 0).length, 'answers it changed').toBeGreaterThan(0);
  });

  it('duplicate-rows loses no row and keeps every page within its limit', async () => {
    const paged = asks.filter(({ operation }) => operation.parameters.some(({ name }) => name === 'limit'));
    const world = simulator.world();
    const labels: boolean[] = [];
    for (const limit of [1, 2, 3, 7, 100]) {
      for (const ask of paged) {
        world.reset();
        const read = async () => {
          const limited = { ...ask, draft: withQuery(ask.draft, `limit=${limit}`) };
          const answer = await sender.send(dress(limited, signingOf(world, provider.id)));
          const rows = answer.status === 200 ? rowsOf(provider, ask, JSON.parse(answer.text)) : [];
          return { ...answer, rows };
        };
        const { rows: before, status } = await read();
        if (status !== 200) continue;
        world.arm({ fault: 'duplicate-rows', provider: provider.id });
        const { rows: after, headers } = await read();
        expect(after.length).toBeLessThanOrEqual(limit);
        const isLabelled = 'understudy-fault' in headers;
        // Brokers give equal rows by themselves too: it is enough that one of the pairs is ours.
        const place = after.findIndex((row, i) => row === after[i + 1] && row !== before[i + 1]);
        expect(isLabelled ? after.toSpliced(place, 1) : after).toEqual(before);
        labels.push(isLabelled);
      }
    }
    expect(labels, 'full pages').toContain(false);
  });

  it('any of them at once keep to the contract', async () => {
    const some = fc.record({
      faults: fc.shuffledSubarray(possible, { minLength: 2 }),
      which: fc.array(fc.nat(asks.length - 1), { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(some, async ({ faults, which }) => {
        const picked = which.map((i) => asks[i]).filter((ask) => ask !== undefined);
        for (const { label } of await answersUnder(faults, picked)) {
          expect(faults).toEqual(expect.arrayContaining(label));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('what is armed elsewhere touches nothing', async () => {
    const world = simulator.world();
    world.reset();
    const [ask] = asks;
    if (ask === undefined) throw new Error('No request to send.');
    const before = await sender.send(dress(ask, signingOf(world, provider.id)));
    for (const fault of possible) world.arm({ fault, provider: provider.id, where: { never: 'asked' } });
    const after = await sender.send(dress(ask, signingOf(world, provider.id)));
    expect(after.text).toBe(before.text);
    expect(after.headers).not.toHaveProperty('understudy-fault');
  });
});

/** The rows of a list as text, to be compared. */
function rowsOf({ faults }: Provider, { operation }: Ask, body: unknown): string[] {
  const path = faults?.lists[operation.id]?.rows ?? '';
  const steps = path === '' ? [] : path.split('.');
  const rows = steps.reduce((at, step) => (at as Record<string, unknown>)[step], body);
  return (rows as unknown[]).map((row) => JSON.stringify(row));
}

async function asksOf(provider: Provider, simulator: Simulator, sender: Sender): Promise<readonly Ask[]> {
  const dialect = dialectOf(provider);
  const signing = signingOf(simulator.world(), provider.id);
  const known = await harvest(dialect, signing, sender.send);
  const taken = new Map<string, number>();
  return plan({ provider, dialect, known, credentials: signing.credentials })
    .filter(asMeant)
    .filter(({ operation: { id } }) => {
      taken.set(id, (taken.get(id) ?? 0) + 1);
      return (taken.get(id) ?? 0) <= OF_EACH;
    });
}

describe('numbers', () => {
  const breadbox = providers.find(({ id }) => id === 'breadbox');

  it('arrive with more digits than a double holds, as numbers', async () => {
    if (breadbox === undefined) throw new Error('There is no Breadbox.');
    const simulator = await startSimulator({ providers: [breadbox], port: 0, world: { clock: 'frozen' } });
    const world = simulator.world();
    world.arm({ fault: 'extreme-decimals', provider: 'breadbox', operation: 'listTransactions' });
    const answer = await fetch(`${world.baseUrl('breadbox')}/api/v1/transactions?limit=3`, {
      headers: { 'X-API-Key': world.providers.breadbox?.credentials.fullAccess ?? '' },
    });
    const amounts = [...(await answer.text()).matchAll(/"amount":(-?[\d.]+)/g)].map(([, digits]) => digits);
    expect(amounts).toHaveLength(3);
    for (const digits of amounts) {
      expect(digits).toMatch(/^-?\d{1,20}\.\d{18}$/);
      expect(JSON.stringify(Number(digits)), 'what JSON.parse makes of it').not.toBe(digits);
    }
    await simulator.close();
  });
});
