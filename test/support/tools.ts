import { spawnSync } from 'node:child_process';

/** Programs that a pasted line needs and this machine lacks; said aloud, since what needs them is not run then. */
export function missingTools(...names: readonly string[]): string[] {
  const missing = names.filter((name) => spawnSync(name, ['--version']).error !== undefined);
  if (missing.length > 0) console.log(`Lines to paste are not run here; missing: ${missing.join(', ')}.`);
  return missing;
}
