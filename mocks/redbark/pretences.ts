/** What a fault may make one request believe, beside how connections stand (faults/): numbers, by name. */
import type { RedbarkWorld } from './state.ts';

export type Belief =
  /** Most rows a page gives. */
  | 'pageRows'
  /** Rows after which the reading stops. */
  | 'ceiling'
  /** Milliseconds since the answer was made. */
  | 'age'
  /** Rows whose fee the broker has not told yet. */
  | 'unfilledFees';

export function belief(world: RedbarkWorld, name: Belief): number | undefined {
  const value = world.pretends(name);
  return typeof value === 'number' ? value : undefined;
}
