import { describe, expect, it } from 'vitest';
import { type Goal, verdictOf } from './goals.ts';
import { isDoubtful, warningsOf } from './noise.ts';
import type { Row } from './results.ts';

const goal = (values: readonly number[], bound: Goal['bound'], doubtful = false): Goal => ({
  what: 'holdings',
  unit: ' x node:http',
  values,
  bound,
  doubtful,
});

describe('a goal', () => {
  it('holds if the whole interval reaches it', () => {
    expect(verdictOf(goal([0.1, 0.7, 0.8, 0.8, 0.8, 0.9, 0.95], { atLeast: 0.7 }))).toBe('holds');
    expect(verdictOf(goal([1, 1.1, 1.1, 1.1, 1.1, 1.2, 9], { atMost: 1.2 }))).toBe('holds');
  });

  it('does not hold if nothing of the interval reaches it', () => {
    expect(verdictOf(goal([0.1, 0.2, 0.3, 0.3, 0.4, 0.6, 0.9], { atLeast: 0.7 }))).toBe('does not hold');
    expect(verdictOf(goal([1, 1.3, 1.4, 1.4, 1.4, 1.5, 2], { atMost: 1.2 }))).toBe('does not hold');
  });

  it('is left open if the interval lies on both sides', () => {
    expect(verdictOf(goal([0.6, 0.65, 0.75, 0.8, 0.9], { atLeast: 0.7 }))).toBe('too noisy to tell');
    expect(verdictOf(goal([1, 1.1, 1.15, 1.3, 1.4], { atMost: 1.2 }))).toBe('too noisy to tell');
  });

  it('is left open if something else set the pace, whatever the values', () => {
    expect(verdictOf(goal([9, 9, 9, 9, 9], { atLeast: 0.7 }, true))).toBe('too noisy to tell');
  });

  it('of which nothing could be measured is left open', () => {
    expect(verdictOf(goal([], { atLeast: 0.7 }))).toBe('too noisy to tell');
    expect(verdictOf(goal([Number.NaN], { atMost: 1 }))).toBe('too noisy to tell');
  });

  it('that is measured once is decided by that', () => {
    expect(verdictOf(goal([19.9], { atMost: 20 }))).toBe('holds');
    expect(verdictOf(goal([20.1], { atMost: 20 }))).toBe('does not hold');
  });
});

describe('an unquiet machine', () => {
  const row = (values: readonly number[], busy?: readonly number[]): Row => ({
    server: 'understudy',
    way: 'computed',
    values,
    unit: 'a second',
    ...(busy !== undefined && { busy }),
  });
  const quiet = row([100, 101, 102], [0.99, 1, 0.98]);
  const table = (...rows: readonly Row[]) => ({
    tables: [{ title: 'Holdings', rising: true, rows }],
  });

  it('is one whose runs lie far apart', () => {
    expect(isDoubtful(quiet)).toBe(false);
    expect(isDoubtful(row([100, 150, 200]))).toBe(true);
  });

  it('or one on which servers wait for the load', () => {
    expect(isDoubtful(row([100, 101, 102], [0.5, 0.6, 0.7]))).toBe(true);
  });

  it('is warned of by row', () => {
    expect(warningsOf(table(quiet, row([100, 150, 200])), 0, 2)).toEqual([
      expect.stringContaining('Too noisy to tell'),
      'Holdings: understudy, computed.',
    ]);
  });

  it('is warned of in short where every row is in doubt', () => {
    expect(warningsOf(table(row([100, 150, 200])), 0, 2)).toContain('Holdings: every row.');
  });

  it('is warned of if others were at work before', () => {
    expect(warningsOf(table(quiet), 1.234, 2)).toEqual([
      'The machine was busy before: load average 1.23 on 2 cores.',
    ]);
  });

  it('otherwise there is nothing to say', () => {
    expect(warningsOf(table(quiet), 0.4, 2)).toEqual([]);
  });
});
