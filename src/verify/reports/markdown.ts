/** Markdown for the summary of a CI job: a table, and failures that open. */
import type { CaseEnded, Finding, Verdict } from '../events.ts';
import { VERDICTS } from '../events.ts';
import { countsAgainst, countsOf, groupedBy, type Run } from './model.ts';
import {
  counted,
  duration,
  exchangeLine,
  findingHead,
  outcomeOfRun,
  printable,
  repetitions,
  reportedLine,
  VERDICT_WORDS,
  verdictSentence,
  wrongOnes,
} from './words.ts';

/** GitHub shows no summary over 1 MiB; what comes after so much is named, and not told in full. */
const MOST_BYTES = 900_000;
const MOST_LINES = 40;
const MOST_NAMES = 200;

const SIGNS = { passed: '✅', failed: '❌', broken: '⚠️' } as const;

/** @param runs one, or several of different clients */
export function markdownOf(runs: readonly Run[]): string {
  const room = Math.floor(MOST_BYTES / Math.max(1, runs.length));
  return `${runs.map((run) => ofRun(run, room)).join('\n\n')}\n`;
}

function ofRun(run: Run, room: number): string {
  const blocks = [
    `## ${SIGNS[outcomeOfRun(run)]} ${inline(verdictSentence(run))}`,
    aboutRun(run),
    ...problemsOf(run),
    tableOf(run),
    leftOut(run),
  ].filter((block) => block !== '');
  let bytes = Buffer.byteLength(blocks.join('\n\n'));
  const unsaid: CaseEnded[] = [];
  for (const one of wrongOnes(run)) {
    const text = failureOf(one, run);
    const size = Buffer.byteLength(text) + 2;
    if (bytes + size > room) unsaid.push(one);
    else {
      blocks.push(text);
      bytes += size;
    }
  }
  if (unsaid.length > 0) {
    const names = unsaid.slice(0, MOST_NAMES).map(({ id }) => code(id.slice(0, 200)));
    blocks.push(`${unsaid.length} more for which there is no room: ${names.join(', ')}`);
  }
  return blocks.join('\n\n');
}

function aboutRun({ started, ended }: Run): string {
  if (started === undefined) return '';
  const { client, suite, shard, repeat } = started;
  return [
    inline(client.language),
    `by ${client.by}`,
    `Understudy ${inline(suite)}`,
    ...(shard === undefined ? [] : [`shard ${inline(shard)}`]),
    ...(repeat > 1 ? [`${repeat} times each`] : []),
    ...(ended === undefined ? [] : [duration(ended.tookMs)]),
  ].join(' · ');
}

function problemsOf({ ended, open }: Run): string[] {
  const off =
    ended === undefined
      ? [`The run was broken off${open.length > 0 ? ` during ${open.join(', ')}` : ''}.`]
      : [];
  const problems = [...(ended?.problems ?? []), ...off];
  return problems.length === 0 ? [] : [problems.map((problem) => `- ⚠️ ${inline(problem)}`).join('\n')];
}

function tableOf(run: Run): string {
  if (run.cases.length === 0) return '';
  const all = countsOf(run.cases);
  const shown = VERDICTS.filter((verdict) => verdict === 'pass' || verdict === 'fail' || all[verdict] > 0);
  const row = (name: string, cases: readonly CaseEnded[]): string => {
    const counts = countsOf(cases);
    return `| ${[name, ...shown.map((verdict) => countCell(counts[verdict], verdict))].join(' | ')} |`;
  };
  const groups = [...groupedBy(run.cases, ({ provider }) => provider)];
  return [
    `| provider | ${shown.map((verdict) => VERDICT_WORDS[verdict]).join(' | ')} |`,
    `|---|${'--:|'.repeat(shown.length)}`,
    ...groups.map(([provider, cases]) => row(inline(provider), cases)),
    ...(groups.length > 1 ? [row('**all**', run.cases)] : []),
  ].join('\n');
}

function countCell(count: number, verdict: Verdict): string {
  if (count === 0) return '·';
  return verdict === 'pass' || verdict === 'unsupported' || verdict === 'not-run'
    ? String(count)
    : `**${count}**`;
}

function leftOut(run: Run): string {
  const lines = (['unsupported', 'not-run', 'expected-fail'] as const).flatMap((verdict) => {
    const cases = run.cases.filter((one) => one.verdict === verdict);
    const reasons = [...groupedBy(cases, ({ reason }) => reason ?? 'no reason given')];
    return reasons.map(([reason, ones]) => `- ${ones.length} ${VERDICT_WORDS[verdict]}: ${inline(reason)}`);
  });
  if (lines.length === 0) return '';
  return details(`${counted(lines.length, 'reason')} why cases were left out`, lines.join('\n'));
}

function failureOf(ended: CaseEnded, run: Run): string {
  const notes = [
    VERDICT_WORDS[ended.verdict],
    ended.level,
    ...(countsAgainst(ended, run) ? [] : ['not counted']),
    ...(repetitions(ended) === undefined ? [] : [repetitions(ended)]),
  ].join(', ');
  const reported = reportedLine(ended);
  const facts = [
    `- expected: ${inline(ended.expectation)}`,
    ...(reported === undefined ? [] : [`- reported: ${inline(reported)}`]),
  ];
  const rules = ended.rules.map(
    ({ id, says, source }) => `- ${code(id)} ${inline(says)} (${inline(source)})`,
  );
  return details(
    `${code(ended.id)} (${html(notes)})`,
    [
      inline(ended.says),
      ...(ended.reason === undefined ? [] : [inline(ended.reason)]),
      facts.join('\n'),
      ...ended.findings.map(findingOf),
      ...(ended.exchanges.length > 0 ? [fenced(excerpt(ended), 'text')] : []),
      ...(rules.length > 0 ? [rules.join('\n')] : []),
      ...(ended.reproduce === '' ? [] : [fenced(ended.reproduce, 'sh')]),
    ].join('\n\n'),
  );
}

function findingOf(finding: Finding): string {
  const { expected, reported } = finding;
  const head = `**${inline(findingHead(finding))}**: ${inline(finding.message)}`;
  if (expected === undefined && reported === undefined) return head;
  const lines = [
    ...(expected === undefined ? [] : prefixed('- expected ', expected)),
    ...(reported === undefined ? [] : prefixed('+ reported ', reported)),
  ];
  return `${head}\n\n${fenced(lines.join('\n'), 'diff')}`;
}

/** Every line of a value needs the sign, or it is not coloured. */
function prefixed(head: string, text: string): string[] {
  return text.split('\n').map((line, index) => (index === 0 ? head : `${head[0]}          `) + line);
}

function excerpt({ exchanges, exchangesLeftOut }: CaseEnded): string {
  const first = exchanges.slice(0, MOST_LINES / 2);
  const last = exchanges.slice(Math.max(first.length, exchanges.length - MOST_LINES / 2));
  const left = exchanges.length - first.length - last.length + exchangesLeftOut;
  return [
    ...first.map(exchangeLine),
    ...(left > 0 ? [`(${left} more)`] : []),
    ...last.map(exchangeLine),
  ].join('\n');
}

/** Blank lines around what is inside: without them it is taken for HTML. */
function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** A fence longer than any run of backticks in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}

/** In one line, and with every character standing for itself: no markup, no mention, no link of its own. */
function inline(text: string): string {
  return (
    printable(text)
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[!-/:-@[-`{-~]/g, (sign) => HTML[sign] ?? (PLAIN.has(sign) ? sign : `\\${sign}`))
      // At the start of a line these make lists.
      .replace(/^(\d*)([-.)])/, '$1\\$2')
      .replace(/www\./gi, (start) => start.replace('.', '\\.'))
  );
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Punctuation that means nothing inside a line. */
const PLAIN: ReadonlySet<string> = new Set([...",;%'?=()/.-"]);

/** Inside tags nothing is Markdown but what looks like it; references are safe from both. */
function html(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ,;/=.()'-]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

function code(text: string): string {
  return `<code>${html(text)}</code>`;
}
