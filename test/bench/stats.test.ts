import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interval, median, quantile, ratios, summary } from './stats.ts';

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('numbers of several runs', () => {
  it('are shown by their middle, their extremes and the distance of their quartiles', () => {
    expect(summary([5, 1, 2, 3, 4])).toEqual({ median: 3, least: 1, most: 5, spread: 2 / 3 });
  });

  it('have no spread where they are all the same', () => {
    expect(summary([7, 7, 7])).toEqual({ median: 7, least: 7, most: 7, spread: 0 });
  });

  it('one outlier leaves the spread as it is', () => {
    const quiet = summary([100, 101, 102, 103, 104, 105, 106]).spread;
    expect(summary([1, 101, 102, 103, 104, 105, 106]).spread).toBe(quiet);
  });

  it('of an even number the middle lies between two', () => {
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('are ordered as numbers, not as text', () => {
    expect(median([9, 10, 100])).toBe(10);
  });

  it('99 of 100 are not above the quantile of 0.99', () => {
    const taken = Array.from({ length: 1000 }, (_, i) => i);
    expect(quantile(taken, 0.99)).toBe(990);
    expect(quantile([3], 0.99)).toBe(3);
  });

  it('the interval leaves out as many of either end as can be spared', () => {
    const upTo = (most: number): number[] => Array.from({ length: most }, (_, i) => i + 1);
    expect(interval(upTo(1))).toEqual([1, 1]);
    expect(interval(upTo(3))).toEqual([1, 3]);
    expect(interval(upTo(6))).toEqual([1, 6]);
    expect(interval(upTo(7))).toEqual([2, 6]);
    expect(interval(upTo(15))).toEqual([5, 11]);
  });

  it('the median lies in the interval, and that within the extremes', () => {
    fc.assert(
      fc.property(values, (all) => {
        const [from, to] = interval(all);
        const { median: middle, least, most } = summary(all);
        return least <= from && from <= middle && middle <= to && to <= most;
      }),
    );
  });

  it('are held against the yardstick of the same round, not against its median', () => {
    expect(ratios([10, 40], [20, 20])).toEqual([0.5, 2]);
  });

  it('have no ratio where the yardstick was not measured', () => {
    expect(ratios([10], [])).toEqual([Number.NaN]);
  });
});
