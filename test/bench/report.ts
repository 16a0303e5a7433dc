/** The measurements, as a table for people. */
import pc from 'picocolors';
import type { Summary } from './stats.ts';

export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly value: Summary;
  /** Median of this row against its yardstick's, run by run. */
  readonly ratio?: number;
  readonly p99?: number;
}

/** Above this, something else was using the machine. */
const WIDE = 0.3;

export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, unit, value, ratio, p99 }) => [
    what,
    `${number(value.median)} ${unit}`,
    `${number(value.least)} to ${number(value.most)}`,
    `${Math.round(value.spread * 100)} %`,
    p99 === undefined ? '' : `${p99.toFixed(1)} ms`,
    ratio === undefined ? '' : ratio.toFixed(2),
  ]);
  const head = ['', 'median', 'least to most', 'spread', 'p99', 'of node:http'];
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  const write = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ');
  const wide = rows.filter(({ value }) => value.spread > WIDE).map(({ what }) => what);
  const warning = `Spread above ${WIDE * 100} %: ${wide.join('; ')}. Something else is using this machine.`;
  return [
    pc.bold(write(head)),
    ...lines.map(write),
    ...(wide.length > 0 ? ['', pc.yellow(warning)] : []),
  ].join('\n');
}

function number(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
