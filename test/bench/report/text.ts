/** The results, for people at a terminal. */
import pc from 'picocolors';
import { type Goal, verdictOf } from '../goals.ts';
import { isDoubtful } from '../noise.ts';
import { nameOf, type Row, type Table } from '../results.ts';
import { interval, median, summary } from '../stats.ts';

interface Column {
  readonly title: (table: Table) => string;
  /** Undefined: this row has nothing to say here. */
  readonly cell: (row: Row) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: () => 'median', cell: ({ values, unit }) => `${amount(median(values))} ${unit}` },
  { title: () => 'least to most', cell: ({ values }) => (values.length < 2 ? undefined : range(values)) },
  {
    title: () => 'spread',
    cell: (row) =>
      row.values.length < 2
        ? undefined
        : `${Math.round(summary(row.values).spread * 100)} %${isDoubtful(row) ? ' ?' : ''}`,
  },
  { title: () => 'p99', cell: ({ p99 }) => p99 && `${amount(median(p99))} ms` },
  { title: ({ yardstick }) => `of ${yardstick}`, cell: ({ ratios }) => ratios && median(ratios).toFixed(2) },
  {
    title: () => 'by processor time',
    cell: ({ processorRatios }) => processorRatios && median(processorRatios).toFixed(2),
  },
  { title: () => 'server busy', cell: ({ busy }) => busy && `${Math.round(median(busy) * 100)} %` },
];

/** A table as rows of cells: first the head, whose first cell is empty. Columns that say nothing are left out. */
export function cellsOf(table: Table): string[][] {
  const { rows } = table;
  const columns = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== undefined));
  return [
    ['', ...columns.map(({ title }) => title(table))],
    ...rows.map((row) => [nameOf(row), ...columns.map(({ cell }) => cell(row) ?? '')]),
  ];
}

export function tableText(table: Table): string {
  const lines = cellsOf(table);
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const [head = '', ...rest] = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  return [pc.bold(table.title), pc.dim(`  ${head}`), ...rest.map((line) => `  ${line}`)].join('\n');
}

function range(values: readonly number[]): string {
  const { least, most } = summary(values);
  return `${amount(least)} to ${amount(most)}`;
}

const COLOURS = { holds: pc.green, 'does not hold': pc.red, 'too noisy to tell': pc.yellow } as const;

export function goalsText(goals: readonly Goal[]): string {
  return goals
    .map((goal) => {
      const verdict = verdictOf(goal);
      return COLOURS[verdict](`  ${verdict.padEnd(17)}  ${goal.what}: ${boundOf(goal)}; ${measuredOf(goal)}`);
    })
    .join('\n');
}

/** `at least 0.7 x node:http` */
export function boundOf({ bound, unit }: Goal): string {
  return 'atLeast' in bound ? `at least ${bound.atLeast}${unit}` : `at most ${bound.atMost}${unit}`;
}

/** `0.83 (0.81 to 0.85)` */
export function measuredOf({ values }: Goal): string {
  const [from, to] = interval(values);
  return from === to ? short(from) : `${short(median(values))} (${short(from)} to ${short(to)})`;
}

/** Three digits, and no more of large numbers. */
export function amount(value: number): string {
  return value >= 1000 ? Number(value.toPrecision(3)).toLocaleString('en') : short(value);
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
