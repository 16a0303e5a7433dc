/** Breadbox's half of the contract suite. */
import type { Suite } from '../../../src/provider/index.ts';
import type { BreadboxState } from '../state.ts';
import { wire } from './dialect.ts';
import { jobs } from './jobs.ts';
import { resolve } from './references.ts';

/** Looks like a key and is none. */
const UNKNOWN_KEY = `bb_${'0'.repeat(43)}`;

export const suite: Suite<BreadboxState> = {
  jobs,
  wire,
  cases: () => import('../generated/cases.ts').then((module) => module.cases),
  usualCredential: 'fullAccess',
  credentials(shown, name) {
    if (name === 'unknown') return { apiKey: UNKNOWN_KEY };
    if (name === 'missing') return { apiKey: '' };
    const apiKey = Object.hasOwn(shown, name) ? shown[name] : undefined;
    return apiKey === undefined ? undefined : { apiKey };
  },
  resolve,
};
