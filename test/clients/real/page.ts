/** `docs/clients.md`: what the suite found of each client, in words, tables and exchanges. Nothing in it tells a time. */
import { rules } from '../../../src/control/generated/rules.ts';
import type { CaseEnded, ShownExchange, Verdict } from '../../../src/verify/events.ts';
import type { Judged } from './runs.ts';

export interface Section {
  readonly title: string;
  /** What it is, and how it was run. */
  readonly about: readonly string[];
  readonly judged: Judged;
  /** What was seen beside the cases. */
  readonly beside: readonly string[];
  /** A section before this one: where every case ends the same in both, its findings are not told again. */
  readonly like?: Section | undefined;
}

interface Finding {
  readonly headline: string;
  readonly details: string;
  /** The first is the one that is shown. */
  readonly cases: readonly CaseEnded[];
}

/** Exchanges shown of a case: how it began. */
const MOST_EXCHANGES = 4;
/** Parameters that tell one request of a job from the next. */
const TOLD_PARAMETERS = ['offset', 'limit'];

const kinds = new Map(rules.map(({ id, kind }) => [id, kind]));

export function sectionText({ title, about, judged, beside, like }: Section): string {
  if (like !== undefined && outcomes(like.judged) === outcomes(judged)) {
    const same = `Every case ends as it does for [${like.title}](#${anchor(like.title)}), for the same reasons.${crashText(judged)}`;
    return [`## ${title}`, ...about, summary(judged), same].join('\n\n');
  }
  const found = findingsOf(judged);
  return [
    `## ${title}`,
    ...about,
    summary(judged),
    themeTable(judged),
    ...(found.length === 0 ? [] : ['What it does not survive:']),
    ...found.map(findingText),
    ...(beside.length === 0 ? [] : ['### Seen beside the cases', beside.map((one) => `- ${one}`).join('\n')]),
    unplayedText(judged),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function outcomes({ cases }: Judged): string {
  return cases.map(({ id, verdict }) => `${id} ${verdict}`).join('\n');
}

/** As GitHub makes it. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** What it is seen by that a refusal was read as something else. */
function crashText({ cases }: Judged): string {
  const messages = cases.flatMap(({ findings }) => findings.map(({ message }) => message));
  const crashes = new Set(messages.flatMap((text) => /^The client crashed: (.*)$/.exec(text)?.[1] ?? []));
  return crashes.size === 0
    ? ''
    : ` Where it crashes it says ${[...crashes].map((one) => `\`${one}\``).join(' or ')}.`;
}

/** Cases with the same reason are one finding, in the order of the list of expected failures. */
function findingsOf({ cases, reasons }: Judged): Finding[] {
  return [...new Set(reasons)].flatMap((reason) => {
    const [headline = '', ...details] = reason.split(': ');
    const own = cases.filter((one) => one.verdict === 'expected-fail' && one.reason === reason);
    // Of those that count most the one that shows most.
    const ranked = [...own].sort((a, b) => weight(b) - weight(a));
    return own.length === 0 ? [] : [{ headline, details: details.join(': '), cases: ranked }];
  });
}

function weight({ level, exchanges }: CaseEnded): number {
  return (level === 'must' ? 100 : 0) + Math.min(exchanges.length, MOST_EXCHANGES);
}

function findingText({ headline, details, cases }: Finding): string {
  const [first, ...others] = cases;
  if (first === undefined) return '';
  return [
    `### ${headline}`,
    sentence(details),
    `${named(first)}: ${first.says.trim()}`,
    fenced([...exchangeLines(first), `so it reported: ${reportedText(first)}`]),
    ...(others.length === 0 ? [] : [others.map((one) => `- ${named(one)}: ${one.says.trim()}`).join('\n')]),
    rulesText(cases),
  ].join('\n\n');
}

function named({ id, level }: CaseEnded): string {
  return `\`${id}\` (${level})`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fenced(lines: readonly string[]): string {
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}

function exchangeLines({ exchanges }: CaseEnded): string[] {
  if (exchanges.length === 0) return ['1  a request that was never answered'];
  const lines = exchanges.slice(0, MOST_EXCHANGES).map(exchangeLine);
  return exchanges.length > MOST_EXCHANGES ? [...lines, '...'] : lines;
}

/** `2  listActivities offset=1000 -> 429 (fault rate-limited)`. */
function exchangeLine({ number, method, operation, target, status, outcome, faults }: ShownExchange): string {
  const query = new URLSearchParams(target.split('?')[1] ?? '');
  const told = TOLD_PARAMETERS.flatMap((name) => (query.has(name) ? [`${name}=${query.get(name)}`] : []));
  const answer = status === undefined ? `no answer, ${outcome}` : String(status);
  const notes = [
    ...(status !== undefined && outcome !== 'answered' ? [outcome] : []),
    ...(faults.length > 0 ? [`fault ${faults.join(', ')}`] : []),
  ];
  const because = notes.length > 0 ? ` (${notes.join('; ')})` : '';
  return `${number}  ${[operation ?? method, ...told].join(' ')} -> ${answer}${because}`;
}

function reportedText({ reported, findings }: CaseEnded): string {
  if (reported === undefined) {
    const { message = '' } = findings[0] ?? {};
    return `nothing. ${message}`;
  }
  if ('value' in reported) {
    const path = findings.find(({ expected }) => expected !== undefined)?.path;
    return path === undefined ? 'a value, as if nothing had been' : `a value that is another at ${path}`;
  }
  const { kind, status, message } = reported.failure;
  // Texts of libraries differ from version to version; that of a failure of no kind is all there is.
  return [
    `failure ${kind}`,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(kind === 'other' && message !== undefined ? [`"${message}"`] : []),
  ].join(', ');
}

function rulesText(cases: readonly CaseEnded[]): string {
  const own = new Map(cases.flatMap((one) => one.rules).map((rule) => [rule.id, rule]));
  const lines = [...own.values()]
    .sort((a, b) => a.id.localeCompare(b.id, 'en'))
    .map(({ id, says, source }) => `- ${id} (${kinds.get(id) ?? 'unknown'}): ${says} Source: ${source}.`);
  return `Rests on:\n\n${lines.join('\n')}`;
}

function summary({ cases }: Judged): string {
  const failed = cases.filter(({ verdict }) => verdict === 'expected-fail');
  const must = failed.filter(({ level }) => level === 'must').length;
  const passed = count(cases, ['pass']);
  const played = passed + failed.length;
  const themes = [...new Set(cases.map(themeOf))].sort();
  const clean = themes.filter((theme) => {
    const own = cases.filter((one) => themeOf(one) === theme);
    return count(own, ['pass']) > 0 && count(own, ['expected-fail']) === 0;
  });
  const all = clean.length === 0 ? '' : ` It passes every case it was given of ${clean.join(', ')}.`;
  return `**It passes ${passed} of ${played} cases**, and fails ${must} of level \`must\` and ${failed.length - must} of level \`should\`.${all}`;
}

function themeTable({ cases }: Judged): string {
  const themes = [...new Set(cases.map(themeOf))].sort();
  const rows = themes.map((theme) => {
    const own = cases.filter((one) => themeOf(one) === theme);
    return `| ${theme} | ${count(own, ['pass'])} | ${count(own, ['expected-fail'])} | ${count(own, ['unsupported', 'not-run'])} |`;
  });
  return ['| theme | passed | failed | not played |', '|---|---:|---:|---:|', ...rows].join('\n');
}

function themeOf({ id }: CaseEnded): string {
  return id.split('/')[1] ?? '';
}

function count(cases: readonly CaseEnded[], verdicts: readonly Verdict[]): number {
  return cases.filter(({ verdict }) => verdicts.includes(verdict)).length;
}

function unplayedText({ cases }: Judged): string {
  const unplayed = cases.filter(({ verdict }) => verdict === 'unsupported' || verdict === 'not-run');
  const reasons = [...new Set(unplayed.map(({ reason = '' }) => reason))];
  if (reasons.length === 0) return '';
  const lines = reasons.map((reason) => {
    const ids = unplayed.filter((one) => one.reason === reason).map(({ id }) => `\`${id}\``);
    return `- ${sentence(reason).replace(/\.$/, '')}: ${ids.join(', ')}`;
  });
  return `Not played:\n\n${lines.join('\n')}`;
}
