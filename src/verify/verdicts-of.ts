/** A run without a command line: the verdicts of a client that is an object, as data. */
import type { Provider } from '../provider/define.ts';
import type { ClientDefinition } from './define-client.ts';
import type { CaseEnded } from './events.ts';
import { objectSession } from './session/object-session.ts';
import { runSuite, type SuiteOptions } from './suite-run.ts';

/** @returns every chosen case as it ended, in the order of ending */
export async function verdictsOf(
  client: ClientDefinition,
  providers: readonly Provider[],
  options: Partial<SuiteOptions> = {},
): Promise<CaseEnded[]> {
  const ended: CaseEnded[] = [];
  await runSuite({
    ...options,
    providers,
    session: objectSession(client),
    by: 'object',
    onEvent: (event) => {
      if (event.event === 'case') ended.push(event);
      options.onEvent?.(event);
    },
  });
  return ended;
}
