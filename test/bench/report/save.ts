/** The results as files: numbers for programs, a chart, the figures of the documentation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdictOf } from '../goals.ts';
import type { Options } from '../options.ts';
import type { Results } from '../results.ts';
import { chart } from './chart.ts';
import { compared, figuresOf, PICTURE, withFigures } from './page.ts';

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs');
const CAPTION = 'Requests a second with every stage on; in brackets, times node:http. More is better.';

/** @param said what stands below the tables: facts of the machine and what to doubt */
export function save(
  { json, svg, record }: Pick<Options, 'json' | 'svg' | 'record'>,
  { tables, goals }: Results,
  { facts, warnings }: { readonly facts: readonly string[]; readonly warnings: readonly string[] },
): void {
  if (json !== undefined) {
    const judged = goals.map((goal) => ({ ...goal, verdict: verdictOf(goal) }));
    writeFileSync(json, `${JSON.stringify({ facts, warnings, tables, goals: judged }, null, 2)}\n`);
  }
  const picture = (file: string): void => writeFileSync(file, chart(compared(tables), CAPTION));
  if (svg !== undefined) picture(svg);
  if (record) {
    if (compared(tables).length > 0) picture(join(DOCS, PICTURE));
    const page = join(DOCS, 'performance.md');
    const figures = figuresOf({ tables, goals }, [...facts, ...warnings]);
    writeFileSync(page, withFigures(readFileSync(page, 'utf8'), figures));
  }
}
