/** How runs are spoken of, in every report the same way. */
import type { CaseEnded, Finding, ShownExchange, Verdict } from '../events.ts';
import type { Failure } from '../protocol.ts';
import { countsAgainst, countsOf, isWrong, missing, type Run } from './model.ts';

/** What stands at the head of a column. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  'expected-fail': 'expected to fail',
  'unexpected-pass': 'unexpected pass',
  flaky: 'flaky',
  unsupported: 'unsupported',
  'not-run': 'not run',
  error: 'error',
};

/** `0.250s`, `2m07.000s`, `1h02m07s`, `3d04h00m00s`: milliseconds, as long as they can matter. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const rest = `${String(Math.floor((whole % 60_000) / 1000))}`;
  const seconds = `${rest}.${String(whole % 1000).padStart(3, '0')}`;
  if (whole < 60_000) return `${seconds}s`;
  const minutes = Math.floor(whole / 60_000);
  if (minutes < 60) return `${minutes}m${seconds.padStart(6, '0')}s`;
  const hours = Math.floor(minutes / 60);
  const tail = `${two(minutes % 60)}m${two(Math.floor((whole % 60_000) / 1000))}s`;
  return hours < 24 ? `${hours}h${tail}` : `${Math.floor(hours / 24)}d${two(hours % 24)}h${tail}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `3 cases`, `1 case`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What came of a request: `200`, `429 (fault rate-limited)`, `no answer: aborted by client`. */
export function outcomeOf({ status, outcome, faults }: ShownExchange): string {
  const answer = status === undefined ? `no answer: ${outcome}` : String(status);
  const broken = status !== undefined && outcome !== 'answered' ? [outcome] : [];
  const because = faults.length > 0 ? [`fault ${faults.join(', ')}`] : [];
  const notes = [...broken, ...because];
  return notes.length > 0 ? `${answer} (${notes.join('; ')})` : answer;
}

/** `#3 +7.000s GET /v1/trades?offset=50 -> 429 (fault rate-limited)`. */
export function exchangeLine(exchange: ShownExchange): string {
  const { number, atMs, method, target } = exchange;
  return `#${number} +${duration(atMs)} ${method} ${target} -> ${outcomeOf(exchange)}`;
}

/** `rate-limited, status 429, told to wait 7.000s: too many requests`. */
export function failureLine({ kind, status, code, retryAfterMs, message }: Failure): string {
  const facts = [
    kind,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(retryAfterMs === undefined ? [] : [`told to wait ${duration(retryAfterMs)}`]),
  ].join(', ');
  return message === undefined || message === '' ? facts : `${facts}: ${message}`;
}

/** What the client reported, in short; undefined: it did not come to that. */
export function reportedLine({ reported }: CaseEnded): string | undefined {
  if (reported === undefined) return undefined;
  return 'value' in reported ? reported.value : `failure ${failureLine(reported.failure)}`;
}

/** `wire: waited-as-told`, `report at [3].fees`. */
export function findingHead({ about, rule, path }: Finding): string {
  return `${about}${rule === undefined ? '' : `: ${rule}`}${path === undefined ? '' : ` at ${path}`}`;
}

/** What a `flaky` case adds: `passed 7 of 10 times`. */
export function repetitions({ runs, passed }: CaseEnded): string | undefined {
  return runs > 1 ? `passed ${passed} of ${runs} times` : undefined;
}

export function clientName({ started }: Run): string {
  return started === undefined ? 'unknown client' : `${started.client.name} ${started.client.version}`.trim();
}

/** How a run went as a whole. `broken`: the run itself, not the client. */
export type Outcome = 'passed' | 'failed' | 'broken';

export function outcomeOfRun(run: Run): Outcome {
  if (run.ended === undefined || run.ended.exitCode >= 2) return 'broken';
  return run.ended.exitCode === 0 ? 'passed' : 'failed';
}

/** The whole in a sentence: `ledgerline 1.4.0 failed 3 of 160 cases (2 must, 1 should); 4 unsupported`. */
export function verdictSentence(run: Run): string {
  const { cases, ended } = run;
  const counts = countsOf(cases);
  const played = counted(cases.length - counts.unsupported - counts['not-run'], 'case');
  const failed = cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'flaky');
  const counting = failed.filter((one) => countsAgainst(one, run));
  const said =
    counting.length > 0
      ? `${clientName(run)} failed ${failed.length} of ${played} (${levels(failed)})`
      : `${clientName(run)} passed ${counts.pass} of ${played}`;
  const uncounted = counting.length === 0 ? failed : [];
  const more = [
    ...(uncounted.length > 0 ? [`${uncounted.length} failed without counting (${levels(uncounted)})`] : []),
    ...(counts['unexpected-pass'] > 0 ? [`${counts['unexpected-pass']} passed unexpectedly`] : []),
    ...(counts['expected-fail'] > 0 ? [`${counts['expected-fail']} expected to fail`] : []),
    ...(counts.unsupported > 0 ? [`${counts.unsupported} unsupported`] : []),
    ...(counts['not-run'] > 0 ? [`${counts['not-run']} not run`] : []),
    ...(counts.error > 0 ? [`${counted(counts.error, 'error')} of the harness`] : []),
    ...(missing(run) > 0 ? [`${missing(run)} never ended`] : []),
    ...(ended === undefined ? ['the run was broken off'] : []),
  ];
  return [said, ...more].join('; ');
}

function levels(cases: readonly CaseEnded[]): string {
  const counts = (['must', 'should', 'info'] as const)
    .map((level) => ({ level, count: cases.filter((one) => one.level === level).length }))
    .filter(({ count }) => count > 0);
  return counts.map(({ level, count }) => `${count} ${level}`).join(', ');
}

/** Wrong ones first that count, then those that do not. */
export function wrongOnes(run: Run): CaseEnded[] {
  const wrong = run.cases.filter(isWrong);
  return [
    ...wrong.filter((one) => countsAgainst(one, run)),
    ...wrong.filter((one) => !countsAgainst(one, run)),
  ];
}

/** Characters that move a cursor, colour what follows or turn the reading direction, made visible. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => {
      const code = character.charCodeAt(0);
      return code < 256
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}
