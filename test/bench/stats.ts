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

/** How sure to be of {@link interval}. */
const SURE = 7 / 8;

/**
 * Where the median of all runs there could be lies, seven times in eight at least and whatever their distribution.
 * A run is as likely above it as below: so many of either end can be left out as still make that unlikely to miss.
 * Of seven values that is one of either end, of fewer none.
 */
export function interval(values: readonly number[]): readonly [from: number, to: number] {
  const sorted = ascending(values);
  let cut = 0;
  while (2 * atMost(cut + 1, sorted.length) <= 1 - SURE) cut += 1;
  return [sorted[cut] ?? Number.NaN, sorted.at(-1 - cut) ?? Number.NaN];
}

/** How likely it is that of so many coins at most `count` show heads. */
function atMost(count: number, coins: number): number {
  let ways = 1;
  let sum = 0;
  for (let heads = 0; heads <= count; heads++) {
    sum += ways;
    ways = (ways * (coins - heads)) / (heads + 1);
  }
  return sum / 2 ** coins;
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
