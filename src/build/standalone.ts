import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { build, type Plugin } from 'esbuild';

/** Where bare imports of the generated code (`ajv/dist/runtime/...`) are looked up: this project. */
const HOME = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** An ajv as every contract is compiled with: strict, JSON Schema 2020-12, all errors at once. */
export function createCompiler(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: true,
    strictTuples: true,
    // `type: [string, 'null']` is how OpenAPI 3.1 says nullable.
    allowUnionTypes: true,
    allErrors: true,
    verbose: false,
    // Every referenced schema becomes a function of its own, which all its users share.
    inlineRefs: false,
    logger: false,
    code: { source: true, esm: true, lines: true },
  });
  addFormats.default(ajv, { keywords: false });
  return ajv;
}

/** Gives the expression that stands for the validator of a schema the compiler knows by this identifier. */
type Use = (id: string) => string;

/**
 * The source of a self-contained ES module.
 *
 * @param body writes the module's exports; asks `use` for each validator it mentions
 */
export async function standaloneModule(ajv: Ajv2020, body: (use: Use) => string): Promise<string> {
  const names = new Map<string, string>();
  // One name for each identifier: asked twice for the same schema, ajv would declare its function twice.
  const epilogue = body((id) => {
    const name = names.get(id) ?? `validator${names.size}`;
    names.set(id, name);
    return `v.${name}`;
  });
  const exported = Object.fromEntries([...names].map(([id, name]) => [name, id]));
  const code = names.size === 0 ? 'export {};' : standaloneCode(ajv, exported);
  return bundle(code, epilogue);
}

async function bundle(code: string, epilogue: string): Promise<string> {
  const result = await build({
    stdin: { contents: `import * as v from 'validators';\n${epilogue}`, resolveDir: HOME, loader: 'js' },
    plugins: [validatorsModule(code)],
    // Names in esbuild's output are relative to this, so they are the same on every machine.
    absWorkingDir: HOME,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return withoutPaths(result.outputFiles[0]?.text ?? '');
}

/** Serves ajv's code as the module `validators`, so that its many exports stay inside the bundle. */
function validatorsModule(code: string): Plugin {
  return {
    name: 'validators',
    setup(bundler) {
      bundler.onResolve({ filter: /^validators$/ }, () => ({ path: 'validators', namespace: 'validators' }));
      bundler.onLoad({ filter: /.*/, namespace: 'validators' }, () => ({
        contents: code,
        resolveDir: HOME,
        loader: 'js',
      }));
    },
  };
}

/** esbuild names each file it bundles; where an installer puts packages on a disk is no part of our output. */
function withoutPaths(text: string): string {
  return text
    .replaceAll(/^\s*\/\/ (?:.*node_modules\/.*|validators:validators|<stdin>)\n/gm, '')
    .replaceAll(/^(\s*)".*node_modules\/([^"]*)"\(/gm, '$1"$2"(');
}
