import { readFile, stat } from 'node:fs/promises';
import { template, templateNames } from '../../fixtures/ledger/plan.ts';
import type { Provider } from '../provider/define.ts';
import type { Loaded } from './checked.ts';

/** UTF-8 takes up to four bytes for what the reader of world files counts as one or two characters. */
const MOST_BYTES = 20_000_000;

/** A template by name, or else a file by its path. */
export async function loadWorld(nameOrPath: string, providers: readonly Provider[]): Promise<Loaded> {
  if (template(nameOrPath)) return { ok: true, world: { template: nameOrPath } };
  try {
    const { size } = await stat(nameOrPath);
    if (size > MOST_BYTES) return { ok: false, errors: [`${nameOrPath}: larger than ${MOST_BYTES} bytes`] };
    const text = await readFile(nameOrPath, 'utf8');
    // The YAML reader is a third of the program; a start without a world file does without it.
    const { parseWorld } = await import('./files.ts');
    return parseWorld(text, nameOrPath, providers);
  } catch (error) {
    return { ok: false, errors: [unreadable(nameOrPath, error)] };
  }
}

function unreadable(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') {
    return `${path}: neither a file nor a template; templates are ${templateNames().join(', ')}`;
  }
  if (code === 'EISDIR') return `${path}: is a folder, not a world file`;
  return `${path}: ${error instanceof Error ? error.message : String(error)}`;
}
