import { describe, expect, it } from 'vitest';
import type { Level } from '../../../src/verify/case.ts';
import { VERDICTS, type Verdict } from '../../../src/verify/events.ts';
import { countsAgainst, runsOf } from '../../../src/verify/reports/model.ts';
import { ended, runOf, started } from './events.ts';
import { friday, monday } from './sample.ts';

describe('what counts against a client', () => {
  const against = (verdict: Verdict, level: Level, strict = false): boolean =>
    countsAgainst({ verdict, level }, { started: started({ strict }) });

  it('is what it must do; what it should do in a strict run only', () => {
    for (const verdict of ['fail', 'flaky'] as const) {
      expect((['must', 'should', 'info'] as const).map((level) => against(verdict, level))).toEqual([
        true,
        false,
        false,
      ]);
      expect((['must', 'should', 'info'] as const).map((level) => against(verdict, level, true))).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  it('is a wrong expectation and a failure of ours, at every level', () => {
    for (const level of ['must', 'should', 'info'] as const) {
      expect(against('unexpected-pass', level)).toBe(true);
      expect(against('error', level)).toBe(true);
    }
  });

  it('is nothing else', () => {
    const others = VERDICTS.filter(
      (verdict) => !['fail', 'flaky', 'unexpected-pass', 'error'].includes(verdict),
    );
    expect(others.filter((verdict) => against(verdict, 'must', true))).toEqual([]);
  });
});

describe('a stream', () => {
  it('may hold several runs, and begin in the middle', () => {
    const [middle, ...others] = runsOf([...friday.slice(2), ...monday]);
    expect(middle?.started).toBeUndefined();
    expect(middle?.cases.length).toBeGreaterThan(40);
    expect(others).toHaveLength(1);
  });

  it('knows which cases never ended', () => {
    const [run] = runsOf([started(), { event: 'case-started', id: 'toy/a/b' }, ended('toy/a/c')]);
    expect(run).toMatchObject({ open: ['toy/a/b'], ended: undefined });
  });

  it('has a case once: the last word counts', () => {
    const [run] = runsOf(runOf([ended('toy/a/b', { verdict: 'fail' }), ended('toy/a/b')]));
    expect(run?.cases.map(({ verdict }) => verdict)).toEqual(['pass']);
  });
});
