/** What this provider brings to the contract suite. */
import type { Suite } from '../../../src/provider/index.ts';
import type { SnapTradeState } from '../state.ts';
import { credentials, USUAL } from './credentials.ts';
import { jobs } from './jobs.ts';
import { resolve } from './references.ts';
import { wire } from './wire.ts';

export const suite: Suite<SnapTradeState> = {
  jobs,
  wire,
  cases: () => import('../generated/cases.ts').then((module) => module.cases),
  usualCredential: USUAL,
  credentials,
  resolve,
};
