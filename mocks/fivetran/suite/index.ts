/** What this provider brings to the contract suite. */
import type { Suite } from '../../../src/provider/index.ts';
import { cases } from '../generated/cases.ts';
import type { FivetranState } from '../state.ts';
import { credentials, USUAL } from './credentials.ts';
import { jobs } from './jobs.ts';
import { resolve } from './references.ts';
import { wire } from './wire.ts';

export const suite: Suite<FivetranState> = {
  jobs,
  wire,
  cases,
  usualCredential: USUAL,
  credentials,
  resolve,
};
