/**
 * When a market is open: its regular hours in its own time zone, on weekdays. Holidays do not exist in this world
 * (ST-C101).
 */
import type { Day, Instant, Security } from '../../../fixtures/ledger/index.ts';
import { DAY, HOUR, MINUTE } from '../../../fixtures/ledger/time.ts';
import { localDay, startOfDay } from '../../../fixtures/ledger/zones.ts';
import { venueOf } from '../wire/exchanges.ts';

/** From `opens` (included) to `closes` (excluded). */
export interface Session {
  readonly opens: Instant;
  readonly closes: Instant;
}

/** American exchanges deal from 4:00 to 20:00 for those who ask for the extended session; no other does (ST-C102). */
const EXTENDED = { opens: 4 * HOUR, closes: 20 * HOUR };
const AMERICAN: ReadonlySet<string> = new Set(['NASDAQ', 'NYSE', 'ARCA']);

/**
 * The session that is on at `at`, or else the next one.
 *
 * @example sessionAt(apple, Date.UTC(2026, 2, 15), false) // Monday the 16th, 13:30 to 20:00 UTC
 */
export function sessionAt(security: Pick<Security, 'exchange'>, at: Instant, extended: boolean): Session {
  const { timeZone, opens, closes } = venueOf(security.exchange);
  if (security.exchange === undefined) return aroundTheClock(at);
  const hours =
    extended && AMERICAN.has(security.exchange)
      ? EXTENDED
      : { opens: sinceMidnight(opens), closes: sinceMidnight(closes) };
  for (let day = localDay(timeZone, at); ; day++) {
    if (isWeekend(day)) continue;
    const midnight = startOfDay(timeZone, day);
    if (at < midnight + hours.closes)
      return { opens: midnight + hours.opens, closes: midnight + hours.closes };
  }
}

export function isOpenAt({ opens, closes }: Session, at: Instant): boolean {
  return opens <= at && at < closes;
}

/** Coins are dealt in at any time; their days end at midnight UTC. */
function aroundTheClock(at: Instant): Session {
  const day = Math.floor(at / DAY);
  return { opens: day * DAY, closes: (day + 1) * DAY };
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: Day): boolean {
  const weekday = (day + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** `09:30:00`. Clocks change on Sundays, when no exchange is open, so a day's hours can be added to its midnight. */
function sinceMidnight(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE;
}
