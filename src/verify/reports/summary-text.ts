/** What stands at the end of a run in a terminal: a row for each provider, what was left out and why, the verdict. */
import type { CaseEnded, Verdict } from '../events.ts';
import { VERDICTS } from '../events.ts';
import type { Look } from './failure-text.ts';
import { countsOf, groupedBy, type Run } from './model.ts';
import { counted, duration, outcomeOfRun, printable, VERDICT_WORDS, verdictSentence } from './words.ts';
import { clipped, hanging } from './wrap.ts';

/** Reasons named; more are counted. */
const MOST_REASONS = 6;

export function summaryText(run: Run, look: Look, verbose: boolean): string {
  const blocks = [
    providerTable(run, look),
    leftOut(run, look, verbose),
    problemLines(run, look),
    verdictLine(run, look),
  ].filter((block) => block !== '');
  return blocks.join('\n\n');
}

/** Heads of columns where the usual words have no room. */
const SHORT: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  'expected-fail': 'xfail',
  'unexpected-pass': 'xpass',
  flaky: 'flaky',
  unsupported: 'unsup.',
  'not-run': 'not run',
  error: 'error',
};

function providerTable(run: Run, { colours, columns }: Look): string {
  if (run.cases.length === 0) return '';
  const groups = groupedBy(run.cases, ({ provider }) => provider);
  const all = countsOf(run.cases);
  // A column that is nought all the way down says nothing.
  const shown = VERDICTS.filter((verdict) => verdict === 'pass' || verdict === 'fail' || all[verdict] > 0);
  const row = (name: string, cases: readonly CaseEnded[]): string[] => {
    const counts = countsOf(cases);
    const took = cases.reduce((sum, one) => sum + one.tookMs, 0);
    return [printable(name), ...shown.map((verdict) => String(counts[verdict])), duration(took)];
  };
  const rows = [...groups].map(([name, cases]) => row(name, cases));
  if (rows.length > 1) rows.push(row('all', run.cases));
  const headsIn = (words: Readonly<Record<Verdict, string>>): string[] => [
    'provider',
    ...shown.map((verdict) => words[verdict]),
    // Of the cases, which may have run beside each other.
    'case time',
  ];
  const widthsOf = (heads: readonly string[]): number[] =>
    heads.map((head, column) => Math.max(head.length, ...rows.map((cells) => (cells[column] ?? '').length)));
  const fits = (heads: readonly string[]): boolean =>
    widthsOf(heads).reduce((sum, width) => sum + width + 2, -2) < columns;
  const heads = fits(headsIn(VERDICT_WORDS)) ? headsIn(VERDICT_WORDS) : headsIn(SHORT);
  const widths = widthsOf(heads);
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const colour = (text: string, column: number): string => {
    const verdict = shown[column - 1];
    if (verdict === undefined) return column === 0 ? text : colours.dim(text);
    return text.trim() === '0' ? colours.dim(text) : colourOf(verdict, colours)(text);
  };
  return [
    colours.dim(heads.map(cell).join('  ').trimEnd()),
    ...rows.map((cells) => cells.map((text, column) => colour(cell(text, column), column)).join('  ')),
  ].join('\n');
}

function colourOf(verdict: Verdict, colours: Look['colours']): (text: string) => string {
  if (verdict === 'pass') return colours.green;
  if (verdict === 'fail' || verdict === 'error') return colours.red;
  return verdict === 'unexpected-pass' || verdict === 'flaky' ? colours.yellow : (text) => text;
}

/** `12 unsupported: 9 the client has no call that starts a sync; 3 ...`. */
function leftOut(run: Run, look: Look, verbose: boolean): string {
  const blocks = (['unsupported', 'not-run', 'expected-fail'] as const).flatMap((verdict) => {
    const cases = run.cases.filter((one) => one.verdict === verdict);
    if (cases.length === 0) return [];
    const reasons = [...groupedBy(cases, ({ reason }) => reason ?? 'no reason given')].sort(
      (a, b) => b[1].length - a[1].length,
    );
    const shown = verbose ? reasons : reasons.slice(0, MOST_REASONS);
    const more = reasons.length - shown.length;
    return [
      `${cases.length} ${VERDICT_WORDS[verdict]}`,
      ...shown.flatMap(([reason, ones]) => [
        ...hanging(`  ${String(ones.length).padStart(4)}  `, printable(reason), look.columns - 1),
        ...(verbose ? ones.map(({ id }) => look.colours.dim(`        ${printable(id)}`)) : []),
      ]),
      ...(more > 0 ? [look.colours.dim(`        and ${counted(more, 'other reason')}`)] : []),
    ];
  });
  return blocks.join('\n');
}

function problemLines(run: Run, { colours, columns }: Look): string {
  const { ended, open } = run;
  const problems = [
    ...(ended?.problems ?? []),
    ...(ended === undefined
      ? [`The run was broken off${open.length > 0 ? ` during ${open.join(', ')}` : ''}.`]
      : []),
  ];
  return problems
    .flatMap((problem) => hanging('! ', printable(problem), columns - 1))
    .map((line) => colours.yellow(line))
    .join('\n');
}

function verdictLine(run: Run, { colours, columns }: Look): string {
  const outcome = outcomeOfRun(run);
  const badge = {
    passed: colours.green(colours.bold('PASSED')),
    failed: colours.red(colours.bold('FAILED')),
    broken: colours.magenta(colours.bold('BROKEN')),
  }[outcome];
  const took = run.ended === undefined ? '' : ` (${duration(run.ended.tookMs)})`;
  const [first = '', ...rest] = hanging('        ', printable(verdictSentence(run)) + took, columns - 1);
  return [`${badge}  ${first.trimStart()}`, ...rest].join('\n');
}

/** `  34/160  2 failed  redbark/trades/...`: one line that fits. */
export function progressLine(
  { done, all, wrong, current }: { done: number; all: number; wrong: number; current: string | undefined },
  { columns, colours }: Look,
): string {
  const count = `${String(done).padStart(String(all).length)}/${all}`;
  const failed = wrong > 0 ? `  ${wrong} failed` : '';
  const room = columns - 1 - count.length - failed.length - 2;
  const name = current === undefined || room < 8 ? '' : `  ${clipped(printable(current), room)}`;
  return `${count}${colours.red(failed)}${colours.dim(name)}`;
}
