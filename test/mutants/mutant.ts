/** A wrong client: the reference client with one small mistake that people make. Proves that the suite can fail. */
import type { ClientDefinition } from '../../src/verify/define-client.ts';

export interface Mutant {
  /** `<provider>/<mistake>`, such as `redbark/stops-on-short-page`. */
  readonly name: string;
  /** The mistake, in a line. */
  readonly says: string;
  readonly client: ClientDefinition;
  /** Ids of cases that fail it. More may; these must. */
  readonly killedBy: readonly string[];
}

/**
 * @param provider stands before the name and before the ids of cases
 * @param client the reference client with some of its policies changed for the worse
 * @param jobs the only ones it does, since in the others its mistake cannot show; left out: all of them
 */
export function mutantsOf<Policies>(
  provider: string,
  client: (changes: Partial<Policies>) => ClientDefinition,
  jobs?: readonly string[],
) {
  /** @param killedBy ids of cases without the provider */
  return (name: string, says: string, changes: Partial<Policies>, killedBy: readonly string[]): Mutant => {
    const whole = client(changes);
    const some = Object.entries(whole.operations).filter(
      ([id]) => jobs === undefined || jobs.includes(id.slice(provider.length + 1)),
    );
    return {
      name: `${provider}/${name}`,
      says,
      client: { ...whole, operations: Object.fromEntries(some) },
      killedBy: killedBy.map((id) => `${provider}/${id}`),
    };
  };
}
