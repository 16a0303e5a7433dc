/**
 * Takes Node's own modules as they are. `import { createHash } from 'node:crypto'` makes Node read every export of the
 * module to build a face of it for ES modules, which takes longer than the module itself where exports are getters that
 * load more: `crypto.webcrypto`, `fs.promises`. Only the exports that are used are read here.
 */
import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export function builtInModules(): Plugin {
  const filter = new RegExp(`^(?:node:)?(?:${builtinModules.join('|')})$`);
  return {
    name: 'built-in-modules',
    setup(bundler) {
      bundler.onResolve({ filter }, ({ path, kind }) =>
        // What CommonJS packages require is left to `require`, which makes no face.
        kind === 'import-statement' ? { path: path.replace(/^node:/, ''), namespace: 'built-in' } : undefined,
      );
      bundler.onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => {
        const names = Object.getOwnPropertyNames(process.getBuiltinModule(path)).filter(
          (name) => IDENTIFIER.test(name) && name !== 'default',
        );
        const lines = names.map((name) => `export const ${name} = /* @__PURE__ */ its('${name}');`);
        return {
          contents: `
const it = /* @__PURE__ */ process.getBuiltinModule('node:${path}');
const its = (name) => it[name];
export default it;
${lines.join('\n')}`,
          loader: 'js',
        };
      });
    },
  };
}
