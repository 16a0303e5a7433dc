/** What the simulator has set itself, and whether these measurements show it. */
import { interval } from './stats.ts';

export interface Goal {
  /** `Redbark holdings, two rows, from the answer cache` */
  readonly what: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  /** What was measured, once for each round. A single value is one that does not vary with the machine's mood. */
  readonly values: readonly number[];
  /** Stands behind the value: ` kB`, ` x node:http`. */
  readonly unit: string;
  /** Something else than what is measured set the pace. */
  readonly doubtful?: boolean;
}

export type Verdict = 'holds' | 'does not hold' | 'too noisy to tell';

/** Noise decides nothing: a goal holds, or does not, only if the whole interval of the median says so. */
export function verdictOf({ bound, values, doubtful = false }: Goal): Verdict {
  if (doubtful) return 'too noisy to tell';
  const [from, to] = interval(values);
  const [surely, surelyNot] =
    'atLeast' in bound
      ? [from >= bound.atLeast, to < bound.atLeast]
      : [to <= bound.atMost, from > bound.atMost];
  if (surely) return 'holds';
  return surelyNot ? 'does not hold' : 'too noisy to tell';
}
