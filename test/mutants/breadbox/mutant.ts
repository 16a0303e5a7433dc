import { breadboxClient, type Policies } from '../../clients/breadbox/index.ts';
import type { Mutant } from '../mutant.ts';

/** The reference client with one decision changed for the worse. */
export function mutant(
  name: string,
  says: string,
  changes: Partial<Policies>,
  killedBy: readonly string[],
): Mutant {
  return {
    name: `breadbox/${name}`,
    says,
    client: breadboxClient(changes),
    killedBy: killedBy.map((id) => `breadbox/${id}`),
  };
}
