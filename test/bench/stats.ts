/** Numbers of several runs, as they are shown and judged. */

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Distance between the quartiles, as a fraction of the median. */
  readonly spread: number;
}

export function summary(values: readonly number[]): Summary {
  const sorted = ascending(values);
  const middle = at(sorted, 0.5);
  return {
    median: middle,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
    spread: (at(sorted, 0.75) - at(sorted, 0.25)) / middle,
  };
}

export function median(values: readonly number[]): number {
  return at(ascending(values), 0.5);
}

/** The value that a share of all values does not exceed. For thousands of values: nothing is interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * Where the true median may well lie: between the second least and the second most of the values, or between the
 * extremes of fewer than five. Of seven values this holds seven times in eight, whatever their distribution.
 */
export function interval(values: readonly number[]): readonly [from: number, to: number] {
  const sorted = ascending(values);
  const cut = sorted.length < 5 ? 0 : 1;
  return [sorted[cut] ?? Number.NaN, sorted.at(-1 - cut) ?? Number.NaN];
}

/** Value by value: what `values` are of `yardstick`, both measured in the same rounds. */
export function ratios(values: readonly number[], yardstick: readonly number[]): number[] {
  return values.map((value, round) => value / (yardstick[round] ?? Number.NaN));
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Between the two nearest values, by how near each is. */
function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const lower = sorted[Math.floor(place)] ?? Number.NaN;
  const upper = sorted[Math.ceil(place)] ?? Number.NaN;
  return lower + (upper - lower) * (place - Math.floor(place));
}
