/** What of a provider's own state a test may set, beside connections and rows: a plan, how the next sync ends, ... */
import type { Given } from './faults.ts';
import type { World } from './world.ts';

/** @example { says: 'Another plan for a key.', parameters: { credential: '...', plan: '...' }, apply: ... } */
export interface Change<State = unknown> {
  /** In a line, for the catalogue and the docs. */
  readonly says: string;
  /** Parameters by name, each with what it may be, in words: shown to people, checked by `apply`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Makes the change. Gives what is wrong with what was given (and changes nothing then), or undefined. */
  apply(world: World<State>, given: Given): string | undefined;
}
