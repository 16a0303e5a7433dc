/**
 * JUnit XML, as Jenkins, GitLab and Surefire read it: a suite for each provider, a test case for each case.
 *
 * What does not count against the client (good manners, what it can't do, what is expected to fail) is `skipped`, so
 * that a file read by a server and the exit code of the run say the same.
 */
import type { CaseEnded, Finding } from '../events.ts';
import { countsAgainst, groupedBy, isWrong, type Run, themeOf } from './model.ts';
import {
  clientName,
  duration,
  exchangeLine,
  findingHead,
  repetitions,
  reportedLine,
  VERDICT_WORDS,
} from './words.ts';
import { element, textElement } from './xml.ts';

/** @param runs one, or several of different clients */
export function junitOf(runs: readonly Run[]): string {
  const suites = runs.flatMap((run) => {
    const of = (name: string): string => (runs.length > 1 ? `${clientName(run)}: ${name}` : name);
    const problems = problemsOf(run, of('run'));
    return [
      ...[...groupedBy(run.cases, ({ provider }) => provider)].map(([provider, cases]) =>
        suiteOf(of(provider), cases, run),
      ),
      ...(problems === undefined ? [] : [problems]),
    ];
  });
  const sum = (key: 'tests' | 'failures' | 'errors' | 'skipped'): number =>
    suites.reduce((total, suite) => total + suite[key], 0);
  const attributes = {
    name: `understudy verify: ${runs.map(clientName).join(', ')}`,
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
    skipped: sum('skipped'),
    time: seconds(runs.reduce((total, run) => total + (run.ended?.tookMs ?? tookMs(run.cases)), 0)),
  };
  const xml = element('testsuites', attributes, suites.map((suite) => suite.xml).join('\n'));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

function tookMs(cases: readonly CaseEnded[]): number {
  return cases.reduce((total, one) => total + one.tookMs, 0);
}

interface SuiteXml {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function suiteOf(name: string, cases: readonly CaseEnded[], run: Run): SuiteXml {
  const kinds = cases.map((one) => kindOf(one, run));
  const count = (kind: Kind): number => kinds.filter((one) => one === kind).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  const attributes = {
    name,
    ...counts,
    time: seconds(tookMs(cases)),
    ...(run.started !== undefined && { timestamp: run.started.at.replace(/(\.\d+)?Z$/, '') }),
  };
  const about = run.started === undefined ? '' : `${clientProperties(run.started)}\n`;
  return {
    ...counts,
    xml: element('testsuite', attributes, about + cases.map((one) => caseXml(one, run)).join('\n')),
  };
}

function clientProperties({ client, suite, shard }: NonNullable<Run['started']>): string {
  return propertiesXml([
    ['client', client.name],
    ['client.version', client.version],
    ['client.language', client.language],
    ['client.capabilities', client.capabilities.join(' ')],
    ['understudy', suite],
    ...(shard === undefined ? [] : [['shard', shard] as const]),
  ]);
}

/** What is wrong with the run as a whole has no case, and must not get lost. */
function problemsOf({ ended }: Run, name: string): SuiteXml | undefined {
  const problems = ended === undefined ? ['The run was broken off.'] : ended.problems;
  if (problems.length === 0) return undefined;
  const cases = problems.map((problem, index) =>
    element(
      'testcase',
      { name: `problem ${index + 1}`, classname: 'run', time: seconds(0) },
      textElement('error', { message: problem, type: 'run' }, problem),
    ),
  );
  const counts = { tests: problems.length, failures: 0, errors: problems.length, skipped: 0 };
  return {
    ...counts,
    xml: element('testsuite', { name, ...counts, time: seconds(0) }, cases.join('\n')),
  };
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

function kindOf(ended: CaseEnded, run: Run): Kind {
  if (ended.verdict === 'pass') return 'passed';
  if (!isWrong(ended) || !countsAgainst(ended, run)) return 'skipped';
  return ended.verdict === 'error' ? 'error' : 'failure';
}

function caseXml(ended: CaseEnded, run: Run): string {
  const attributes = {
    name: ended.id,
    // Servers take what stands before the last dot for a package: provider, then theme.
    classname: [ended.provider, themeOf(ended)].filter((part) => part !== '').join('.'),
    time: seconds(ended.tookMs),
  };
  const kind = kindOf(ended, run);
  const properties = propertiesXml([
    ['level', ended.level],
    ['verdict', ended.verdict],
    ...ended.rules.map(({ id, says, source }) => ['rule', `${id}: ${says} (${source})`] as const),
  ]);
  const parts = [
    properties,
    ...(kind === 'skipped' ? [element('skipped', { message: whyNot(ended) }, '')] : []),
    ...(kind === 'failure' || kind === 'error'
      ? [textElement(kind, { message: headOf(ended), type: ended.verdict }, details(ended))]
      : []),
    ...(isWrong(ended) ? [textElement('system-out', {}, output(ended))] : []),
    ...adapterXml(ended),
  ];
  return element('testcase', attributes, parts.join('\n'));
}

function whyNot(ended: CaseEnded): string {
  const word = VERDICT_WORDS[ended.verdict];
  if (isWrong(ended)) return `${word}, not counted (${ended.level}): ${headOf(ended)}`;
  return ended.reason === undefined ? word : `${word}: ${ended.reason}`;
}

/** One line, since that is what lists of failures show. */
function headOf(ended: CaseEnded): string {
  const [first] = ended.findings;
  const said = first === undefined ? ended.reason : `${findingHead(first)}: ${first.message}`;
  const more = ended.findings.length > 1 ? ` (and ${ended.findings.length - 1} more)` : '';
  const times = repetitions(ended);
  const flaky = ended.verdict === 'flaky' && times !== undefined ? `${times}; ` : '';
  return `${flaky}${said ?? VERDICT_WORDS[ended.verdict]}${more}`;
}

function details(ended: CaseEnded): string {
  const reported = reportedLine(ended);
  return [
    ended.says,
    '',
    `expected: ${ended.expectation}`,
    ...(reported === undefined ? [] : [`reported: ${reported}`]),
    ...ended.findings.flatMap((finding) => ['', ...findingLines(finding)]),
    '',
    ...ended.rules.map(({ id, says, source }) => `${id}: ${says} (${source})`),
    ...(ended.reproduce === '' ? [] : [`again: ${ended.reproduce}`]),
  ].join('\n');
}

function findingLines(finding: Finding): string[] {
  const { expected, reported, exchanges = [] } = finding;
  const shown = exchanges.length > 0 ? ` [${exchanges.map((number) => `#${number}`).join(' ')}]` : '';
  return [
    `${findingHead(finding)}${shown}: ${finding.message}`,
    ...(expected === undefined ? [] : [`  expected: ${expected}`]),
    ...(reported === undefined ? [] : [`  reported: ${reported}`]),
  ];
}

function output({ exchanges, exchangesLeftOut, reproduce }: CaseEnded): string {
  return [
    ...exchanges.map(exchangeLine),
    ...(exchangesLeftOut > 0 ? [`(${exchangesLeftOut} left out in the middle)`] : []),
    reproduce,
  ].join('\n');
}

function adapterXml(ended: CaseEnded): string[] {
  if (!isWrong(ended) || ended.adapter.length === 0) return [];
  const lines = ended.adapter.map(({ from, atMs, text }) => `${from} +${duration(atMs)} ${text}`);
  return [textElement('system-err', {}, lines.join('\n'))];
}

function propertiesXml(pairs: readonly (readonly [name: string, value: string])[]): string {
  return element(
    'properties',
    {},
    pairs.map(([name, value]) => element('property', { name, value }, '')).join('\n'),
  );
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
