/** The results, for people at a terminal. */
import pc from 'picocolors';
import { type Goal, measured, verdictOf } from '../goals.ts';
import { isDoubtful } from '../noise.ts';
import type { Row, Table } from '../results.ts';
import { median, summary } from '../stats.ts';

export function tableText({ title, yardstick, rows }: Table): string {
  const columns = ['median', 'least to most', 'spread'];
  if (rows.some(({ p99 }) => p99 !== undefined)) columns.push('p99');
  if (rows.some(({ ratios }) => ratios !== undefined)) columns.push(`of ${yardstick}`);
  if (rows.some(({ busy }) => busy !== undefined)) columns.push('server busy');
  const lines = rows.map((row) => cells(row, columns));
  const head = ['', ...columns];
  const widths = head.map((name, i) => Math.max(name.length, ...lines.map((line) => line[i]?.length ?? 0)));
  const write = (line: readonly string[]): string =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return [pc.bold(title), pc.dim(write(head)), ...lines.map(write)].join('\n');
}

function cells(row: Row, columns: readonly string[]): string[] {
  const { server, way, values, unit, p99, ratios, busy } = row;
  const { median: middle, least, most, spread } = summary(values);
  const shown: Readonly<Record<string, string>> = {
    median: `${amount(middle)} ${unit}`,
    'least to most': values.length < 2 ? '' : `${amount(least)} to ${amount(most)}`,
    spread: values.length < 2 ? '' : `${Math.round(spread * 100)} %${isDoubtful(row) ? ' ?' : ''}`,
    p99: p99 === undefined ? '' : `${amount(median(p99))} ms`,
    'server busy': busy === undefined ? '' : `${Math.round(median(busy) * 100)} %`,
  };
  const name = way === undefined ? `  ${server}` : `  ${server}, ${way}`;
  return [
    name,
    ...columns.map((column) => shown[column] ?? (ratios === undefined ? '' : median(ratios).toFixed(2))),
  ];
}

export function goalsText(goals: readonly Goal[]): string {
  const lines = goals.map((goal) => {
    const verdict = verdictOf(goal);
    const { median: middle, from, to } = measured(goal);
    const unit = goal.unit ?? '';
    const bound = 'atLeast' in goal.bound ? `at least ${goal.bound.atLeast}` : `at most ${goal.bound.atMost}`;
    const range = from === to ? '' : ` (${short(from)} to ${short(to)})`;
    return `  ${verdict.padEnd(17)}  ${goal.what}: ${short(middle)}${unit}${range}, ${bound}${unit}`;
  });
  const colours = { holds: pc.green, 'does not hold': pc.red, 'too noisy to tell': pc.yellow };
  return lines.map((line, i) => colours[verdictOf(goals[i] as Goal)](line)).join('\n');
}

/** Three digits, and no more of large numbers. */
export function amount(value: number): string {
  if (value >= 1000) return Number(value.toPrecision(3)).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
