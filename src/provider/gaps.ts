/**
 * Gaps in a listing by offset. A page that held rows back leaves positions empty, from the first row held back to its
 * own end; the rows come with the pages after it. So a client that goes on at `offset + limit` meets every row once,
 * and one that goes on at `offset` plus the rows it got does not.
 *
 * A provider keeps them in its state, by listing (the same list, filters and customer): plain JSON, bounded.
 */

/** Positions `from` (included) to `to` (excluded) have no row. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** By listing, the latest last; each listing's gaps in order, none touching another. */
export type Gaps = Record<string, readonly Gap[]>;

export interface Stretch {
  readonly offset: number;
  readonly limit: number;
}

const MOST_LISTINGS = 100;
const MOST_GAPS = 100;

/** The rows that stand in a window of positions. */
export function rowsBehind(gaps: readonly Gap[], { offset, limit }: Stretch): Stretch {
  const first = rowAt(gaps, offset);
  return { offset: first, limit: rowAt(gaps, offset + limit) - first };
}

/**
 * A page gave only the first `given` of the rows in its window: from now on the rest stand behind the window.
 *
 * @param listing names the list, its filters and who reads it
 */
export function holdBack(all: Gaps, listing: string, window: Stretch, given: number): void {
  const gaps = all[listing] ?? [];
  const from = positionOf(gaps, rowsBehind(gaps, window).offset + given);
  const to = window.offset + window.limit;
  delete all[listing];
  all[listing] = lightened([
    ...gaps.filter((gap) => gap.to < from),
    ...joined([...gaps.filter((gap) => gap.to >= from && gap.from <= to), { from, to }]),
    ...gaps.filter((gap) => gap.from > to),
  ]);
  for (const oldest of Object.keys(all).slice(0, -MOST_LISTINGS)) delete all[oldest];
}

/** How many rows stand before a position. */
function rowAt(gaps: readonly Gap[], position: number): number {
  let empty = 0;
  for (const { from, to } of gaps) empty += Math.max(0, Math.min(to, position) - from);
  return position - empty;
}

/** Where row `row` stands. */
function positionOf(gaps: readonly Gap[], row: number): number {
  let position = row;
  for (const { from, to } of gaps) {
    if (from > position) break;
    position += to - from;
  }
  return position;
}

function joined(gaps: readonly Gap[]): Gap[] {
  return [{ from: Math.min(...gaps.map(({ from }) => from)), to: Math.max(...gaps.map(({ to }) => to)) }];
}

/** The two oldest as one that ends where they ended: nothing behind them moves, and a reader is long past them. */
function lightened(gaps: readonly Gap[]): readonly Gap[] {
  const [first, second, ...rest] = gaps;
  if (gaps.length <= MOST_GAPS || first === undefined || second === undefined) return gaps;
  return [{ from: second.from - (first.to - first.from), to: second.to }, ...rest];
}
