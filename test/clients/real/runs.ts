/** Clients that were written elsewhere, and how each is judged: `test/verify/real-clients.test.ts` and `publish.ts` share it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providers } from '../../../src/understudy.ts';
import type { Case } from '../../../src/verify/case.ts';
import type { ClientDefinition } from '../../../src/verify/define-client.ts';
import type { CaseEnded, RunEnded } from '../../../src/verify/events.ts';
import { type ExpectedFailure, parseExpectations } from '../../../src/verify/expected-failures.ts';
import { loadLibrary } from '../../../src/verify/library.ts';
import { objectSession } from '../../../src/verify/session/object-session.ts';
import { runSuite, type SuiteOptions } from '../../../src/verify/suite-run.ts';
import { atAMoment } from './at-a-moment.ts';
import { forTheQuarter, type LANGUAGES, redbarkSamples } from './redbark-samples.ts';
import { hasPython } from './sample-runners.ts';
import { snaptradeSdk } from './snaptrade-sdk.ts';

export interface Judged {
  readonly client: ClientDefinition;
  /** By id. */
  readonly cases: readonly CaseEnded[];
  readonly end: RunEnded;
  /** Of the failures that are expected, in the order of their list. */
  readonly reasons: readonly string[];
}

/** It waits for 35 seconds at a time, and some cases have it do so after many requests. */
const SDK_PATIENCE_MS = 90_000;
/** Less than the longest answer of a case takes, and more than a sample needs for anything that ends. */
const SAMPLES_PATIENCE_MS = 12_000;

/** What may be odd about a page without ending the list, as cases name it: what the sample loops are there to show. */
export function trapsOfPaging({ cases }: Judged): CaseEnded[] {
  return cases.filter(({ id }) => /\/paging\/(short|several|empty-page-in|first|row|total)/.test(id));
}

/**
 * With real waits: a minute, most of it spent waiting. At noon in UTC, when every brokerage has had its sync of the day:
 * rows that arrive before it would bring the rows of another day with them, and so do not arrive.
 */
export function judgedSdk(): Promise<Judged> {
  return atAMoment('2026-03-16T12:00:00Z', (hostNow) =>
    judged(snaptradeSdk, 'snaptrade-sdk.expected-failures.txt', ['snaptrade/**'], {
      patienceMs: SDK_PATIENCE_MS,
      hostNow,
    }),
  );
}

/** Undefined: the pages with the samples are not beside this project, or Python is not here. */
export async function judgedSamples(language: keyof typeof LANGUAGES): Promise<Judged | undefined> {
  const samples = language === 'Python' && !hasPython() ? undefined : redbarkSamples(language);
  if (samples === undefined) return undefined;
  const cases = ((await loadLibrary(providers)).get('redbark')?.cases ?? []) as readonly Case[];
  const holdings = cases.filter(({ do: { operation } }) => operation === 'redbark.listHoldings');
  const quarter = forTheQuarter(cases);
  try {
    return await judged(
      samples.client,
      'redbark-samples.expected-failures.txt',
      [...holdings, ...quarter].map(({ id }) => id),
      { more: quarter, patienceMs: SAMPLES_PATIENCE_MS },
    );
  } finally {
    samples.close();
  }
}

async function judged(
  client: ClientDefinition,
  expectations: string,
  run: readonly string[],
  options: Pick<SuiteOptions, 'more' | 'patienceMs' | 'hostNow'>,
): Promise<Judged> {
  const cases: CaseEnded[] = [];
  const lines = expectationsIn(expectations);
  const end = await runSuite({
    providers,
    session: objectSession(client),
    by: 'object',
    run,
    ...options,
    expectations: { name: expectations, lines },
    onEvent: (event) => {
      if (event.event === 'case') cases.push(event);
    },
  });
  cases.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { client, cases, end, reasons: lines.map(({ reason }) => reason) };
}

function expectationsIn(name: string): readonly ExpectedFailure[] {
  const parsed = parseExpectations(readFileSync(join(import.meta.dirname, name), 'utf8'), name);
  if (!parsed.ok) throw new Error(parsed.errors.join('\n'));
  return parsed.expectations;
}
