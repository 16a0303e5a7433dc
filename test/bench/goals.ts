/** What the simulator has set itself, and whether these measurements show it. */
import { interval, median } from './stats.ts';

export interface Goal {
  /** `Redbark holdings, two rows: 0.7 x node:http at least` */
  readonly what: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  /** What was measured, once for each round. A single value is one that does not vary with the machine's mood. */
  readonly values: readonly number[];
  /** Stands behind the value: ` kB`. Default: it is a ratio. */
  readonly unit?: string;
}

export type Verdict = 'holds' | 'does not hold' | 'too noisy to tell';

/** Noise decides nothing: a goal holds, or does not, only if the whole interval of the median says so. */
export function verdictOf({ bound, values }: Goal): Verdict {
  const [from, to] = interval(values);
  const [surely, surelyNot] =
    'atLeast' in bound
      ? [from >= bound.atLeast, to < bound.atLeast]
      : [to <= bound.atMost, from > bound.atMost];
  if (surely) return 'holds';
  return surelyNot ? 'does not hold' : 'too noisy to tell';
}

export function measured({ values }: Goal): {
  readonly median: number;
  readonly from: number;
  readonly to: number;
} {
  const [from, to] = interval(values);
  return { median: median(values), from, to };
}
