/** What can go wrong: read from `contracts/control/faults/`, prepared by the build. */
import type { Given } from '../provider/faults.ts';

export type Family = 'answers' | 'states' | 'wire' | 'extremes' | 'movement' | 'webhooks';

export interface CatalogueEntry {
  readonly id: string;
  readonly family: Family;
  /** What a client sees, in a sentence or two. */
  readonly says: string;
  /** True: what the client gets is no answer of the provider's contract. */
  readonly breaksContract: boolean;
  /** Who makes it: the engine alike for all, or each provider's `faults.ts`. */
  readonly playedBy: 'engine' | 'provider';
  /** JSON Schema of each parameter. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Values of the parameters that have one when they are left out. */
  readonly defaults: Given;
  /** Names of the parameters that are lengths of time, written `10m`, `2d`. */
  readonly durations: readonly string[];
  /** An order that works in the world `household`. */
  readonly example: Readonly<Record<string, unknown>>;
}
