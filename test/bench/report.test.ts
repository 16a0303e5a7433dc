import { stripVTControlCharacters } from 'node:util';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Goal } from './goals.ts';
import { readOptions } from './options.ts';
import { chart } from './report/chart.ts';
import { compared, figuresOf, withFigures } from './report/page.ts';
import { amount, goalsText, tableText } from './report/text.ts';
import type { Table } from './results.ts';

const TABLE: Table = {
  title: 'Holdings, two rows',
  yardstick: 'node:http',
  rising: true,
  rows: [
    {
      server: 'node:http',
      values: [20_000, 20_100, 20_200],
      unit: 'a second',
      p99: [1, 1, 1],
      ratios: [1, 1, 1],
    },
    {
      server: 'understudy',
      way: 'computed',
      values: [10_000, 10_050, 10_100],
      unit: 'a second',
      p99: [2, 2, 3],
      ratios: [0.5, 0.5, 0.5],
    },
    { server: 'Prism "5" <&>', values: [500, 1005, 2020], unit: 'a second', ratios: [0.02, 0.05, 0.1] },
  ],
};
const GOALS: readonly Goal[] = [
  { what: 'Holdings', unit: ' x node:http', bound: { atLeast: 0.7 }, values: [0.5, 0.51, 0.52] },
  { what: 'An idle world', unit: ' kB', bound: { atMost: 20 }, values: [16.25] },
];

describe('the table', () => {
  const lines = stripVTControlCharacters(tableText(TABLE)).split('\n');

  it('has a line for each server under the title and the head', () => {
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('Holdings, two rows');
    expect(lines[1]).toMatch(/median\s+least to most\s+spread\s+p99\s+of node:http$/);
  });

  it('shows medians with three digits, and what they are of the yardstick', () => {
    expect(lines[3]).toMatch(
      /understudy, computed\s+10,100 a second\s+10,000 to 10,100\s+0 %\s+2.00 ms\s+0.50$/,
    );
  });

  it('marks what is in doubt', () => {
    expect(lines[4]).toMatch(/76 % \?/);
    expect(lines[3]).not.toContain('?');
  });

  it('ends all its columns at the same place', () => {
    expect(new Set(lines.slice(1).map((line) => line.length)).size).toBe(1);
  });

  it('has no column that nobody fills', () => {
    const once = { ...TABLE, rows: [{ server: 'an idle world', values: [16.25], unit: 'kB' }] };
    expect(stripVTControlCharacters(tableText(once))).toBe(
      ['Holdings, two rows', '                  median', '  an idle world  16.3 kB'].join('\n'),
    );
  });

  it('does not claim more digits than it has', () => {
    expect([1234, 12_345, 123, 12.34, 1.234, 0.1234].map(amount)).toEqual([
      '1,230',
      '12,300',
      '123',
      '12.3',
      '1.23',
      '0.12',
    ]);
  });
});

describe('the goals', () => {
  it('have a line each: the verdict, what was aimed at, what was measured', () => {
    expect(stripVTControlCharacters(goalsText(GOALS)).split('\n')).toEqual([
      '  does not hold      Holdings: at least 0.7 x node:http; 0.51 (0.50 to 0.52)',
      '  holds              An idle world: at most 20 kB; 16.3',
    ]);
  });
});

describe('the chart', () => {
  const svg = chart([TABLE], 'Requests a second');
  const widths = [...svg.matchAll(/<rect class="(\w+)"[^>]* width="(\d+)"/g)].map(
    ([, kind, width]) => [kind, Number(width)] as const,
  );

  it('is well-formed, whatever servers are called', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('Prism &quot;5&quot; &lt;&amp;&gt;');
  });

  it('has a bar for each server, as long as its median says', () => {
    expect(widths.map(([kind]) => kind)).toEqual(['raw', 'ours', 'peer']);
    const [raw = 0, ours = 0, peer = 0] = widths.map(([, width]) => width);
    expect(ours / raw).toBeCloseTo(0.5, 2);
    expect(peer / raw).toBeCloseTo(0.05, 2);
  });

  it('knows light pages and dark ones, and says what it shows', () => {
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).toContain('aria-label="Requests a second"');
  });

  it('shows tables of requests a second beside node:http only', () => {
    const others: readonly Table[] = [
      { ...TABLE, rising: false },
      { ...TABLE, yardstick: 'alone' },
    ];
    expect(compared([TABLE, ...others])).toEqual([TABLE]);
  });
});

describe('the figures of the page', () => {
  const page =
    'Before\n\n<!-- figures: written by `npm run bench -- --peers --record`; do not edit -->\nold\n<!-- end of figures -->\n\nAfter\n';

  it('stand in the place of the old ones', () => {
    const written = withFigures(page, 'new');
    expect(written).toContain('new\n\n<!-- end of figures -->\n\nAfter\n');
    expect(written).not.toContain('old');
    expect(withFigures(written, 'new')).toBe(written);
  });

  it('need a place', () => {
    expect(() => withFigures('Before', 'new')).toThrow('no place for figures');
  });

  it('are tables and verdicts in Markdown', () => {
    const figures = figuresOf({ tables: [TABLE], goals: GOALS }, ['Node 20.', 'Left out: nobody.']);
    expect(figures).toContain('Node 20. Left out: nobody.');
    expect(figures).toContain('(images/performance.svg)');
    expect(figures).toContain('|  | median | least to most | spread | p99 | of node:http |\n| --- | ---: |');
    expect(figures).toContain('| understudy, computed | 10,100 a second |');
    expect(figures).toContain('| An idle world | at most 20 kB | 16.3 | holds |');
  });
});

describe('the options', () => {
  it('measure everything without peers unless told otherwise', () => {
    expect(readOptions([])).toMatchObject({ peers: false, quick: false, record: false });
    expect(readOptions([]).sections).toContain('throughput');
  });

  it('choose sections', () => {
    expect(readOptions(['--only', 'start,memory']).sections).toEqual(['start', 'memory']);
    expect(() => readOptions(['--only', 'speed'])).toThrow('--only speed: allowed are throughput,');
  });

  it('are not guessed', () => {
    expect(() => readOptions(['--fast'])).toThrow('--fast');
  });
});
