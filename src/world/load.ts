import { template, templateNames } from '../../fixtures/ledger/plan.ts';
import type { Provider } from '../provider/define.ts';
import type { Loaded } from './checked.ts';
import { readNamedFile } from './read-file.ts';

/** A template by name, or else a file by its path. */
export async function loadWorld(nameOrPath: string, providers: readonly Provider[]): Promise<Loaded> {
  if (template(nameOrPath)) return { ok: true, world: { template: nameOrPath } };
  const file = await readNamedFile(nameOrPath, `a template; templates are ${templateNames().join(', ')}`);
  if (!file.ok) return file;
  // The YAML reader is a third of the program; a start without a world file does without it.
  const { parseWorld } = await import('./files.ts');
  return parseWorld(file.text, nameOrPath, providers);
}
