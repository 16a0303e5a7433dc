/** Days, weeks, months, quarters and years, as reports are cut into them. */
import type { Day } from '../../../fixtures/ledger/index.ts';
import { DAY } from '../../../fixtures/ledger/time.ts';

export const FREQUENCIES = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export interface Period {
  readonly first: Day;
  /** Itself included. */
  readonly last: Day;
}

/** The most periods that a stretch of time is cut into: what bounds the work of a report (ST-C219). */
export const MOST_PERIODS = 1_000;

/** 1970-01-05. */
const A_MONDAY = 4;

/**
 * The periods of the calendar between two days, both included; the first and the last may be parts of one.
 * Undefined if there are more than {@link MOST_PERIODS}.
 *
 * @example periodsOf('monthly', dayNamed('2026-01-15'), dayNamed('2026-03-02')) // three: 15 to 31 January, February, 1 to 2 March
 */
export function periodsOf(frequency: Frequency, first: Day, last: Day): readonly Period[] | undefined {
  const periods: Period[] = [];
  for (let day = first; day <= last; ) {
    if (periods.length === MOST_PERIODS) return undefined;
    const next = nextBeginning(frequency, day);
    periods.push({ first: day, last: Math.min(next - 1, last) });
    day = next;
  }
  return periods;
}

/** The first day of the period after the one that a day is in. */
function nextBeginning(frequency: Frequency, day: Day): Day {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (frequency) {
    case 'daily':
      return day + 1;
    case 'weekly':
      return day + 7 - ((((day - A_MONDAY) % 7) + 7) % 7);
    case 'monthly':
      return Date.UTC(year, month + 1, 1) / DAY;
    case 'quarterly':
      return Date.UTC(year, month - (month % 3) + 3, 1) / DAY;
    case 'yearly':
      return Date.UTC(year + 1, 0, 1) / DAY;
  }
}
