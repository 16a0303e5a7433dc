import { type Policies, snaptradeClient } from '../../clients/snaptrade/index.ts';
import type { Mutant } from '../mutant.ts';

/** @param killedBy ids of cases without the provider */
export function mutant(
  name: string,
  says: string,
  changes: Partial<Policies>,
  killedBy: readonly string[],
): Mutant {
  return {
    name: `snaptrade/${name}`,
    says,
    client: snaptradeClient(changes),
    killedBy: killedBy.map((id) => `snaptrade/${id}`),
  };
}
