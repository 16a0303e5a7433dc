/** Instants, days and how SnapTrade writes them. Time zones are those of the brokerages. */
import { type Day, dateFormAt, type Instant, type Institution } from '../../fixtures/ledger/index.ts';
import { isoWithOffset, localDay } from '../../fixtures/ledger/zones.ts';
import type { World } from '../../src/provider/index.ts';

export const DAY_MS = 86_400_000;
/**
 * The zone a brokerage's days are counted in, and so those of its activities: what `trade_date` shows is what
 * `startDate` and `endDate` are compared with (ST-C17).
 */
export function zoneOf(institution: Institution): string {
  return institution.datesAs === 'utc' ? 'UTC' : institution.timeZone;
}

/** `2026-03-15`. */
export function date(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day behind `2026-03-15`. */
export function dayOf(text: string): Day {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
}

/** A time SnapTrade took itself, with as many digits as the world's switch asks for (ST-C20). */
export function timestamp(world: World, at: Instant): string {
  const text = new Date(at).toISOString();
  if (world.switch('timestamps') === 'milliseconds') return text;
  // The ledger knows milliseconds; the rest of the digits only have to stay the same for the same instant.
  return `${text.slice(0, -1)}${String((at * 7919) % 1000).padStart(3, '0')}Z`;
}

/** When something happened at a brokerage, as finely as it passes that on: a day, or a moment (ST-61). */
export function brokerTime(institution: Institution, at: Instant): string {
  switch (dateFormAt(institution, at)) {
    case 'date':
      return `${date(localDay(institution.timeZone, at))}T00:00:00Z`;
    case 'utc':
      return `${new Date(at).toISOString().slice(0, 19)}Z`;
    case 'offset':
      return isoWithOffset(institution.timeZone, at);
  }
}
