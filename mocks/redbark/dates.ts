/**
 * `from` and `to`: days, or instants with their offset (RB-38). Nothing else is read, so that no local time is ever
 * guessed (RB-39).
 */
import { DAY, dayNamed, isoDay } from '../../fixtures/ledger/time.ts';
import type { Day, Instant, Range } from '../../fixtures/ledger/types.ts';
import { startOfDay } from '../../fixtures/ledger/zones.ts';

export const DATE_PARAMETERS: readonly string[] = ['from', 'to'];

const ADVICE =
  'Must be YYYY-MM-DD or RFC3339 with timezone (e.g. 2026-05-09T23:35:19Z or 2026-05-09T23:35:19+10:00)';
const FORM = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;

/** One end of a date range. */
export type Bound = { readonly day: Day } | { readonly at: Instant };

export interface Bounds {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Reads a bound; undefined for what is neither. Days and hours that no calendar or clock shows are refused too
 * (RB-C16); digits beyond milliseconds are dropped.
 */
export function readBound(text: string): Bound | undefined {
  const [, date = '', time, fraction = '', zone = ''] = FORM.exec(text) ?? [];
  const day = dayNamed(date);
  if (Number.isNaN(day) || isoDay(day) !== date) return undefined;
  if (time === undefined) return { day };
  if (time > '23:59:59' || time.slice(3) > '59:59' || time.slice(6) > '59') return undefined;
  if (zone !== 'Z' && (zone.slice(1) > '23:59' || zone.slice(4) > '59')) return undefined;
  return { at: Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone}`) };
}

/** One line for each bound that cannot be read, `from` first (RB-40). */
export function dateComplaints(query: Readonly<Record<string, unknown>>): string[] {
  return DATE_PARAMETERS.filter((name) => {
    const text = query[name];
    return text !== undefined && readBound(String(text)) === undefined;
  }).map((name) => `${name}: ${ADVICE}`);
}

/**
 * Whether `from` is after `to` (RB-41). A day next to an instant is taken as that day in UTC: whose zone counts is
 * known only once the connection is (RB-C07).
 */
export function isBackwards({ from, to }: Bounds): boolean {
  const first = from === undefined ? undefined : readBound(from);
  const last = to === undefined ? undefined : readBound(to);
  if (first === undefined || last === undefined) return false;
  const start = 'day' in first ? first.day * DAY : first.at;
  const end = 'day' in last ? (last.day + 1) * DAY - 1 : last.at;
  return start > end;
}

/**
 * The rows between two bounds, both included. A day is the whole of that day where the institution is (RB-C15).
 *
 * @param now the moment up to which rows are known
 */
export function rangeOf({ from, to }: Bounds, zone: string, now: Instant): Range {
  const first = from === undefined ? undefined : readBound(from);
  const last = to === undefined ? undefined : readBound(to);
  return {
    now,
    from: first && ('day' in first ? startOfDay(zone, first.day) : first.at),
    until: last && ('day' in last ? startOfDay(zone, last.day + 1) : last.at + 1),
  };
}
