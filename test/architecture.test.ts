/** The rules of the house (docs/architecture.md), held against every import and every line. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const PROVIDERS = ['snaptrade', 'redbark', 'breadbox', 'fivetran'];

interface Source {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports of our own, from the root. */
  readonly imports: readonly string[];
}

const sources = ['src', 'mocks', 'fixtures'].flatMap((folder) => sourcesBelow(join(ROOT, folder)));

function sourcesBelow(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'),
    )
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      const imports = [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map((match) =>
        relative(ROOT, resolve(dirname(file), match[1] ?? '')),
      );
      return { path: relative(ROOT, file), text, imports };
    });
}

/** `file -> import` for every import of `from` that `allowed` does not accept. */
function forbidden(from: string, allowed: (path: string, source: Source) => boolean): string[] {
  return sources
    .filter((source) => source.path.startsWith(from))
    .flatMap((source) =>
      source.imports.filter((path) => !allowed(path, source)).map((path) => `${source.path} -> ${path}`),
    );
}

/** Lines, without comments, that a pattern matches. */
function lines(pattern: RegExp, where: (source: Source) => boolean): string[] {
  return sources.filter(where).flatMap((source) =>
    source.text.split('\n').flatMap((line, index) => {
      const code = line.replace(/\/\/.*|^\s*\/?\*.*/, '');
      return pattern.test(code) ? [`${source.path}:${index + 1}: ${line.trim()}`] : [];
    }),
  );
}

describe('who may import whom', () => {
  it('fixtures import neither src nor mocks', () => {
    expect(forbidden('fixtures/', (path) => path.startsWith('fixtures/'))).toEqual([]);
  });

  it('mocks import the author’s API, fixtures, and only their own provider', () => {
    const allowed = (path: string, source: Source): boolean =>
      path === 'src/provider/index.ts' ||
      path.startsWith('fixtures/') ||
      path.startsWith(`${source.path.split('/').slice(0, 2).join('/')}/`);
    expect(forbidden('mocks/', allowed)).toEqual([]);
  });

  it('src imports mocks in the composition root only', () => {
    const allowed = (path: string, source: Source): boolean =>
      !path.startsWith('mocks/') || source.path === 'src/understudy.ts';
    expect(forbidden('src/', allowed)).toEqual([]);
  });
});

describe('what may stand where', () => {
  it('src names no provider outside the composition root', () => {
    const named = new RegExp(PROVIDERS.join('|'), 'i');
    expect(lines(named, ({ path }) => path.startsWith('src/') && path !== 'src/understudy.ts')).toEqual([]);
  });

  it('time comes from the world’s clock and chance from the seed', () => {
    const impure = /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(/;
    // The one thing that must not come out the same twice.
    const token = 'src/control/token.ts';
    expect(lines(impure, ({ path }) => path !== token)).toEqual([]);
  });

  it('values use no function whose last bit an engine may choose', () => {
    const inexact =
      /Math\.(exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|cbrt|hypot)\(|(?<!\d)(?<!\dn) \*\* /;
    expect(lines(inexact, ({ path }) => path.startsWith('fixtures/'))).toEqual([]);
  });

  it.each(PROVIDERS)('%s has the files that every provider has', (provider) => {
    const names = ['provider', 'auth', 'errors', 'limits', 'switches', 'state', 'handlers'];
    const paths = sources.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(names.map((name) => `mocks/${provider}/${name}.ts`)));
  });

  it('files stay short enough to read', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter((file) => file.lines > 400);
    expect(long).toEqual([]);
  });
});
