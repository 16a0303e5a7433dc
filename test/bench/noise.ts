/** Whether this machine was quiet enough for what was measured to mean something. */
import { nameOf, type Results, type Row } from './results.ts';
import { summary } from './stats.ts';

/** Quartiles further apart than this: the runs did not meet the same machine. */
const WIDE = 0.15;
/** Processes that wanted to run before anything was measured, of each core. */
const BUSY = 0.25;

export function isDoubtful({ values }: Row): boolean {
  return summary(values).spread > WIDE;
}

/**
 * @param loadBefore the load average of the minute before anything was measured
 * @returns sentences for who reads the tables; none if there is nothing to warn of
 */
export function warningsOf({ tables }: Pick<Results, 'tables'>, loadBefore: number, cores: number): string[] {
  const doubtful = tables.flatMap(({ title, rows }) =>
    rows.filter(isDoubtful).map((row) => `${title}: ${nameOf(row)}`),
  );
  return [
    ...(loadBefore > BUSY * cores
      ? [`The machine was busy before: load average ${loadBefore.toFixed(2)} on ${cores} cores.`]
      : []),
    ...(doubtful.length > 0
      ? [`Too noisy to tell (quartiles more than ${WIDE * 100} % apart): ${doubtful.join('; ')}.`]
      : []),
  ];
}
