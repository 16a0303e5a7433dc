/** Requests a second as bars: a picture for the documentation, legible on light and dark pages. */
import { nameOf, type Row, type Table } from '../results.ts';
import { median } from '../stats.ts';
import { amount } from './text.ts';

type Kind = 'ours' | 'raw' | 'peer';

const WIDTH = 760;
const NAMES = 250;
/** Room behind the longest bar for its number. */
const NUMBERS = 130;
const BAR = 18;
const STEP = 26;
const TITLE = 34;
const GAP = 14;

const STYLE = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 14px; }
  .ours { fill: #1a7f64; }
  .raw { fill: #8c959f; }
  .peer { fill: #c4cad0; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ours { fill: #3fb68b; }
    .raw { fill: #8b949e; }
    .peer { fill: #565e67; }
  }`;

/**
 * One group of bars for each table, each on a scale of its own.
 *
 * @param tables more is better in each of them
 * @param caption what was measured, and on what; also read out where the picture can't be seen
 */
export function chart(tables: readonly Table[], caption: string): string {
  let y = 0;
  const groups: string[] = [];
  for (const table of tables) {
    groups.push(group(table, y));
    y += TITLE + table.rows.length * STEP + GAP;
  }
  const height = y + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(caption)}">`,
    `<style>${STYLE}\n</style>`,
    ...groups,
    `<text x="0" y="${height - 4}">${escaped(caption)}</text>`,
    '</svg>\n',
  ].join('\n');
}

function group({ title, rows }: Table, top: number): string {
  const longest = Math.max(...rows.map(({ values }) => median(values)));
  const bars = rows.map((row, i) => {
    const value = median(row.values);
    const y = top + TITLE + i * STEP;
    const width = Math.max(1, Math.round(((WIDTH - NAMES - NUMBERS) * value) / longest));
    const times = row.ratios === undefined ? '' : `  (${median(row.ratios).toFixed(2)} x)`;
    return [
      `<text x="${NAMES - 10}" y="${y + 13}" text-anchor="end">${escaped(nameOf(row))}</text>`,
      `<rect class="${kindOf(row, rows)}" x="${NAMES}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
      `<text x="${NAMES + width + 8}" y="${y + 13}">${amount(value)}${times}</text>`,
    ].join('\n');
  });
  return [`<text class="title" x="0" y="${top + 20}">${escaped(title)}</text>`, ...bars].join('\n');
}

/** Only ours can be asked in several ways; the first row is the yardstick. */
function kindOf(row: Row, rows: readonly Row[]): Kind {
  if (row.way !== undefined) return 'ours';
  return row === rows[0] ? 'raw' : 'peer';
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
