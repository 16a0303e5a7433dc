/** Whether this machine was quiet enough for what was measured to mean something. */
import { nameOf, type Results, type Row } from './results.ts';
import { median, summary } from './stats.ts';

/** Quartiles further apart than this: the runs did not meet the same machine. */
const WIDE = 0.15;
/** A server that used less of its core than this was not the one to set the pace. */
const IDLE = 0.9;
/** Processes that wanted to run before anything was measured, of each core. */
const BUSY = 0.25;

/** Or the runs waited for the load, which others kept from its core: a server that is loaded uses all of its own. */
export function isDoubtful({ values, busy }: Row): boolean {
  return summary(values).spread > WIDE || waited(busy);
}

export function waited(busy: readonly number[] | undefined): boolean {
  return busy !== undefined && median(busy) < IDLE;
}

/**
 * @param loadBefore the load average of the minute before anything was measured
 * @returns sentences for who reads the tables; none if there is nothing to warn of
 */
export function warningsOf({ tables }: Pick<Results, 'tables'>, loadBefore: number, cores: number): string[] {
  const doubtful = tables.flatMap(({ title, rows }) => {
    const names = rows.filter(isDoubtful).map(nameOf);
    return names.length === 0
      ? []
      : [`${title}: ${names.length === rows.length ? 'every row' : names.join('; ')}.`];
  });
  return [
    ...(loadBefore > BUSY * cores
      ? [`The machine was busy before: load average ${loadBefore.toFixed(2)} on ${cores} cores.`]
      : []),
    ...(doubtful.length > 0
      ? [
          `Too noisy to tell, marked with ?: quartiles more than ${WIDE * 100} % apart, or the server waited for the load.`,
          ...doubtful,
        ]
      : []),
  ];
}
