/** What a person reads in a terminal. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import { terminalReport } from '../../../src/verify/reports/terminal.ts';
import { ended, exchange, runOf, said, started } from './events.ts';
import { friday, hurried, monday, shortPage } from './sample.ts';

interface Told {
  readonly out: string;
  readonly live: string;
}

interface How {
  readonly columns?: number;
  readonly colour?: boolean;
  readonly trace?: boolean;
  readonly verbose?: boolean;
  readonly watched?: boolean;
}

function screen(columns: number, colour: boolean) {
  const written: string[] = [];
  return { write: (text: string) => void written.push(text), columns, colour, text: () => written.join('') };
}

function told(events: readonly RunEvent[], how: How = {}): Told {
  const { columns = 80, colour = false, watched = false, ...options } = how;
  const out = screen(columns, colour);
  const live = screen(columns, colour);
  const report = terminalReport({ out, live: watched ? live : undefined, ...options });
  for (const event of events) report.on(event);
  return { out: out.text(), live: live.text() };
}

describe('at the end', () => {
  const { out } = told(runOf([shortPage, hurried]));

  it('tells what was expected and what was reported, below each other', () => {
    expect(out).toContain('  expected  118 trades, as the ledger has them\n  reported  53 trades\n');
    expect(out).toContain('    expected  not before +7.004s\n    reported  +0.254s\n');
  });

  it('tells case, level, what it says, rules with their sources, and how to play it again', () => {
    expect(out).toContain('FAILED  redbark/limits/waits-as-told  (must)\n');
    expect(out).toContain('The seventh request is refused and told to wait.');
    expect(out).toMatch(/RB-57 {2}A refusal for asking too often[\s\S]*seed 001, section Rate limits/);
    expect(out).toContain(
      'again  understudy verify --adapter ./adapter --run redbark/limits/waits-as-told\n',
    );
  });

  it('shows the exchanges that findings point at with their neighbours, numbers and times', () => {
    const excerpt = out.slice(out.indexOf('FAILED  redbark/limits'), out.indexOf('RB-57'));
    expect(excerpt.match(/#\d+ +\+[\d.]+s/g)).toEqual([
      '#2    +0.002s',
      '#3    +0.004s',
      '#4    +0.254s',
      '#5    +0.504s',
      '#6    +0.754s',
    ]);
    expect(excerpt).toContain('▸   #3    +0.004s  GET /v1/trades');
    expect(excerpt).toContain('-> 429 (fault rate-limited)');
    // 14 shown to the report and 26 left out, less those up to #6.
    expect(excerpt).toContain('… 34 more');
  });

  it('shows beginning and end where no finding points at an exchange', () => {
    const many = Array.from({ length: 20 }, (_, index) => exchange(index + 1));
    const text = told(
      runOf([
        ended('toy/notes/all', {
          verdict: 'fail',
          exchanges: many,
          findings: [{ about: 'report', message: 'No.' }],
        }),
      ]),
    ).out;
    expect(text.match(/#\d+/g)).toEqual(['#1', '#2', '#17', '#18', '#19', '#20']);
    expect(text).toContain('… 14 more');
  });

  it('sums up by provider and ends with the verdict', () => {
    const { out: text } = told(monday, { columns: 120 });
    expect(text).toMatch(/^provider +passed +failed +case time\nbreadbox +8 +1 +0\.\d{3}s\n/m);
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'PASSED  pyledger 0.9.2 passed 46 of 47 cases; 1 failed without counting (1 should) (9.120s)',
    );
  });
});

describe('whatever the width', () => {
  it.each([80, 120])('no line of %i columns is broken but those that are copied or asked', (columns) => {
    const long = told(friday, { columns })
      .out.split('\n')
      .filter((line) => line.length >= columns)
      .filter((line) => !/^ {2}again|GET|POST/.test(line));
    expect(long).toEqual([]);
  });

  it('colours nothing where colours are not wanted, and says the same with them', () => {
    const plain = told(friday).out;
    const coloured = told(friday, { colour: true }).out;
    expect(stripVTControlCharacters(plain)).toBe(plain);
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});

describe('long values', () => {
  const value = `{"rows":[${'1234567890.12345678,'.repeat(500)}]}`;
  const { out } = told(
    runOf([
      ended('toy/notes/a', {
        verdict: 'fail',
        reported: { value },
        findings: [{ about: 'report', path: '[0].fee', message: '[0].fee: differs.', expected: value }],
      }),
    ]),
  );

  it('are cut in the middle and broken anywhere', () => {
    expect(out).toContain('…');
    expect(out.length).toBeLessThan(2500);
    for (const line of out.split('\n').filter((one) => !one.includes('again')))
      expect(line.length).toBeLessThan(80);
  });
});

describe('what was left out', () => {
  const cases = [
    ...['a', 'b', 'c'].map((name) =>
      ended(`toy/notes/${name}`, { verdict: 'unsupported', reason: 'no call for notes' }),
    ),
    ended('toy/notes/d', { verdict: 'not-run', reason: 'needs the capability clock' }),
    ended('toy/notes/e'),
  ];

  it('is summed up by its reason', () => {
    const { out } = told(runOf(cases));
    expect(out).toContain('3 unsupported\n     3  no call for notes\n');
    expect(out).toContain('1 not run\n     1  needs the capability clock\n');
    expect(out).not.toContain('toy/notes/a');
  });

  it('is named where more words are wanted', () => {
    const { out } = told(runOf(cases), { verbose: true });
    for (const { id } of cases.slice(0, 4)) expect(out).toContain(id);
  });
});

describe('progress', () => {
  it('is silent until the end where nobody watches', () => {
    const out = screen(80, false);
    const report = terminalReport({ out, live: undefined });
    for (const event of friday.slice(0, -1)) report.on(event);
    expect(out.text()).toBe('');
  });

  it('is one line, rewritten in place, that fits; and it is gone at the end', () => {
    const { live, out } = told(friday, { watched: true, columns: 60 });
    const lines = live.split('\r\u001b[2K');
    expect(live).not.toContain('\n');
    for (const line of lines) expect(line.length).toBeLessThan(60);
    expect(lines.some((line) => /^ *\d+\/47 {2}\d+ failed {2}\S+/.test(line))).toBe(true);
    expect(lines.at(-1)).toBe('');
    expect(out).toContain('BROKEN');
  });
});

describe('a trace', () => {
  const passing = ended('toy/notes/passing', {
    exchanges: [exchange(1, { request: { headers: {}, body: '{"name":"a"}' } })],
    adapter: [said('stderr', 'hello', 3)],
  });

  it('has every exchange with its bodies and every line of the adapter, as cases end', () => {
    const out = screen(100, false);
    const report = terminalReport({ out, live: undefined, trace: true });
    for (const event of runOf([passing]).slice(0, -1)) report.on(event);
    expect(out.text()).toContain('#1    +0.000s  GET /v1/trades?limit=50 -> 200');
    expect(out.text()).toContain('> {"name":"a"}');
    expect(out.text()).toContain('< {"data":[]');
    expect(out.text()).toContain('stderr    +0.003s  hello');
  });
});

describe('what others wrote', () => {
  it('can’t move the cursor, colour what follows, or turn the reading direction', () => {
    const nasty = 'a\u001b[2J\u001b]0;title\u0007b\rc\u202ed\u009b31m';
    const { out } = told(
      runOf([
        ended(`toy/${nasty}/x`, {
          verdict: 'fail',
          says: nasty,
          provider: nasty,
          expectation: nasty,
          reported: { value: nasty },
          reproduce: nasty,
          rules: [{ id: nasty, says: nasty, source: nasty }],
          findings: [
            { about: 'wire', rule: nasty, message: nasty, path: nasty, expected: nasty, reported: nasty },
          ],
          exchanges: [exchange(1, { target: nasty, outcome: nasty, faults: [nasty] })],
          adapter: [said('stderr', nasty)],
        }),
        ended('toy/notes/y', { verdict: 'unsupported', reason: nasty }),
      ]),
      { trace: true, verbose: true },
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is what is shown.
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(out).toContain('\\x1b[2J');
  });
});

describe('runs that are no ordinary ones', () => {
  it('tells of an empty run', () => {
    expect(told(runOf([])).out).toBe('PASSED  ledgerline 1.4.0 passed 0 of 0 cases (4.321s)\n');
  });

  it('tells of a run that was broken off as far as it came, and during which case', async () => {
    const out = screen(80, false);
    const report = terminalReport({ out, live: undefined });
    report.on(started({ cases: 3 }));
    report.on(shortPage);
    report.on({ event: 'case-started', id: 'toy/notes/slow' });
    await report.close();
    expect(out.text()).toContain('FAILED  redbark/trades/short-page-is-not-the-last');
    expect(out.text()).toContain('! The run was broken off during toy/notes/slow.');
    expect(out.text()).toMatch(/BROKEN .*2 never ended/s);
  });

  it('tells several runs one after the other, each with its own count', () => {
    const { out } = told([...friday, ...monday]);
    expect(out.match(/^(PASSED|BROKEN)/gm)).toEqual(['BROKEN', 'PASSED']);
  });

  it('counts good manners only in a strict run', () => {
    const rude = ended('toy/notes/rude', { verdict: 'fail', level: 'should' });
    expect(told(runOf([rude])).out).toContain('(should, not counted)');
    expect(told(runOf([rude], { strict: true })).out).toContain('FAILED  toy/notes/rude  (should)');
  });
});
