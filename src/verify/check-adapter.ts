/** Looks over an adapter that is being written, one job after the other, and says what to mend. */
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import type { Provider } from '../provider/define.ts';
import type { Case } from './case.ts';
import { CaseRunner } from './case-runner.ts';
import type { CaseEnded } from './events.ts';
import { jobNames, type Library } from './library.ts';
import type { Session } from './session/session.ts';

export interface Remark {
  readonly ok: boolean;
  /** `hello`, or the job. */
  readonly about: string;
  readonly message: string;
}

/** A case that asks for nothing but the job itself is over soon, or never. */
const PATIENCE_MS = 20_000;

/** @param onRemark told as they are found */
export async function checkAdapter(
  session: Session,
  providers: readonly Provider[],
  onRemark: (remark: Remark) => void,
): Promise<void> {
  const { client, version, language, operations, capabilities } = session.hello;
  const runner = await CaseRunner.start({ providers, session, patienceMs: PATIENCE_MS });
  try {
    const known = jobNames(runner.library);
    onRemark({
      ok: true,
      about: 'hello',
      message: `${client} ${version} in ${language}; ${capabilities.length === 0 ? 'no capabilities' : capabilities.join(' and ')}`,
    });
    for (const operation of operations) {
      if (!known.includes(operation)) {
        onRemark({ ok: false, about: operation, message: noneOf(operation, known) });
        continue;
      }
      const plainest = plainestCase(runner.library, operation);
      if (plainest === undefined)
        onRemark({ ok: true, about: operation, message: 'has no case without faults to try it with' });
      else onRemark(remarkOf(operation, await runner.judge(plainest, 1, undefined)));
    }
    const missing = known.filter((name) => !operations.includes(name) && sharesProvider(name, operations));
    if (missing.length > 0)
      onRemark({
        ok: true,
        about: 'left out',
        message: `${missing.join(', ')}; their cases will be unsupported`,
      });
    if (!capabilities.includes('clock'))
      onRemark({
        ok: true,
        about: 'clock',
        message: 'waits are real ones; with the capability `clock` the suite is many times faster',
      });
    for (const problem of session.problems) onRemark({ ok: false, about: 'adapter', message: problem });
  } finally {
    await runner.close();
  }
}

/** Nothing goes wrong in it, and a value is wanted. */
function plainestCase(library: Library, operation: string): Case | undefined {
  const cases = [...library.values()].flatMap((one) => one.cases);
  const plain = cases.filter(
    (one) => one.do.operation === operation && one.timeline === undefined && 'value' in one.reports,
  );
  return plain.find(({ world }) => world === undefined || world.template !== 'messy') ?? plain[0];
}

function remarkOf(operation: string, ended: CaseEnded): Remark {
  const { verdict, reported, findings, reason } = ended;
  if (verdict === 'pass') {
    const value = reported !== undefined && 'value' in reported ? reported.value : 'a failure';
    return { ok: true, about: operation, message: `answered ${value.slice(0, 80)}` };
  }
  if (verdict === 'unsupported')
    return { ok: false, about: operation, message: `said it is unsupported: ${reason}` };
  const told = findings.map(({ path, message, expected, reported: given }) =>
    [
      path === undefined ? message : `${path} ${message}`,
      expected && `expected ${expected}`,
      given && `reported ${given}`,
    ]
      .filter(Boolean)
      .join('\n    '),
  );
  return { ok: false, about: operation, message: told.join('\n  ') };
}

function sharesProvider(name: string, operations: readonly string[]): boolean {
  const [provider] = name.split('.');
  return operations.some((operation) => operation.startsWith(`${provider}.`));
}
