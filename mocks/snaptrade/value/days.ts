/** Days of a brokerage, and the stretches of them that return rates are about. */
import type { Day, Instant } from '../../../fixtures/ledger/index.ts';
import { DAY } from '../../../fixtures/ledger/time.ts';
import { startOfDay } from '../../../fixtures/ledger/zones.ts';
import type { Timeframe } from '../wire/schemas.ts';

/** In the order in which the provider lists them. */
export const TIMEFRAMES: readonly Timeframe[] = ['ALL', '1Y', 'YTD', '1M', '1W', '1D'];

/** The last instant of a day. */
export function endOf(zone: string, day: Day): Instant {
  return startOfDay(zone, day + 1) - 1;
}

/** The day at whose end a timeframe begins. `ALL` begins where the account does. @param last the day it ends with */
export function beginningOf(timeframe: Exclude<Timeframe, 'ALL'>, last: Day): Day {
  switch (timeframe) {
    case '1D':
      return last - 1;
    case '1W':
      return last - 7;
    case '1M':
      return monthsBefore(last, 1);
    case 'YTD':
      return Date.UTC(new Date(last * DAY).getUTCFullYear(), 0, 0) / DAY;
    case '1Y':
      return monthsBefore(last, 12);
  }
}

/** The day of the same number; the month's last where it has no such day: a month before 31 March is 28 February. */
export function monthsBefore(day: Day, months: number): Day {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY;
}
