/**
 * Leaves modules out of the bundle that are needed without a promise when they are needed, and that a process which
 * only starts does not need: compiled validators, tables of media types. Each becomes a CommonJS file of its own in
 * `dist/`, read when it is first used. The engine reads through all of a file that it is given, called or not; what
 * is not in it costs nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Deferred {
  /** Generated modules of this project: ES modules that import nothing and export validators, or records of them. */
  readonly validators: RegExp;
  /** CommonJS packages. */
  readonly packages: readonly string[];
  /** The file that resolves them: one package may be there in several versions. */
  readonly resolvedFrom: string;
}

/** A plugin of esbuild; beside its files it writes `metafile-deferred.json`, esbuild's list of what is in them. */
export function deferredModules({ validators, packages, resolvedFrom }: Deferred): Plugin {
  const packageOf = createRequire(resolvedFrom).resolve;
  const named = new RegExp(`^(?:${packages.join('|')})$`);
  return {
    name: 'deferred-modules',
    setup(bundler) {
      const folder = resolve(ROOT, bundler.initialOptions.outdir ?? 'dist');
      mkdirSync(folder, { recursive: true });
      const inputs: Record<string, unknown> = {};

      /** Writes a module as a file of its own; gives how the bundle names it. */
      const setApart = async (path: string, name: string): Promise<string> => {
        const { alias = {} } = bundler.initialOptions;
        const result = await build({
          ...APART,
          alias,
          entryPoints: [path],
          plugins: [amongThemselves(named)],
        });
        Object.assign(inputs, result.metafile?.inputs);
        writeFileSync(join(folder, `${name}.cjs`), result.outputFiles?.[0]?.text ?? '');
        return JSON.stringify(`./${name}.cjs`);
      };

      bundler.onResolve({ filter: /^read-apart$/ }, ({ path }) => ({ path, namespace: 'reader' }));
      bundler.onLoad({ filter: /.*/, namespace: 'reader' }, () => ({ contents: READER, loader: 'js' }));
      bundler.onResolve({ filter: named }, ({ path }) => ({ path: packageOf(path), namespace: 'deferred' }));
      bundler.onLoad({ filter: /.*/, namespace: 'deferred' }, async ({ path }) => {
        const name = /.*node_modules[\\/]([^\\/]+)[\\/]/.exec(path)?.[1] ?? basename(path);
        return { contents: packageStub(await setApart(path, name)), loader: 'js' };
      });
      bundler.onLoad({ filter: validators }, async ({ path }) => {
        const name = relative(ROOT, path).replace(/\.js$/, '').replaceAll(/\W+/g, '-');
        const exported = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
        return { contents: validatorsStub(await setApart(path, name), exported), loader: 'js' };
      });
      bundler.onEnd(() => writeFileSync(join(folder, 'metafile-deferred.json'), JSON.stringify({ inputs })));
    },
  };
}

const APART: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  metafile: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // Nobody looks for the name of a compiled validator in a stack.
  minify: true,
  legalComments: 'none',
  logLevel: 'silent',
};

/** A package that is set apart finds the others in their own files. */
function amongThemselves(named: RegExp): Plugin {
  return {
    name: 'among-themselves',
    setup(bundler) {
      bundler.onResolve({ filter: named }, ({ path }) => ({ path: `./${path}.cjs`, external: true }));
    },
  };
}

/** What reads a file that was set apart. `createRequire` is asked for so late because most processes never do. */
const READER = `
export const read = (file) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(file);`;

function packageStub(file: string): string {
  return `
const { read } = require('read-apart');
let it;
const real = () => (it ??= read(${file}));
module.exports = new Proxy(() => {}, {
  apply: (_, self, args) => Reflect.apply(real(), self, args),
  get: (_, name) => real()[name],
});`;
}

/**
 * A validator says what is wrong in its own `errors`. Those in a record are called for every request: the first one that
 * is looked up puts all of them in the place of their getters.
 */
function validatorsStub(file: string, exported: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(exported).map(([name, value]) =>
    typeof value === 'function'
      ? `export const ${name} = /* @__PURE__ */ validator(${JSON.stringify(name)});`
      : `export const ${name} = /* @__PURE__ */ record(${JSON.stringify(name)}, ${JSON.stringify(Object.keys(value as object))});`,
  );
  return `
import { read } from 'read-apart';
let it;
const real = () => (it ??= read(${file}));
const validator = (name) => {
  const late = (data) => {
    const fits = real()[name](data);
    late.errors = real()[name].errors;
    return fits;
  };
  return late;
};
const record = (name, keys) => {
  const late = {};
  const settle = (key) => {
    for (const one of keys) Object.defineProperty(late, one, { value: real()[name][one] });
    return late[key];
  };
  for (const key of keys) {
    Object.defineProperty(late, key, { get: () => settle(key), enumerable: true, configurable: true });
  }
  return late;
};
${lines.join('\n')}`;
}
