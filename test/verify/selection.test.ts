/** Which cases a glob means, which part a shard is, and what a file of expected failures may say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/verify/case.ts';
import { Expectations, parseExpectations } from '../../src/verify/expected-failures.ts';
import { globPattern, parseShard, selected, unmatched } from '../../src/verify/selection.ts';

const cases = ['redbark/paging/a', 'redbark/trades/a', 'redbark/trades/b', 'breadbox/paging/short-page'].map(
  (id) => ({ id }) as Case,
);
const ids = (found: readonly Case[]): string[] => found.map(({ id }) => id);

describe('a glob', () => {
  it.each([
    ['redbark/**', ['redbark/paging/a', 'redbark/trades/a', 'redbark/trades/b']],
    ['redbark/*/a', ['redbark/paging/a', 'redbark/trades/a']],
    ['**/short-*', ['breadbox/paging/short-page']],
    ['*', []],
    ['redbark/trades/?', ['redbark/trades/a', 'redbark/trades/b']],
    ['redbark/trades/b', ['redbark/trades/b']],
    ['redbark.trades.b', []],
  ])('%s', (glob, found) => {
    expect(ids(selected(cases, { run: [glob] }))).toEqual(found);
  });

  it('without signs stands for itself alone', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[*?]/.test(text)),
        fc.string(),
        (glob, text) => {
          expect(globPattern(glob).test(text)).toBe(glob === text);
        },
      ),
    );
  });

  it('that fits nothing is told', () => {
    expect(unmatched(['redbark/**', 'redbrk/**'], cases)).toEqual(['redbrk/**']);
  });
});

it('what is skipped is not run', () => {
  expect(ids(selected(cases, { run: ['redbark/**'], skip: ['**/a'] }))).toEqual(['redbark/trades/b']);
});

it('shards hold every case once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), (of) => {
      const parts = Array.from({ length: of }, (_, index) =>
        selected(cases, { shard: { index: index + 1, of } }),
      );
      expect(ids(parts.flat()).sort()).toEqual(ids(cases).sort());
    }),
  );
  expect(parseShard('2/3')).toEqual({ index: 2, of: 3 });
  for (const text of ['0/3', '4/3', '1', '1/0', 'a/b']) expect(parseShard(text)).toBeUndefined();
});

describe('expected failures', () => {
  it('are a glob and a reason a line', () => {
    const parsed = parseExpectations('# all of these\nredbark/**  # issue 12\n\n', 'f.txt');
    expect(parsed).toEqual({ ok: true, expectations: [{ glob: 'redbark/**', reason: 'issue 12', line: 2 }] });
  });

  it('without a reason are refused, each with its line', () => {
    expect(parseExpectations('a/b\nc/d #\n', 'f.txt')).toMatchObject({
      ok: false,
      errors: [expect.stringContaining('f.txt:1: "a/b" has no reason'), expect.stringContaining('f.txt:2:')],
    });
  });

  it('that were of no use are told', () => {
    const expectations = new Expectations(
      [
        { glob: 'redbark/**', reason: 'known', line: 1 },
        { glob: 'gone/**', reason: 'old', line: 2 },
      ],
      'f.txt',
    );
    expect(expectations.of('redbark/paging/a')).toBe('known');
    expect(expectations.of('breadbox/paging/a')).toBeUndefined();
    expect(expectations.useless).toEqual([expect.stringContaining('f.txt:2: "gone/**" fits no case')]);
  });
});
