/** Wrong clients of Breadbox. */
import { pageMutants } from './breadbox/pages.ts';
import { requestMutants } from './breadbox/requests.ts';
import { syncMutants } from './breadbox/syncs.ts';
import { valueMutants } from './breadbox/values.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  ...requestMutants,
  ...pageMutants,
  ...valueMutants,
  ...syncMutants,
];
