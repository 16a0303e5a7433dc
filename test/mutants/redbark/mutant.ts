import { type Policies, redbarkClient } from '../../clients/redbark/index.ts';
import type { Mutant } from '../mutant.ts';

/** The reference client with one policy, or the few that make one mistake, in a worse form. */
export function mutant(
  name: string,
  says: string,
  changes: Partial<Policies>,
  killedBy: readonly string[],
): Mutant {
  return {
    name: `redbark/${name}`,
    says,
    client: redbarkClient(changes),
    killedBy: killedBy.map((id) => `redbark/${id}`),
  };
}
