/** What this provider brings to the contract suite. */
import type { Suite } from '../../../src/provider/index.ts';
import type { SnapTradeState } from '../state.ts';
import { accessJobs } from './access.ts';
import { credentials, USUAL } from './credentials.ts';
import { dataJobs } from './data.ts';
import { jobs } from './jobs.ts';
import { lookupJobs } from './lookup.ts';
import { portalJobs } from './portal.ts';
import { resolve } from './references.ts';
import { wire } from './wire.ts';

export const suite: Suite<SnapTradeState> = {
  jobs: { ...jobs, ...portalJobs, ...accessJobs, ...dataJobs, ...lookupJobs },
  wire,
  cases: () => import('../generated/cases.ts').then((module) => module.cases),
  usualCredential: USUAL,
  credentials,
  resolve,
};
