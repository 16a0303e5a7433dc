import { fivetranClient } from '../../clients/fivetran/index.ts';
import { mutantsOf as mutantsOfProvider } from '../mutant.ts';

/** Makes mutants whose mistake shows in some jobs only; without any, in all of them. */
export function mutantsOf(...jobs: readonly string[]) {
  return mutantsOfProvider('fivetran', fivetranClient, jobs.length === 0 ? undefined : jobs);
}
