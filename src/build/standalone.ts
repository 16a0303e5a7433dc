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

/**
 * The source of a self-contained ES module.
 *
 * @param entries name to give the exported validator -> identifier of a schema the compiler knows
 * @param epilogue code after the validators; it sees them as `v.<name>` and says what the module exports
 */
export async function standaloneModule(
  ajv: Ajv2020,
  entries: Readonly<Record<string, string>>,
  epilogue: string,
): Promise<string> {
  const code = Object.keys(entries).length === 0 ? 'export {};' : standaloneCode(ajv, { ...entries });
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
  const text = result.outputFiles[0]?.text ?? '';
  return withoutPathComments(text);
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

/** esbuild marks where each bundled file starts; where packages lie on a disk is no part of our output. */
function withoutPathComments(text: string): string {
  return text.replaceAll(/^\s*\/\/ (?:node_modules\/.*|validators:validators|<stdin>)\n/gm, '');
}
