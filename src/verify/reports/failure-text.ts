/** One case that went wrong, in full, for a terminal. */
import type { Colors } from 'picocolors/types.js';
import type { CaseEnded, Finding, ShownExchange } from '../events.ts';
import { countsAgainst, type Run } from './model.ts';
import {
  counted,
  duration,
  findingHead,
  outcomeOf,
  printable,
  repetitions,
  reportedLine,
  VERDICT_WORDS,
} from './words.ts';
import { clipped, hanging, wrapped } from './wrap.ts';

export interface Look {
  readonly columns: number;
  readonly colours: Colors;
}

/** Lines of text and code are easier to read when they do not run over the whole screen. */
const MOST_COLUMNS = 120;
/** Exchanges shown where nothing says which of them matter, and at most. */
const FIRST = 2;
const LAST = 4;
const MOST_EXCHANGES = 12;
const MOST_FINDINGS = 6;
/** Of a value; the file reports have more of it. */
const MOST_CHARACTERS = 400;

export function failureText(ended: CaseEnded, run: Pick<Run, 'started'>, look: Look): string {
  const width = Math.min(look.columns, MOST_COLUMNS) - 1;
  const { bold, dim } = look.colours;
  const findings = ended.findings.slice(0, MOST_FINDINGS);
  const left = ended.findings.length - findings.length;
  return [
    headline(ended, run, look),
    ...hanging('  ', printable(ended.says), width).map(dim),
    '',
    ...both('  ', 'expected', ended.expectation, reportedLine(ended), width, look),
    ...findings.flatMap((finding) => ['', ...findingLines(finding, width, look)]),
    ...(left > 0 ? ['', dim(`  and ${counted(left, 'finding')} more`)] : []),
    ...section('exchanges', exchangeLines(ended, width, look)),
    ...section('rules', ruleLines(ended, width, look)),
    ...(ended.reproduce === '' ? [] : ['', `  ${dim('again')}  ${bold(printable(ended.reproduce))}`]),
  ].join('\n');

  function section(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : ['', dim(`  ${title}`), ...lines];
  }
}

function headline(ended: CaseEnded, run: Pick<Run, 'started'>, { colours }: Look): string {
  const counts = countsAgainst(ended, run);
  const colour = counts ? colours.red : colours.yellow;
  const notes = [
    ended.level,
    ...(counts ? [] : ['not counted']),
    ...(repetitions(ended) === undefined ? [] : [repetitions(ended)]),
  ].join(', ');
  const word = VERDICT_WORDS[ended.verdict].toUpperCase();
  const why = ended.reason === undefined ? '' : `\n  ${printable(ended.reason)}`;
  return `${colour(colours.bold(word))}  ${colours.bold(printable(ended.id))}  ${colours.dim(`(${notes})`)}${why}`;
}

/** `expected` and `reported` below each other, so that what differs stands in the same column. */
function both(
  indent: string,
  word: string,
  expected: string | undefined,
  reported: string | undefined,
  width: number,
  { colours }: Look,
): string[] {
  const lines = (label: string, text: string | undefined, colour: (text: string) => string): string[] =>
    text === undefined
      ? []
      : hanging(`${indent}${label}  `, clipped(printable(text), MOST_CHARACTERS), width, true).map((line) => {
          const from = indent.length + label.length;
          return colours.dim(line.slice(0, from)) + colour(line.slice(from));
        });
  return [...lines(word, expected, colours.green), ...lines('reported', reported, colours.red)];
}

function findingLines(finding: Finding, width: number, look: Look): string[] {
  const { colours } = look;
  const shown = finding.exchanges ?? [];
  const named = shown.slice(0, MOST_EXCHANGES).map((number) => `#${number}`);
  const more = shown.length > named.length ? ` and ${shown.length - named.length} more` : '';
  const where = shown.length > 0 ? ` [${named.join(' ')}${more}]` : '';
  return [
    `  ${colours.red('✗')} ${colours.bold(printable(findingHead(finding)))}${colours.dim(where)}`,
    ...hanging('    ', printable(finding.message), width),
    ...both('    ', 'expected', finding.expected, finding.reported, width, look),
  ];
}

/** Those that findings name with their neighbours; without any, how it began and how it ended. */
function exchangeLines(ended: CaseEnded, width: number, look: Look): string[] {
  const { exchanges, exchangesLeftOut } = ended;
  const named = new Set(ended.findings.flatMap((finding) => finding.exchanges ?? []));
  const chosen = new Set(chosenOf(exchanges, named));
  const lines: string[] = [];
  let last = 0;
  for (const exchange of exchanges) {
    if (!chosen.has(exchange)) continue;
    if (exchange.number > last + 1) lines.push(gap(exchange.number - last - 1, look));
    lines.push(...exchangeText(exchange, named.has(exchange.number), width, look));
    last = exchange.number;
  }
  const all = Math.max(exchanges.at(-1)?.number ?? 0, exchanges.length + exchangesLeftOut);
  return all > last && lines.length > 0 ? [...lines, gap(all - last, look)] : lines;
}

function gap(count: number, { colours }: Look): string {
  return colours.dim(`     … ${count} more`);
}

function chosenOf(exchanges: readonly ShownExchange[], named: ReadonlySet<number>): ShownExchange[] {
  const near = exchanges.filter(({ number }) =>
    [number - 1, number, number + 1].some((neighbour) => named.has(neighbour)),
  );
  if (near.length > 0) return near.slice(0, MOST_EXCHANGES);
  if (exchanges.length <= FIRST + LAST) return [...exchanges];
  return [...exchanges.slice(0, FIRST), ...exchanges.slice(-LAST)];
}

/** `  ▸ #3  +7.000s  GET /v1/trades?offset=50 -> 429 (fault rate-limited)`; `▸` where a finding points at it. */
export function exchangeText(
  exchange: ShownExchange,
  named: boolean,
  width: number,
  { colours }: Look,
): string[] {
  const { number, atMs, method, target, status } = exchange;
  const head = `  ${named ? '▸' : ' '} ${`#${number}`.padStart(4)}  ${`+${duration(atMs)}`.padStart(9)}  `;
  const good = status !== undefined && status < 400 && exchange.outcome === 'answered';
  const outcome = `-> ${printable(outcomeOf(exchange))}`;
  const colour = good ? colours.green : colours.red;
  const request = `${method} ${printable(target)}`;
  const first = `${named ? colours.red(head.slice(0, 4)) : head.slice(0, 4)}${colours.dim(head.slice(4))}`;
  if (head.length + request.length + 1 + outcome.length <= width)
    return [`${first}${request} ${colour(outcome)}`];
  // A target has no spaces to break at; what came of it goes below.
  return [`${first}${request}`, ...hanging(' '.repeat(head.length), outcome, width).map(colour)];
}

function ruleLines({ rules }: CaseEnded, width: number, { colours }: Look): string[] {
  return rules.flatMap(({ id, says, source }) => [
    ...hanging(`    ${printable(id)}  `, printable(says), width),
    ...wrapped(printable(source), width - 6 - id.length).map((line) =>
      colours.dim(`${' '.repeat(6 + id.length)}${line}`),
    ),
  ]);
}
