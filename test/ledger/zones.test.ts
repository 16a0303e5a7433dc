import { describe, expect, it } from 'vitest';
import { isoWithOffset, localDay, offsetAt, startOfDay } from '../../fixtures/ledger/zones.ts';

describe('zones', () => {
  const HOUR = 3_600_000;

  it.each([
    ['Australia/Sydney', '2026-01-15T00:00:00Z', 11],
    ['Australia/Sydney', '2026-07-15T00:00:00Z', 10],
    // Summer time ends at 03:00 on 5 April 2026.
    ['Australia/Sydney', '2026-04-04T15:59:59Z', 11],
    ['Australia/Sydney', '2026-04-04T16:00:00Z', 10],
    ['America/New_York', '2026-03-08T06:59:59Z', -5],
    ['America/New_York', '2026-03-08T07:00:00Z', -4],
    ['Asia/Kolkata', '2026-03-08T07:00:00Z', 5.5],
    ['UTC', '2026-03-08T07:00:00Z', 0],
  ])('%s at %s is %d hours ahead', (zone, at, hours) => {
    expect(offsetAt(zone, Date.parse(at))).toBe(hours * HOUR);
  });

  it('agree with Intl on every hour of a year', () => {
    for (const zone of ['Australia/Sydney', 'America/New_York', 'Europe/London', 'Pacific/Chatham']) {
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      for (let at = Date.UTC(2025, 11, 31); at < Date.UTC(2027, 0, 2); at += HOUR) {
        const local = new Date(at + offsetAt(zone, at)).toISOString().slice(0, 19).replace('T', ' ');
        if (format.format(at) !== local) expect([zone, at, local]).toEqual([zone, at, format.format(at)]);
      }
    }
  });

  it('a day starts at local midnight, also on the days of a change', () => {
    for (const day of ['2026-04-05', '2026-04-06', '2026-10-04', '2026-10-05']) {
      const number = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
      const start = startOfDay('Australia/Sydney', number);
      expect(isoWithOffset('Australia/Sydney', start)).toMatch(new RegExp(`^${day}T00:00:00\\+1[01]:00$`));
      expect([localDay('Australia/Sydney', start), localDay('Australia/Sydney', start - 1)]).toEqual([
        number,
        number - 1,
      ]);
    }
  });
});
