import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'tsup';
import { builtInModules } from './src/build/builtin-modules.ts';
import { deferredModules } from './src/build/deferred-modules.ts';
import { mergeChunks } from './src/build/merge-chunks.ts';

const EXPRESS = createRequire(import.meta.url).resolve('express');

/** What is loaded in the place of a package of that name. */
const instead = (name: string): string =>
  fileURLToPath(new URL(`./src/build/instead/${name}.cjs`, import.meta.url));

/**
 * Everything is bundled, dependencies too: five files to read at start instead of some two hundred. What is needed
 * later, if at all, stays out of these five: behind an `import()` where the code can wait for a promise, else set apart.
 */
export default defineConfig(({ outDir = 'dist' }) => ({
  entry: { cli: 'src/cli/main.ts', understudy: 'src/understudy.ts', vitest: 'src/vitest.ts' },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  // It would take Node's own modules from the plugin below.
  removeNodeProtocol: false,
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: false,
  metafile: true,
  clean: true,
  esbuildOptions(options) {
    // Express loads them at every start, and nothing here uses what they do; each says why.
    options.alias = Object.fromEntries(['body-parser', 'debug', 'depd'].map((name) => [name, instead(name)]));
  },
  esbuildPlugins: [
    builtInModules(),
    deferredModules({
      validators: /[\\/]generated[\\/](?:requests|orders|world-schema|scenario-schema)\.js$/,
      packages: ['mime-types', 'qs', 'send', 'serve-static'],
      resolvedFrom: EXPRESS,
    }),
  ],
  // Types of bundled dependencies are bundled too: whoever installs the package does not have them.
  dts: { entry: { understudy: 'src/understudy.ts', vitest: 'src/vitest.ts' }, resolve: ['decimal.js'] },
  // vitest is its user's own: there is one of it in a process, and tests are registered with that one.
  noExternal: [/^(?!vitest(?:\/|$))/],
  external: ['vitest'],
  // CommonJS dependencies inside an ES module still call `require`, for Node's own modules and nothing else.
  banner: { js: 'const require = process.getBuiltinModule;' },
  onSuccess: () => mergeChunks(outDir),
}));
