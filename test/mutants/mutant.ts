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
