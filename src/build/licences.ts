/**
 * `npm run build`, last part: `dist/THIRD-PARTY-LICENSES.txt`, the licences of what the bundle contains
 * (docs/decisions/0002), from esbuild's own lists of its inputs, and from what generated code was bundled of before.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareText } from '../../fixtures/ledger/compare.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const DIST = join(ROOT, 'dist');
/** Of the bundle, and of what was set apart from it (`deferred-modules.ts`). */
const METAFILES = ['metafile-esm.json', 'metafile-deferred.json'].map((name) => join(DIST, name));
/** The innermost: packages have packages of their own where versions differ. */
const PACKAGE = /^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;
/** Compiled validators carry what they need of ajv within: `"ajv/dist/runtime/equal.js"(exports) {`. */
const WITHIN = /^\s*"((?:@[^/"]+\/)?[^/"]+)\/[^"]*"\(/gm;

/** Folders of the packages some file of which is in the bundle. */
function bundledPackages(): string[] {
  const inputs = METAFILES.flatMap((file) => {
    const list = JSON.parse(readFileSync(file, 'utf8')) as { readonly inputs: Record<string, unknown> };
    return Object.keys(list.inputs);
  });
  const folders = inputs.flatMap((path) =>
    path.endsWith('.js') && path.includes('/generated/') ? within(path) : (PACKAGE.exec(path)?.[1] ?? []),
  );
  return [...new Set(folders)].sort((a, b) => compareText(nameOf(a), nameOf(b)));
}

function within(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(WITHIN)].map(([, name]) => `node_modules/${name}`);
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function licence(place: string): string {
  const folder = join(ROOT, place);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `(${license})` : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version}\n${'-'.repeat(name.length + version.length + 1)}\n${text}\n`;
}

for (const file of METAFILES) {
  if (!existsSync(file)) throw new Error(`${file} is missing. Run \`npm run build\`.`);
}
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), bundledPackages().map(licence).join('\n\n'));
for (const file of METAFILES) rmSync(file);
