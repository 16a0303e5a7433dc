/** Numbers of several runs, as they are shown. */

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Distance between the extremes, as a fraction of the median. */
  readonly spread: number;
}

export function summary(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const [least = Number.NaN] = sorted;
  const most = sorted.at(-1) ?? Number.NaN;
  const median = middle(sorted);
  return { median, least, most, spread: (most - least) / median };
}

export function median(values: readonly number[]): number {
  return middle([...values].sort((a, b) => a - b));
}

/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function middle(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}
