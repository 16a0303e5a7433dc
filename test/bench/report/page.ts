/** The figures in docs/performance.md: between two marks, and by nobody's hand. */
import { verdictOf } from '../goals.ts';
import type { Results, Table } from '../results.ts';
import { boundOf, cellsOf, measuredOf } from './text.ts';

const BEGIN = '<!-- figures: written by `npm run bench -- --peers --record`; do not edit -->';
const END = '<!-- end of figures -->';

/**
 * The page with new figures in the place of the old ones.
 *
 * @throws Error if the page has no place for them
 */
export function withFigures(page: string, figures: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`The page has no place for figures: ${BEGIN} ... ${END}.`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${figures.trim()}\n\n${page.slice(end)}`;
}

/** Beside the page. */
export const PICTURE = 'images/performance.svg';

/** @param facts sentences about the machine, what was left out, what to doubt */
export function figuresOf(
  { tables, goals }: Pick<Results, 'tables' | 'goals'>,
  facts: readonly string[],
): string {
  const verdicts = goals.map((goal) => [goal.what, boundOf(goal), measuredOf(goal), verdictOf(goal)]);
  const picture = `![Requests a second, beside node:http and other stand-ins](${PICTURE})`;
  return [
    ...(compared(tables).length > 0 ? [picture] : []),
    facts.join(' '),
    ...tables.map((table) => `**${table.title}**\n\n${markdownTable(cellsOf(table))}`),
    `**What was aimed at**\n\n${markdownTable([['', 'goal', 'measured', ''], ...verdicts], ['l', 'l', 'r', 'l'])}`,
  ].join('\n\n');
}

type Side = 'l' | 'r';

/** @param sides of the columns; default: the first on the left, numbers on the right */
function markdownTable(
  [head = [], ...rows]: readonly (readonly string[])[],
  sides?: readonly Side[],
): string {
  const rule = head.map((_, i) => ((sides?.[i] ?? (i === 0 ? 'l' : 'r')) === 'l' ? '---' : '---:'));
  return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Tables that are about how many requests a server answers beside others: what the chart shows. */
export function compared(tables: readonly Table[]): readonly Table[] {
  return tables.filter(({ rising, yardstick }) => rising && yardstick === 'node:http');
}
