/** Redbark's half of the contract suite. Its cases stand in `contracts/redbark/cases/`. */
import type { Suite } from '../../../src/provider/index.ts';
import type { RedbarkState } from '../state.ts';
import { wire } from './dialect.ts';
import { jobs } from './jobs.ts';
import { resolve } from './references.ts';

export const suite: Suite<RedbarkState> = {
  jobs,
  wire,
  cases: () => import('../generated/cases.ts').then((module) => module.cases),
  usualCredential: 'professional',
  credentials(shown, name) {
    const apiKey = shown[name];
    return apiKey === undefined ? undefined : { apiKey };
  },
  resolve,
};
