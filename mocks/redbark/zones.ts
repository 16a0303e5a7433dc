/**
 * Local days and offsets of time zones.
 *
 * A page of trades shows hundreds of dates, and `Intl.DateTimeFormat` takes microseconds for each. So the instants at
 * which a zone changes its offset are looked up once per zone and year, by bisection, and kept: they are constants.
 */
import type { Day, Instant } from '../../fixtures/ledger/types.ts';

const QUARTER = 15 * 60_000;
const DAY = 96 * QUARTER;
const WEEK = 7 * DAY;

interface Stretch {
  readonly from: Instant;
  /** Milliseconds to add to UTC. */
  readonly offset: number;
}

const stretches = new Map<string, readonly Stretch[]>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that local time in `zone` is ahead of UTC at `at`. */
export function offsetAt(zone: string, at: Instant): number {
  const year = Math.min(2100, Math.max(1970, new Date(at).getUTCFullYear()));
  const key = `${zone} ${year}`;
  let known = stretches.get(key);
  if (known === undefined) {
    known = stretchesOf(zone, year);
    stretches.set(key, known);
  }
  return known.findLast(({ from }) => from <= at)?.offset ?? known[0]?.offset ?? 0;
}

/** The day it is in `zone` at `at`. */
export function localDay(zone: string, at: Instant): Day {
  return Math.floor((at + offsetAt(zone, at)) / DAY);
}

/** The instant a day begins in `zone`. */
export function startOfDay(zone: string, day: Day): Instant {
  const midnight = day * DAY;
  // The offset half a day around decides; a zone that jumps at midnight itself begins its day after the jump.
  const guess = midnight - offsetAt(zone, midnight);
  return midnight - offsetAt(zone, guess);
}

/** `2026-03-16`. */
export function isoDay(day: Day): string {
  return new Date(day * DAY).toISOString().slice(0, -14);
}

/** `2026-03-16T10:15:00.000Z`. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** `2026-03-16T21:15:00+11:00`. */
export function isoWithOffset(zone: string, at: Instant): string {
  const offset = offsetAt(zone, at);
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return `${new Date(at + offset).toISOString().slice(0, 19)}${sign}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The offsets of one UTC year, in order. Zones keep an offset for weeks, and change it at full quarters of an hour. */
function stretchesOf(zone: string, year: number): Stretch[] {
  const end = Date.UTC(year + 1);
  const found: Stretch[] = [];
  let offset: number | undefined;
  for (let from = Date.UTC(year); from < end; from += WEEK) {
    const now = measured(zone, from);
    if (offset === undefined) found.push({ from, offset: now });
    else if (now !== offset)
      found.push({ from: changeBetween(zone, from - WEEK, from, offset), offset: now });
    offset = now;
  }
  return found;
}

/** The first quarter of an hour after `low` at which the offset is `before` no more. */
function changeBetween(zone: string, low: Instant, high: Instant, before: number): Instant {
  while (high - low > QUARTER) {
    const middle = low + Math.floor((high - low) / QUARTER / 2) * QUARTER;
    if (measured(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function measured(zone: string, at: Instant): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: isKnown(zone) ? zone : 'UTC',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** A world file may name a zone that no table has; the ledger takes such a zone for UTC, and so do we. */
function isKnown(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
