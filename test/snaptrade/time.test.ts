/** Days and moments in the zones of the brokerages. */
import { describe, expect, it } from 'vitest';
import { dayNamed, isoDay, MINUTE } from '../../fixtures/ledger/time.ts';
import { localDay, startOfDay } from '../../fixtures/ledger/zones.ts';
import { brokerTime } from '../../mocks/snaptrade/wire/time.ts';
import { ledgerOf } from './ledger.ts';

const ZONES = [
  'UTC',
  'Australia/Sydney',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Chatham',
];

/** The day and time in a zone, as the platform's own formatter says. */
function wall(zone: string, at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  );
}

describe('a day', () => {
  it('counts a day in the zone of the brokerage', () => {
    const at = Date.parse('2026-03-15T22:00:00Z');
    expect(isoDay(localDay('Australia/Sydney', at))).toBe('2026-03-16');
    expect(isoDay(localDay('America/New_York', at))).toBe('2026-03-15');
  });

  it.each(ZONES)('begins at its midnight, on days that the clocks change too: %s', (zone) => {
    for (let day = dayNamed('2025-12-30'); day <= dayNamed('2026-12-31'); day++) {
      const start = startOfDay(zone, day);
      expect(wall(zone, start)).toBe(`${isoDay(day)} 00:00:00`);
      expect(localDay(zone, start)).toBe(day);
      expect(localDay(zone, start - 1)).toBe(day - 1);
    }
  });
});

describe('a moment at a brokerage', () => {
  const institutions = ledgerOf().institutions;
  const at = Date.parse('2026-01-15T23:30:45.678Z');
  const told = (key: string): string => {
    const institution = institutions.get(key);
    if (institution === undefined) throw new Error(`No institution ${key}`);
    return brokerTime(institution, at);
  };

  it('is a midnight, a time in UTC, or a time with the offset of that day', () => {
    expect(told('commsec')).toBe('2026-01-16T00:00:00Z');
    expect(told('stake')).toBe('2026-01-15T23:30:45Z');
    expect(told('selfwealth')).toBe('2026-01-16T10:30:45+11:00');
    expect(told('questrade')).toBe('2026-01-15T18:30:45-05:00');
  });

  it('is the same instant in whichever form tells the time', () => {
    for (const key of ['stake', 'selfwealth', 'questrade']) {
      expect(Math.floor(Date.parse(told(key)) / MINUTE)).toBe(Math.floor(at / MINUTE));
    }
  });
});
