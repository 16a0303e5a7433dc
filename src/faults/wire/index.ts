/** Faults of the bytes on their way, by id. What they do to a connection is in `deliver.ts`. */
import { draws, type Seed } from '../../../fixtures/ledger/seed.ts';
import type { Given } from '../../provider/faults.ts';
import type { EngineFault } from '../engine-fault.ts';
import type { OrderError } from '../order.ts';

/** The longest delay; log-normal draws have no upper end of their own. */
const LONGEST_MS = 600_000;

export const wire: Readonly<Record<string, EngineFault>> = {
  latency: {
    kind: 'wire',
    part: 'delayMs',
    plan: (given, seed) => ({ delayMs: delayOf(given, seed) }),
    check: latencyError,
  },
  'slow-headers': {
    kind: 'wire',
    part: 'headersOverMs',
    plan: ({ overMs }) => ({ headersOverMs: Number(overMs) }),
  },
  dribble: {
    kind: 'wire',
    part: 'pace',
    plan: ({ pieces, overMs }) => ({ pace: { pieces: Number(pieces), overMs: Number(overMs) } }),
  },
  hang: {
    kind: 'wire',
    part: 'ending',
    plan: ({ forMs }) => ({ ending: { how: 'hang', forMs: Number(forMs) } }),
  },
  'connection-reset': {
    kind: 'wire',
    part: 'ending',
    plan: ({ at }) => ({ ending: { how: 'reset', at: at === 'mid-body' ? at : 'before-headers' } }),
  },
  'empty-answer': { kind: 'wire', part: 'ending', plan: () => ({ ending: { how: 'empty' } }) },
  'cut-body': {
    kind: 'wire',
    part: 'ending',
    plan: ({ keep }) => ({ ending: { how: 'cut', keep: Number(keep) } }),
  },
  'unfinished-chunks': {
    kind: 'wire',
    part: 'ending',
    plan: ({ keep }) => ({ ending: { how: 'unfinished', keep: Number(keep) } }),
  },
  'malformed-json': { kind: 'wire', part: 'bytes', plan: () => ({ bytes: 'malformed-json' }) },
  'corrupt-gzip': { kind: 'wire', part: 'bytes', plan: () => ({ bytes: 'corrupt-gzip' }) },
  'wrong-content-type': {
    kind: 'wire',
    part: 'contentType',
    plan: ({ type }) => ({ contentType: String(type) }),
  },
  'no-content-type': { kind: 'wire', part: 'contentType', plan: () => ({ contentType: null }) },
  'drop-after-answer': { kind: 'wire', part: 'ending', plan: () => ({ ending: { how: 'drop' } }) },
};

/** Fixed; even between two; or log-normal around a median (Box and Muller's transform). */
function delayOf({ ms, to, sigma }: Given, seed: Seed): number {
  const least = Number(ms);
  const chance = draws(seed);
  if (to !== undefined) return chance.between(least, Number(to));
  if (sigma === undefined) return least;
  // The draw lies in [0, 1): turned round, so that the logarithm of 0 is never asked for.
  const normal = Math.sqrt(-2 * Math.log(1 - chance.unit())) * Math.cos(2 * Math.PI * chance.unit());
  return Math.min(LONGEST_MS, Math.round(least * Math.exp(Number(sigma) * normal)));
}

function latencyError({ ms, to, sigma }: Given): OrderError | undefined {
  if (to === undefined) return undefined;
  if (sigma !== undefined) {
    return {
      field: 'sigma',
      message: 'a delay is either even, up to "to", or log-normal, with "sigma"; leave one out',
    };
  }
  if (Number(to) >= Number(ms)) return undefined;
  return { field: 'to', message: `is ${to}; it may not be less than "ms", which is ${ms}` };
}
