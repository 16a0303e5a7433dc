import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, scaled } from '../../fixtures/ledger/decimal.ts';
import { rootSeed, sub, subLow, subNumber } from '../../fixtures/ledger/seed.ts';

/** Whole numbers of every size, half of them with zeros at the end, where words of digits begin and end. */
const whole = fc
  .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 15 }), fc.boolean())
  .map(([number, size, round]) => {
    const short = number % 10 ** size;
    return round ? Math.trunc(short / 1000) * 1000 : short;
  });
const decimals = fc.integer({ min: 0, max: 24 });

describe('a decimal made of a whole number of smallest units', () => {
  it('is the one that reading its text makes, digit by digit', () => {
    fc.assert(
      fc.property(whole, decimals, (units, places) => {
        const read = new Decimal(`${units}e-${places}`);
        const { s, e, d } = scaled(units, places);
        expect({ s, e, d }).toEqual({ s: units === 0 ? 1 : read.s, e: read.e, d: read.d });
      }),
      { numRuns: 3000 },
    );
  });

  it('is no other kind of value to anyone', () => {
    const made = scaled(448_750, 2);
    expect(made).toStrictEqual(new Decimal('4487.5'));
    expect(Decimal.isDecimal(made)).toBe(true);
    expect(made.toFixed()).toBe('4487.5');
    expect(made.add('0.01').mul(2).toFixed()).toBe('8975.02');
  });

  it('is exact for numbers that are no safe integers too', () => {
    expect(scaled(2 ** 60, 3).toFixed()).toBe(new Decimal(2 ** 60).div(1000).toFixed());
  });
});

describe('the sub-seed of a number', () => {
  it('is the same by every way to it', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -(2 ** 40), max: 2 ** 50 }), (text, number) => {
        const seed = sub(rootSeed(text), 'row');
        expect(subNumber(seed, number)).toEqual(sub(seed, number));
        expect(subLow(seed, number)).toBe(sub(seed, number).lo);
      }),
    );
  });
});
