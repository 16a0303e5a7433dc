import { fivetranClient, type Policies } from '../../clients/fivetran/index.ts';
import type { Mutant } from '../mutant.ts';

/**
 * Makes mutants whose mistake shows in some jobs only; the others they leave out, as they would do them right.
 *
 * @param jobs without the provider; none: all of them
 */
export function mutantsOf(...jobs: readonly string[]) {
  /** @param killedBy ids of cases without the provider */
  return (name: string, says: string, changes: Partial<Policies>, killedBy: readonly string[]): Mutant => {
    const { operations, ...client } = fivetranClient(changes);
    const some = Object.entries(operations).filter(([id]) => jobs.includes(id.replace('fivetran.', '')));
    return {
      name: `fivetran/${name}`,
      says,
      client: { ...client, operations: jobs.length === 0 ? operations : Object.fromEntries(some) },
      killedBy: killedBy.map((id) => `fivetran/${id}`),
    };
  };
}
