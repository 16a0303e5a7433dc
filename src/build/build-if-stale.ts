/**
 * Builds `dist/` when it is missing or older than what it is made of, so that `npm start` and `npm test` work
 * straight after `npm ci` and cost nothing afterwards.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SOURCES = ['src', 'mocks', 'fixtures', 'contracts', 'package.json', 'tsup.config.ts', 'tsconfig.json'];
const RESULT = join(ROOT, 'dist', 'cli.js');

/** Latest change of a file, or of anything below a folder, in milliseconds since 1970. */
function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (
  !existsSync(RESULT) ||
  statSync(RESULT).mtimeMs < Math.max(...SOURCES.map((name) => newest(join(ROOT, name))))
) {
  // Type declarations are for the published package; they take longer than all the rest.
  // stdout belongs to the command that comes next: `npm start -- --json` prints one line there.
  process.stderr.write('understudy: building dist/ ...\n');
  const tsup = join(ROOT, 'node_modules', 'tsup', 'dist', 'cli-default.js');
  const { status } = spawnSync(process.execPath, [tsup, '--silent', '--no-dts'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  process.exitCode = status ?? 1;
}
