import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../fixtures/ledger/compare.ts';
import { DAY, dayNamed, isoDay, isoInstant, isoSeconds } from '../../fixtures/ledger/time.ts';

describe('days and instants in UTC', () => {
  it('read as ISO 8601 writes them', () => {
    const at = Date.parse('2026-03-16T10:15:00.250Z');
    expect(isoDay(Math.floor(at / DAY))).toBe('2026-03-16');
    expect(isoInstant(at)).toBe('2026-03-16T10:15:00.250Z');
    expect(isoSeconds(at)).toBe('2026-03-16T10:15:00Z');
    expect(isoSeconds(-1)).toBe('1969-12-31T23:59:59Z');
  });

  it('are found again by the name of their day, also where years have five digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000, max: 20_000_000 }), (day) => {
        expect(dayNamed(isoDay(day))).toBe(day);
      }),
    );
    expect(dayNamed('soon')).toBeNaN();
  });
});

describe('texts', () => {
  it('sort by code unit, whatever the locale says', () => {
    expect(['z', 'Ä', 'a', '', 'Z', 'a'].sort(compareText)).toEqual(['', 'Z', 'a', 'a', 'z', 'Ä']);
  });
});
