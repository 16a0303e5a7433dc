/** Every case as a test of vitest, or of any runner with `describe` and `it`. */
import type { Provider } from '../provider/define.ts';
import { CaseRunner } from './case-runner.ts';
import type { ClientDefinition } from './define-client.ts';
import type { CaseEnded } from './events.ts';
import { Expectations, type ExpectedFailure } from './expected-failures.ts';
import { loadLibrary } from './library.ts';
import { failureText } from './reports/failure-text.ts';
import { plainLook } from './reports/terminal.ts';
import { type Selection, selected } from './selection.ts';
import { objectSession } from './session/object-session.ts';

/** What is needed of a test runner. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void | Promise<void>) => void;
  readonly it: (name: string, body: (context: TestContext) => Promise<void>, timeoutMs?: number) => void;
  readonly beforeAll: (body: () => Promise<void>) => void;
  readonly afterAll: (body: () => Promise<void>) => void;
}

interface TestContext {
  /** Marks the test as skipped, with a reason. */
  skip(reason: string): void;
}

export interface ConformanceOptions extends Omit<Selection, 'shard'> {
  /** `should` counts as `must`. */
  readonly strict?: boolean;
  /** Milliseconds one case may take. */
  readonly patienceMs?: number;
  /** Cases the client is known to fail: `{ 'redbark/trades/*': 'issue 12' }`. One that passes fails its test. */
  readonly expectedFailures?: Readonly<Record<string, string>>;
}

const WIDTH = 100;

export function registerConformanceTests(
  framework: TestFramework,
  providers: readonly Provider[],
  client: ClientDefinition,
  options: ConformanceOptions = {},
): void {
  const { describe, it, beforeAll, afterAll } = framework;
  const session = objectSession(client);
  const { strict = false, patienceMs, expectedFailures = {} } = options;
  describe(`${client.client} ${client.version}`, async () => {
    const library = await loadLibrary(providers);
    const cases = selected(
      [...library.values()].flatMap((one) => one.cases),
      options,
    ).filter(({ do: { operation } }) => session.hello.operations.includes(operation));
    const expectations = new Expectations(linesOf(expectedFailures), 'expectedFailures');
    let runner: CaseRunner | undefined;
    beforeAll(async () => {
      runner = await CaseRunner.start({ providers, session, patienceMs });
    });
    afterAll(async () => {
      await runner?.close();
      if (runner !== undefined && runner.problems.length > 0) throw new Error(runner.problems.join('\n'));
    });
    for (const one of cases) {
      const expected = expectations.of(one.id);
      it(
        one.id,
        async (context) => {
          const ended = await runner?.judge(one, 1, expected);
          if (ended === undefined) throw new Error('The suite has not started.');
          settle(ended, strict, context);
        },
        (patienceMs ?? 60_000) + 5000,
      );
    }
    for (const line of expectations.useless) {
      it(`expects no failure in vain: ${line}`, async () => {
        throw new Error(line);
      });
    }
  });
}

function settle(ended: CaseEnded, strict: boolean, context: TestContext): void {
  switch (ended.verdict) {
    case 'pass':
    case 'expected-fail':
      return;
    case 'unsupported':
    case 'not-run':
      context.skip(ended.reason ?? ended.verdict);
      return;
    case 'unexpected-pass':
      throw new Error(`It passes, and is expected to fail: ${ended.reason}. Take the expectation out.`);
    default:
      if (ended.verdict !== 'error' && ended.level !== 'must' && !(strict && ended.level === 'should'))
        return;
      throw failureOf(ended);
  }
}

/** Without a stack: where the suite stood when it found out is nobody's concern. */
function failureOf(ended: CaseEnded): Error {
  const error = new Error(`\n${failureText(ended, { started: undefined }, plainLook(WIDTH))}`);
  error.name = 'Conformance';
  error.stack = error.message;
  return error;
}

function linesOf(expected: Readonly<Record<string, string>>): ExpectedFailure[] {
  return Object.entries(expected).map(([glob, reason], index) => ({ glob, reason, line: index + 1 }));
}
