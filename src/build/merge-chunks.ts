/**
 * `npm run build`, after tsup: what always loads together becomes one file. Where lazily loaded parts share modules with
 * what is loaded at once, esbuild cuts that into a chunk for each set of users, some two dozen; to find, read and link a
 * file takes the engine about as long as to read through 40 kB of code.
 */
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** The part of esbuild's metafile that is read. */
interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly entryPoint?: string;
  readonly exports: readonly string[];
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

/** A file of `dist/`, by its name, and what is known of it. */
type Outputs = ReadonlyMap<string, Output>;

/** Which file a chunk goes to. Files without a place keep their own. */
type Places = ReadonlyMap<string, string>;

const FACADE = 'facade';

/** @param dist the folder that tsup has written, with its `metafile-esm.json` */
export async function mergeChunks(dist: string): Promise<void> {
  const { outputs: all } = JSON.parse(readFileSync(join(dist, 'metafile-esm.json'), 'utf8')) as Metafile;
  const outputs = new Map(Object.entries(all).map(([path, output]) => [basename(path), output]));
  const places = placesOf(outputs);
  const merged = [...new Set(places.values())].map((file) => ({
    file,
    contents: facadeOf(file, places, outputs),
  }));
  const others = [...outputs.keys()].filter((file) => file.endsWith('.js') && !places.has(file));
  const written = await Promise.all([
    ...merged.map(({ file, contents }) => bundled(dist, file, contents, outputs, places)),
    ...others.map((file) => bundled(dist, file, readFileSync(join(dist, file), 'utf8'), outputs, places)),
  ]);
  for (const file of places.keys()) rmSync(join(dist, file));
  for (const { file, text } of written) writeKeepingMode(join(dist, file), text);
}

/**
 * Three files: what the command needs before it knows its verb, what it shares with the library, and what a simulator
 * is made of. A verb that only talks to a running simulator loads the last one no more than before.
 */
function placesOf(outputs: Outputs): Places {
  const command = closure('cli.js', outputs);
  const library = closure('understudy.js', outputs);
  const serving = closure(fileOf('src/cli/serve.ts', outputs), outputs);
  const places = new Map<string, string>();
  for (const [file, { entryPoint }] of outputs) {
    if (entryPoint !== undefined) continue;
    if (command.has(file)) places.set(file, library.has(file) ? 'shared.js' : 'command.js');
    else if (library.has(file) || serving.has(file)) places.set(file, 'simulator.js');
  }
  return places;
}

/** What is loaded with a file: itself, and all that it and they import at once. */
function closure(from: string, outputs: Outputs, found: Set<string> = new Set()): Set<string> {
  if (found.has(from) || !outputs.has(from)) return found;
  found.add(from);
  for (const { path, kind } of outputs.get(from)?.imports ?? []) {
    if (kind === 'import-statement') closure(basename(path), outputs, found);
  }
  return found;
}

function fileOf(source: string, outputs: Outputs): string {
  for (const [file, { entryPoint }] of outputs) if (entryPoint === source) return file;
  throw new Error(`Nothing in the bundle was made of ${source}.`);
}

/** Exports of every chunk in a merged file, told apart by the chunk's name: two may export the same one. */
function facadeOf(place: string, places: Places, outputs: Outputs): string {
  return [...places]
    .filter(([, of]) => of === place)
    .map(([file]) => exported(file, outputs, (name) => `${name} as ${alias(file, name)}`, file))
    .join('\n');
}

function alias(file: string, name: string): string {
  return `${basename(file, '.js').replaceAll(/\W/g, '_')}$${name}`;
}

function exported(file: string, outputs: Outputs, as: (name: string) => string, from: string): string {
  return `export { ${outputs.get(file)?.exports.map(as).join(', ')} } from './${from}';`;
}

async function bundled(
  dist: string,
  file: string,
  contents: string,
  outputs: Outputs,
  places: Places,
): Promise<{ readonly file: string; readonly text: string }> {
  const result = await build({
    stdin: { contents, resolveDir: dist, sourcefile: file, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'error',
    plugins: [chunks(file, outputs, places)],
  });
  return { file, text: result.outputFiles[0]?.text ?? '' };
}

/** Takes in the chunks of one file, finds those of another merged one there, and leaves everything else outside. */
function chunks(file: string, outputs: Outputs, places: Places): Plugin {
  return {
    name: 'chunks',
    setup(bundler) {
      bundler.onResolve({ filter: /.*/ }, ({ path, kind, namespace }) => {
        const place = places.get(basename(path));
        if (kind !== 'import-statement' || namespace === FACADE || place === undefined)
          return { path, external: true };
        return place === file ? undefined : { path: basename(path), namespace: FACADE };
      });
      bundler.onLoad({ filter: /.*/, namespace: FACADE }, ({ path }) => ({
        contents: exported(
          path,
          outputs,
          (name) => `${alias(path, name)} as ${name}`,
          places.get(path) ?? path,
        ),
      }));
    },
  };
}

function writeKeepingMode(path: string, text: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  writeFileSync(path, text);
  if (mode !== undefined) chmodSync(path, mode);
}
