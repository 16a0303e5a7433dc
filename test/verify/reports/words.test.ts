import { describe, expect, it } from 'vitest';
import { Gathering } from '../../../src/verify/reports/model.ts';
import {
  duration,
  exchangeLine,
  failureLine,
  outcomeOfRun,
  verdictSentence,
} from '../../../src/verify/reports/words.ts';
import { clipped, hanging, wrapped } from '../../../src/verify/reports/wrap.ts';
import { ended, exchange, runOf } from './events.ts';

describe('times', () => {
  it.each([
    [0, '0.000s'],
    [-3, '0.000s'],
    [7, '0.007s'],
    [59_999.4, '59.999s'],
    [59_999.6, '1m00.000s'],
    [127_050, '2m07.050s'],
    [3_600_000, '1h00m00s'],
    [86_399_999, '23h59m59s'],
    [277_200_000, '3d05h00m00s'],
  ])('%d ms are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('an exchange', () => {
  it.each([
    [exchange(3, { atMs: 7000, status: 429, faults: ['rate-limited'] }), '-> 429 (fault rate-limited)'],
    [
      exchange(3, { atMs: 7000, outcome: 'cut by fault', faults: ['cut-body'] }),
      '-> 200 (cut by fault; fault cut-body)',
    ],
  ])('is a line', (one, end) => {
    expect(exchangeLine(one)).toBe(`#3 +7.000s GET /v1/trades?limit=50 ${end}`);
  });

  it('without an answer says why', () => {
    const { status: _, ...unanswered } = exchange(1, { outcome: 'aborted by client' });
    expect(exchangeLine(unanswered)).toMatch(/-> no answer: aborted by client$/);
  });
});

it('tells a failure with what was given of it', () => {
  expect(failureLine({ kind: 'timeout' })).toBe('timeout');
  expect(
    failureLine({ kind: 'rate-limited', status: 429, code: 'x', retryAfterMs: 7000, message: 'Too many' }),
  ).toBe('rate-limited, status 429, code x, told to wait 7.000s: Too many');
});

describe('the sentence', () => {
  const run = (...args: Parameters<typeof runOf>) => {
    const gathering = new Gathering();
    for (const event of runOf(...args)) gathering.on(event);
    return gathering.run();
  };
  const rude = ended('toy/a/rude', { verdict: 'fail', level: 'should' });
  const wrong = ended('toy/a/wrong', { verdict: 'fail' });

  it.each([
    [[ended('toy/a/b')], {}, 'ledgerline 1.4.0 passed 1 of 1 case', 'passed'],
    [
      [ended('toy/a/b'), rude],
      {},
      'ledgerline 1.4.0 passed 1 of 2 cases; 1 failed without counting (1 should)',
      'passed',
    ],
    [[ended('toy/a/b'), rude], { strict: true }, 'ledgerline 1.4.0 failed 1 of 2 cases (1 should)', 'failed'],
    [[wrong, rude], {}, 'ledgerline 1.4.0 failed 2 of 2 cases (1 must, 1 should)', 'failed'],
    [
      [ended('toy/a/b', { verdict: 'unexpected-pass' })],
      {},
      'ledgerline 1.4.0 passed 0 of 1 case; 1 passed unexpectedly',
      'failed',
    ],
    [[], { cases: 2 }, 'ledgerline 1.4.0 passed 0 of 0 cases; 2 never ended', 'passed'],
  ] as const)('%#', (cases, more, sentence, outcome) => {
    expect(verdictSentence(run(cases, more))).toBe(sentence);
    expect(outcomeOfRun(run(cases, more))).toBe(outcome);
  });
});

describe('lines', () => {
  it('break at spaces, and leave long words whole unless they are values', () => {
    expect(wrapped('a bb ccc dddd', 6)).toEqual(['a bb', 'ccc', 'dddd']);
    expect(wrapped('aaaaaaaaaa b', 4)).toEqual(['aaaaaaaaaa', 'b']);
    expect(hanging('x  ', 'a'.repeat(45), 23)).toEqual([`x  ${'a'.repeat(45)}`]);
    expect(hanging('x  ', 'a'.repeat(45), 23, true)).toEqual([
      `x  ${'a'.repeat(20)}`,
      `   ${'a'.repeat(20)}`,
      `   ${'a'.repeat(5)}`,
    ]);
    expect(hanging('x  ', '', 23, true)).toEqual(['x']);
  });

  it('are clipped in the middle', () => {
    expect(clipped('abcdefghij', 10)).toBe('abcdefghij');
    expect(clipped('abcdefghijk', 7)).toBe('abc…ijk');
    expect(clipped('abcdefghijk', 2)).toBe('a…');
    expect(clipped('abcdefghijk', 1)).toBe('…');
    expect(clipped('abcdefghijk', 0)).toBe('');
  });
});
