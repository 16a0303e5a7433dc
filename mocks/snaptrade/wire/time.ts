/** Instants and days as SnapTrade writes them. Time zones are those of the brokerages. */
import { dateFormAt, type Instant, type Institution } from '../../../fixtures/ledger/index.ts';
import { isoDay, isoInstant, isoSeconds } from '../../../fixtures/ledger/time.ts';
import { isoWithOffset, localDay } from '../../../fixtures/ledger/zones.ts';
import type { SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';

/**
 * The zone a brokerage's days are counted in, and so those of its activities: what `trade_date` shows is what
 * `startDate` and `endDate` are compared with (ST-C17).
 */
export function zoneOf(institution: Institution): string {
  return institution.datesAs === 'utc' ? 'UTC' : institution.timeZone;
}

/** A time SnapTrade took itself, with as many digits as the world's switch asks for (ST-C20). */
export function timestamp(world: Pick<SnapTradeWorld, 'switch'>, at: Instant): string {
  const text = isoInstant(at);
  if (reading(world, 'timestamps') === 'milliseconds') return text;
  // The ledger knows milliseconds; the rest of the digits only have to stay the same for the same instant.
  return `${text.slice(0, -1)}${String((at * 7919) % 1000).padStart(3, '0')}Z`;
}

/** When something happened at a brokerage, as finely as it passes that on: a day, or a moment (ST-61). */
export function brokerTime(institution: Institution, at: Instant): string {
  switch (dateFormAt(institution, at)) {
    case 'date':
      return `${isoDay(localDay(institution.timeZone, at))}T00:00:00Z`;
    case 'utc':
      return isoSeconds(at);
    case 'offset':
      return isoWithOffset(institution.timeZone, at);
  }
}
