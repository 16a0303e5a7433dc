/** Instants, days and how SnapTrade writes them. Time zones are those of the brokerages. */
import { type Day, dateFormAt, type Instant, type Institution } from '../../fixtures/ledger/index.ts';
import type { World } from '../../src/provider/index.ts';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets by zone and hour; a zone changes its offset at a full hour of UTC or a half. */
const offsets = new Map<string, number>();

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(zone: string, at: Instant): number {
  if (zone === 'UTC') return 0;
  const halfHour = Math.floor(at / (HOUR_MS / 2));
  const key = `${zone} ${halfHour}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = readOffset(zone, at);
    if (offsets.size >= 10_000) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

function readOffset(zone: string, at: Instant): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(format.format(at)) ?? [];
  const ms = Number(hours) * HOUR_MS + Number(minutes) * 60_000;
  return sign === '-' ? -ms : ms;
}

/** The calendar day an instant falls on in a zone. */
export function dayIn(zone: string, at: Instant): Day {
  return Math.floor((at + offsetAt(zone, at)) / DAY_MS);
}

/** The first instant of a zone's calendar day. */
export function startOfDay(zone: string, day: Day): Instant {
  const midnight = day * DAY_MS;
  const guess = midnight - offsetAt(zone, midnight);
  return midnight - offsetAt(zone, guess);
}

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
      return `${date(dayIn(institution.timeZone, at))}T00:00:00Z`;
    case 'utc':
      return `${new Date(at).toISOString().slice(0, 19)}Z`;
    case 'offset': {
      const offset = offsetAt(institution.timeZone, at);
      return new Date(at + offset).toISOString().slice(0, 19) + offsetText(offset);
    }
  }
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
