/**
 * The law of legal extremes: whatever of them come together, on whatever a provider answers, the answer still keeps
 * to the contract. Judged by the compiled validators, which know nothing of shapes.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { rootSeed } from '../../../fixtures/ledger/seed.ts';
import { extremes } from '../../../src/faults/extremes/index.ts';
import type { AnswerValidators, Provider } from '../../../src/provider/index.ts';
import { writeJson } from '../../../src/provider/json.ts';
import { providers } from '../../../src/understudy.ts';
import { places, without, withValue } from './places.ts';
import { type Sample, samplesOf, worldsOf } from './samples.ts';

const NAMES = Object.keys(extremes);

/**
 * Operations that need an id or a form which reading a world does not give. Their answers have the shapes of others
 * that are read.
 */
const NOT_READ: Readonly<Record<string, readonly string[]>> = {
  snaptrade: [
    'cancelOldOrder',
    'cancelOrder',
    'checkOrder',
    'getOrder',
    'getOrderV2',
    'getRate',
    'getSymbol',
    'listAllActivities',
    'listInstruments',
    'listQuotes',
    'listSessionEvents',
    'placeCheckedOrder',
    'placeOrder',
    'replaceOrder',
    'unwatchTrades',
    'watchTrades',
  ],
};

interface Drawn {
  readonly fault: string;
  readonly length: number;
  readonly seed: number;
}

const drawn = (fault: fc.Arbitrary<string>): fc.Arbitrary<Drawn> =>
  fc.record({ fault, length: fc.integer({ min: 1, max: 6000 }), seed: fc.nat() });

/** A body after some extremes, as the client reads it; the text holds the numbers as they were written. */
function played(provider: Provider, sample: Sample, some: readonly Drawn[]) {
  let body = sample.body;
  const worked: string[] = [];
  for (const { fault, length, seed } of some) {
    const engine = extremes[fault];
    if (engine === undefined || !engine.on(provider, sample.operation)) continue;
    const context = { provider, ...sample, seed: rootSeed(seed) };
    const other = engine.reshape(body, { length }, context);
    if (other === undefined) continue;
    expect(other, `${fault} says that it changed something`).not.toEqual(body);
    body = other;
    worked.push(fault);
  }
  const text = writeJson(body);
  return { body: JSON.parse(text) as unknown, text, worked };
}

const EVERY = providers.map((provider) => [provider.title, provider] as const);

describe.each(EVERY)('%s', { timeout: 120_000 }, (_title, provider) => {
  let answers: AnswerValidators;
  let samples: readonly Sample[];

  beforeAll(async () => {
    answers = await provider.contract.answers();
    samples = (await Promise.all(worldsOf(provider).map((file) => samplesOf(provider, file)))).flat();
  }, 60_000);

  const errorsOf = ({ operation, status }: Sample, body: unknown) => {
    const validate = answers[operation.id]?.[String(status)];
    if (validate === undefined) throw new Error(`${operation.id} ${status} has no validator`);
    return validate(body) ? [] : (validate.errors ?? []).slice(0, 3);
  };

  it('gives samples of every operation that succeeds with a body', () => {
    const shapes = provider.contract.shapes?.().answers ?? {};
    const expected = Object.keys(shapes).filter((id) => Object.keys(shapes[id] ?? {}).length > 0);
    const seen = new Set(samples.map(({ operation }) => operation.id));
    const left = expected.filter((id) => !seen.has(id)).sort();
    expect(left).toEqual(NOT_READ[provider.id] ?? []);
  });

  it.each(NAMES)('%s keeps to the contract on every answer', (fault) => {
    for (const sample of samples) {
      const { body } = played(provider, sample, [{ fault, length: 5000, seed: 1 }]);
      expect(errorsOf(sample, body), `${fault} on ${sample.operation.id}`).toEqual([]);
    }
  });

  it('any of them together, in any order, keep to it too', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(drawn(fc.constantFrom(...NAMES)), { minLength: 1, maxLength: 8 }),
        (which, some) => {
          const sample = samples[which % samples.length];
          if (sample === undefined) return;
          const { body, worked } = played(provider, sample, some);
          expect(errorsOf(sample, body), `${sample.operation.id}: ${worked.join(', ')}`).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('after all-null nothing is left that could be null', () => {
    for (const sample of samples) {
      const { body } = played(provider, sample, [{ fault: 'all-null', length: 0, seed: 1 }]);
      const left = places(body).filter(
        (place) => place.value !== null && errorsOf(sample, withValue(body, place, null)).length === 0,
      );
      expect(left.map(({ name }) => name).filter((name) => !isLeft(provider, name))).toEqual([]);
    }
  });

  it('after optionals-absent nothing is left that could be absent', () => {
    for (const sample of samples) {
      const { body } = played(provider, sample, [{ fault: 'optionals-absent', length: 0, seed: 1 }]);
      const left = places(body).filter((place) => errorsOf(sample, without(body, place)).length === 0);
      expect(left.map(({ name }) => name).filter((name) => !isLeft(provider, name))).toEqual([]);
    }
  });
});

/** Members that a schema lets go and the documentation does not, by their place. */
const LEFT: Readonly<Record<string, readonly RegExp[]>> = {
  redbark: [/^pagination\.total$/],
  breadbox: [/^next_cursor$/, /^data\[\]\.\w+$/],
  fivetran: [/next_cursor$/, /\.config\./, /\.source_sync_details\./],
  snaptrade: [/\bmeta\./, /option_symbol\./],
};

function isLeft({ id }: Provider, name: string): boolean {
  return LEFT[id]?.some((pattern) => pattern.test(name)) === true;
}
