/** What was measured, before anybody looks at it. */
import type { Goal } from './goals.ts';

/** One line of a table. */
export interface Row {
  readonly server: string;
  /** What the server could keep from one request to the next, or nothing. */
  readonly way?: string;
  /** One for each round. */
  readonly values: readonly number[];
  readonly unit: string;
  /** Milliseconds that 99 of 100 answers took at most, one for each round. */
  readonly p99?: readonly number[];
  /** Against the yardstick of its table in the same round. */
  readonly ratios?: readonly number[];
  /** Share of its core that the server used; below one it waited for the load, not the load for it. */
  readonly busy?: readonly number[];
  /** Like `ratios`, of the answers for each second of processor time: who else uses the cores matters less. */
  readonly processorRatios?: readonly number[];
}

export interface Table {
  readonly title: string;
  /** What `ratios` are of. */
  readonly yardstick?: string;
  /** More is better. Otherwise less is. */
  readonly rising: boolean;
  readonly rows: readonly Row[];
}

export interface Results {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
}

export function together(all: readonly Results[]): Results {
  return {
    tables: all.flatMap(({ tables }) => tables),
    goals: all.flatMap(({ goals }) => goals),
  };
}

/** The name of a row in warnings. */
export function nameOf({ server, way }: Row): string {
  return way === undefined ? server : `${server}, ${way}`;
}
