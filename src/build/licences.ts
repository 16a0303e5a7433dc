/**
 * `npm run build`, last part: `dist/THIRD-PARTY-LICENSES.txt`, the licences of what the bundle contains
 * (docs/decisions/0002), from esbuild's own list of its inputs.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareText } from '../../fixtures/ledger/compare.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const DIST = join(ROOT, 'dist');
const METAFILE = join(DIST, 'metafile-esm.json');
const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** Names of the packages some file of which is in the bundle. */
function bundledPackages(): string[] {
  const { inputs } = JSON.parse(readFileSync(METAFILE, 'utf8')) as { inputs: Record<string, unknown> };
  const names = Object.keys(inputs).flatMap((path) => PACKAGE.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort(compareText);
}

function licence(name: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `(${license})` : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version}\n${'-'.repeat(name.length + (version?.length ?? 0) + 1)}\n${text}\n`;
}

if (!existsSync(METAFILE)) throw new Error('dist/metafile-esm.json is missing. Run `npm run build`.');
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), bundledPackages().map(licence).join('\n\n'));
rmSync(METAFILE);
