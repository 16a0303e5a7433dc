/** What a case expects a client to report, worked out, and whether what it reported is that. */
import { writeJson } from '../provider/json.ts';
import type { Job, JobInput, WireExchange } from '../provider/suite.ts';
import type { World } from '../provider/world.ts';
import type { ExpectedFailure, Reports, Source } from './case.ts';
import { type Comparison, type Difference, differences } from './compare/differences.ts';
import { inShort } from './compare/scalars.ts';
import type { Finding } from './events.ts';
import { parseExactly } from './exact-json.ts';
import type { Failure } from './protocol.ts';
import type { Answered } from './session/session.ts';

/** Kinds of differences told of one value. */
const MOST_TOLD = 8;
/** A wait that is told is known to the second. */
const WAIT_TOLERANCE_MS = 1000;

/** Where the values that a case expects come from. Each is worked out once, and only if asked for. */
export class Sources {
  readonly #job: Job;
  readonly #world: World;
  readonly #input: JobInput;
  readonly #atStart: unknown;
  readonly #exchanges: () => readonly WireExchange[];
  readonly #known = new Map<Source, unknown>();

  constructor(
    job: Job,
    world: World,
    input: JobInput,
    reports: Reports,
    exchanges: () => readonly WireExchange[],
  ) {
    this.#job = job;
    this.#world = world;
    this.#input = input;
    this.#exchanges = exchanges;
    this.#atStart = names(reports, '$ledger.at-start') ? exactly(job.truth(world, input)) : undefined;
  }

  value(source: Source): unknown {
    if (!this.#known.has(source)) this.#known.set(source, this.#workOut(source));
    return this.#known.get(source);
  }

  #workOut(source: Source): unknown {
    switch (source) {
      case '$ledger':
        return exactly(this.#job.truth(this.#world, this.#input));
      case '$ledger.at-start':
        return this.#atStart;
      case '$served':
        return exactly(this.#job.served?.(this.#exchanges(), this.#input));
    }
  }
}

/** As the client's own value is read: what cannot be said in JSON is gone, numbers keep their digits. */
function exactly(value: unknown): unknown {
  const parsed = parseExactly(writeJson(value));
  if (!parsed.ok) throw new Error(`A job's truth is no JSON: ${parsed.message}`);
  return parsed.value;
}

function names(reports: Reports, source: Source): boolean {
  if ('anyOf' in reports) return reports.anyOf.some((one) => names(one, source));
  if ('failure' in reports) return false;
  return typeof reports.value === 'string'
    ? reports.value === source
    : reports.value.atLeast === source || reports.value.atMost === source;
}

/** What is wrong with an answer; of several that would do, by the one it comes closest to. */
export function reportFindings(
  reports: Reports,
  answered: Answered,
  sources: Sources,
  how: Comparison,
): Finding[] {
  if (answered.kind === 'crashed') {
    return [{ about: 'report', message: `The client crashed: ${firstLines(answered.message)}` }];
  }
  if ('anyOf' in reports) {
    const each = reports.anyOf.map((one) => reportFindings(one, answered, sources, how));
    return each.reduce((best, findings) => (findings.length < best.length ? findings : best));
  }
  if ('failure' in reports) return failureFindings(reports.failure, answered);
  if (answered.kind !== 'value') {
    return [
      {
        about: 'report',
        message: 'The client reported a failure where it should have had a value.',
        expected: expectationText(reports, sources),
        reported: answered.kind === 'failure' ? failureText(answered.failure) : answered.kind,
      },
    ];
  }
  return told(valueDifferences(reports.value, answered.value, sources, how));
}

function valueDifferences(
  wanted: Extract<Reports, { value: unknown }>['value'],
  reported: unknown,
  sources: Sources,
  how: Comparison,
): Difference[] {
  if (typeof wanted === 'string')
    return differences(sources.value(wanted), reported, { ...how, served: wanted === '$served' });
  // Between two instants of a listing: all that was there from the first on, and nothing that never was.
  const least = differences(sources.value(wanted.atLeast), reported, how).filter(
    (one) => one.expected !== undefined,
  );
  const most = differences(sources.value(wanted.atMost), reported, how).filter(
    (one) => one.reported !== undefined,
  );
  return [...least, ...most];
}

/** Who gets a column wrong gets it wrong in every row: what is alike is told once, with how often it is there. */
function told(found: readonly Difference[]): Finding[] {
  const groups = new Map<string, Difference[]>();
  for (const difference of found) {
    const { path, message, row } = difference;
    const key = `${path.replaceAll(/\[\d+\]/g, '[]')} ${row === undefined ? '' : 'row '}${message}`;
    groups.set(key, [...(groups.get(key) ?? []), difference]);
  }
  const findings = [...groups.values()].slice(0, MOST_TOLD).map(findingOf);
  if (groups.size > MOST_TOLD)
    findings.push({ about: 'report', message: `And ${groups.size - MOST_TOLD} more kinds of differences.` });
  return findings;
}

function findingOf(alike: Difference[]): Finding {
  const [first] = alike as [Difference];
  const { path, message, expected, reported, row } = first;
  const place = path.replace(/\[\d+\]$/, '');
  if (row !== undefined) {
    return {
      about: 'report',
      message: `${rowsText(message, alike)}.`,
      ...(place !== '' && { path: place }),
    };
  }
  return {
    about: 'report',
    message: `${path === '' ? `The value: ${message}` : capitalised(message)}${alike.length > 1 ? `, in ${alike.length} rows; this is the first` : ''}.`,
    ...(path !== '' && { path }),
    ...(expected !== undefined && { expected }),
    ...(reported !== undefined && { reported }),
  };
}

/** Names of rows that are told. */
const MOST_NAMED = 3;

function rowsText(message: string, rows: readonly Difference[]): string {
  const names = rows.slice(0, MOST_NAMED).map(({ row }) => row);
  const more = rows.length > names.length ? ` and ${rows.length - names.length} more` : '';
  const many = message === 'a row is missing' ? 'rows are missing' : 'rows too many';
  return `${rows.length === 1 ? capitalised(message) : `${rows.length} ${many}`}: ${names.join(', ')}${more}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function failureFindings(expected: ExpectedFailure, answered: Answered): Finding[] {
  const finding = (message: string, reported: string): Finding[] => [
    { about: 'report', message, expected: expectedFailureText(expected), reported },
  ];
  if (answered.kind === 'value')
    return finding(
      'The client reported a value where it should have reported a failure.',
      inShort(answered.value),
    );
  if (answered.kind !== 'failure') return finding('The client did not report a failure.', answered.kind);
  const { failure } = answered;
  const kinds = [expected.kind].flat();
  if (!kinds.includes(failure.kind)) return finding('The failure is of another kind.', failureText(failure));
  const wrong = [
    expected.status !== undefined && failure.status !== expected.status && 'status',
    expected.code !== undefined && failure.code !== expected.code && 'code',
    expected.retryAfterMs !== undefined &&
      Math.abs((failure.retryAfterMs ?? -WAIT_TOLERANCE_MS * 2) - Number(expected.retryAfterMs)) >
        WAIT_TOLERANCE_MS &&
      'retryAfterMs',
  ].filter((name): name is string => name !== false);
  return wrong.length === 0
    ? []
    : finding(`The failure has another ${wrong.join(' and ')}.`, failureText(failure));
}

/** For people: what would be right. */
export function expectationText(reports: Reports, sources: Sources): string {
  if ('anyOf' in reports) return reports.anyOf.map((one) => expectationText(one, sources)).join(', or ');
  if ('failure' in reports) return expectedFailureText(reports.failure);
  const { value } = reports;
  if (typeof value === 'string') return `${inShort(sources.value(value))} (${ORIGIN[value]})`;
  return `at least ${expectationText({ value: value.atLeast }, sources)}, at most ${expectationText({ value: value.atMost }, sources)}`;
}

const ORIGIN: Readonly<Record<Source, string>> = {
  $ledger: 'by the ledger',
  '$ledger.at-start': 'by the ledger, when the case began',
  $served: 'as it was sent',
};

function expectedFailureText({ kind, status, code, retryAfterMs }: ExpectedFailure): string {
  return failureWords([kind].flat().join(' or '), { status, code, retryAfterMs });
}

export function failureText({ kind, ...more }: Failure): string {
  return failureWords(kind, more);
}

function failureWords(kind: string, more: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(more).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${String(value)}`],
  );
  return `failure ${kind}${members.length === 0 ? '' : ` (${members.join(', ')})`}`;
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, 3).join(' ').slice(0, 500);
}
