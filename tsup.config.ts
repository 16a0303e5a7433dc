import { createRequire } from 'node:module';
import { defineConfig } from 'tsup';

/** As Express resolves it. */
const expressRequire = createRequire(createRequire(import.meta.url).resolve('express'));

/**
 * Everything is bundled, dependencies too: one file to read at start instead of some two hundred, which halves the
 * time to the first answer. Heavy parts that are needed later (answer validators) stay chunks of their own.
 */
export default defineConfig({
  entry: { cli: 'src/cli/main.ts', understudy: 'src/understudy.ts', vitest: 'src/vitest.ts' },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: false,
  metafile: true,
  clean: true,
  esbuildOptions(options) {
    // Express and what it is made of bring three copies of one table of media types, each read at every start.
    options.alias = {
      'mime-types': expressRequire.resolve('mime-types'),
      'body-parser': new URL('./src/build/no-body-parser.cjs', import.meta.url).pathname,
    };
  },
  // Types of bundled dependencies are bundled too: whoever installs the package does not have them.
  dts: { entry: { understudy: 'src/understudy.ts', vitest: 'src/vitest.ts' }, resolve: ['decimal.js'] },
  // vitest is its user's own: there is one of it in a process, and tests are registered with that one.
  noExternal: [/^(?!vitest(?:\/|$))/],
  external: ['vitest'],
  // CommonJS dependencies inside an ES module still call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
