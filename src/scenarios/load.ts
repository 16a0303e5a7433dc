import { nearest } from '../../fixtures/ledger/nearest.ts';
import type { Provider } from '../provider/define.ts';
import { readNamedFile } from '../world/read-file.ts';
import { checkedScenario, scenarioNames } from './check.ts';
import type { Scenario } from './scenario.ts';

export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly errors: readonly string[] };

/** A scenario that comes along by its name, or else a file by its path. */
export async function loadScenario(
  nameOrPath: string,
  providers: readonly Provider[],
): Promise<LoadedScenario> {
  const known = checkedScenario(nameOrPath, providers);
  if (known.ok) return known;
  const hint = nearest(nameOrPath, scenarioNames());
  const orElse = `a scenario; ${hint === undefined ? '`understudy scenario list` tells their names' : `did you mean "${hint}"?`}`;
  const file = await readNamedFile(nameOrPath, orElse);
  if (!file.ok) return file;
  return parseScenario(file.text, nameOrPath, providers);
}

/** A scenario file's text, YAML or JSON. Messages say file, line and column. */
export async function parseScenario(
  text: string,
  name: string,
  providers: readonly Provider[],
): Promise<LoadedScenario> {
  // The YAML reader is a third of the program; what needs no file does without it.
  const { parseChecked } = await import('../world/files.ts');
  const parsed = parseChecked(text, name, (value) => {
    // A file is a description, not the name of one.
    if (typeof value === 'string') return [{ path: [], message: 'is text; a scenario is a set of fields' }];
    const checked = checkedScenario(value, providers);
    return checked.ok ? [] : checked.findings;
  });
  return parsed.ok ? { ok: true, scenario: parsed.value as Scenario } : parsed;
}
