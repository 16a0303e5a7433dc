import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInModules } from '../../src/build/builtin-modules.ts';
import { deferredModules } from '../../src/build/deferred-modules.ts';
import { mergeChunks } from '../../src/build/merge-chunks.ts';

const ESM: BuildOptions = { bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' };

/** A folder with these files, gone after the tests. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bundle-'));
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** What a program prints as JSON. */
function run(file: string): Record<string, unknown> {
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('Modules that are set apart', () => {
  const folder = project({
    'generated/validators.js': `
      export function even(data) {
        const fits = data % 2 === 0;
        even.errors = fits ? null : [{ keyword: 'even' }];
        return fits;
      }
      export const requests = { ask: even, tell: (data) => data === 'it' };`,
    'use.js': `
      import { basename } from 'node:path';
      import mime from 'mime-types';
      import { even, requests } from './generated/validators.js';
      const read = () => Object.keys(process.getBuiltinModule('node:module')._cache).map((file) => basename(file));
      const before = read();
      const told = [even(3), even.errors, even(2), even.errors];
      const names = Object.keys(requests);
      const asked = [requests.tell('it'), requests.ask(1), requests.ask.errors, requests.deny];
      const between = read().length;
      console.log(JSON.stringify({ before, told, names, asked, between, type: mime.lookup('page.html'), after: read() }));`,
  });
  let said: Record<string, unknown>;

  beforeAll(async () => {
    const express = createRequire(import.meta.url).resolve('express');
    const apart = {
      validators: /generated\/validators\.js$/,
      packages: ['mime-types'],
      resolvedFrom: express,
    };
    const plugins = [builtInModules(), deferredModules(apart)];
    await build({ ...ESM, entryPoints: [join(folder, 'use.js')], outdir: join(folder, 'dist'), plugins });
    said = run(join(folder, 'dist', 'use.js'));
  });

  it('are read when they are first used', () => {
    expect(said).toMatchObject({ before: [], between: 1 });
    expect(said.after).toEqual([expect.stringMatching(/generated-validators\.cjs$/), 'mime-types.cjs']);
  });

  it('do what they did', () => {
    expect(said.told).toEqual([false, [{ keyword: 'even' }], true, null]);
    expect(said.names).toEqual(['ask', 'tell']);
    // `null` stands for what is not there.
    expect(said.asked).toEqual([true, false, [{ keyword: 'even' }], null]);
    expect(said.type).toBe('text/html');
  });
});

describe('Chunks that load together', () => {
  const folder = project({
    'src/cli/main.ts': `
      import { version } from '../version.ts';
      import { width } from './width.ts';
      const { serve } = await import('./serve.ts');
      console.log(JSON.stringify({ version, width, ...(await serve()) }));`,
    'src/cli/width.ts': 'export const width = 80;',
    'src/version.ts': `export const version = '1';`,
    'src/cli/serve.ts': `
      import { count, make, World } from '../world.ts';
      import { name as other } from '../other.ts';
      import { name } from '../name.ts';
      export async function serve() {
        make();
        const { late } = await import('../late.ts');
        return { same: late() instanceof World, made: count, name, other };
      }`,
    'src/world.ts': `
      export let count = 0;
      export class World {}
      export const make = () => (count++, new World());`,
    // Of each of these two, another set of users: a chunk each, and both export the same name.
    'src/name.ts': `export const name = 'ours';`,
    'src/other.ts': `export const name = 'theirs';`,
    'src/late.ts': `import { make } from './world.ts'; import { name } from './name.ts'; export const late = () => make(name);`,
    'src/understudy.ts': `export { make } from './world.ts'; export { name } from './other.ts'; export { version } from './version.ts';`,
  });
  const dist = join(folder, 'dist');

  it('become one file, and are what they were', async () => {
    const { metafile } = await build({
      ...ESM,
      absWorkingDir: folder,
      entryPoints: { cli: 'src/cli/main.ts', understudy: 'src/understudy.ts' },
      outdir: dist,
      splitting: true,
      metafile: true,
    });
    writeFileSync(join(dist, 'metafile-esm.json'), JSON.stringify(metafile));
    const before = run(join(dist, 'cli.js'));
    const chunks = readdirSync(dist).filter((file) => file.startsWith('chunk-'));
    expect(chunks.length).toBeGreaterThan(2);

    await mergeChunks(dist);
    expect(run(join(dist, 'cli.js'))).toEqual(before);
    expect(before).toEqual({ version: '1', width: 80, made: 2, name: 'ours', other: 'theirs', same: true });
    const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
    expect(files.map((file) => file.replace(/-.*/, '')).sort()).toEqual([
      'cli.js',
      'late',
      'serve',
      'shared.js',
      'simulator.js',
      'understudy.js',
    ]);
  });
});
