import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchFiles } from '../../src/cli/watch.ts';

describe('watching a file', () => {
  let folder: string;
  let file: string;
  let said: string[];
  let applied: unknown[];
  let stop: () => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watch-'));
    file = join(folder, 'world.json');
    await writeFile(file, '{"seed":1}');
    said = [];
    applied = [];
    stop = watchFiles<unknown>({
      files: [file],
      first: { seed: 1 },
      read: async () => {
        try {
          return { ok: true, value: JSON.parse(await readFile(file, 'utf8')) };
        } catch {
          return { ok: false, errors: ['world.json:1:1: is not valid'] };
        }
      },
      apply: (value) => applied.push(value),
      say: (line) => said.push(stripVTControlCharacters(line)),
    });
  });

  afterEach(async () => {
    stop();
    await rm(folder, { recursive: true });
  });

  it('applies what changed and says what', async () => {
    await writeFile(file, '{"seed":2}');
    await vi.waitFor(() => expect(applied).toEqual([{ seed: 2 }]));
    expect(said).toEqual(['reloaded world.json; the world begins anew', '  seed: 1 -> 2']);
  });

  it('sees a file that was put in the place of the old one, as editors do', async () => {
    await writeFile(join(folder, 'world.json.swp'), '{"seed":3}');
    await rename(join(folder, 'world.json.swp'), file);
    await vi.waitFor(() => expect(applied).toEqual([{ seed: 3 }]));
  });

  it('keeps the old one at a mistake, says where, and goes on with the next that is right', async () => {
    await writeFile(file, '{"seed":');
    await vi.waitFor(() =>
      expect(said).toEqual(["kept the old one: world.json can't be used", '  world.json:1:1: is not valid']),
    );
    expect(applied).toEqual([]);
    await writeFile(file, '{"seed":4}');
    await vi.waitFor(() => expect(applied).toEqual([{ seed: 4 }]));
  });

  it('says nothing when a file is written that says the same', async () => {
    await writeFile(file, '{ "seed": 1 }');
    await writeFile(join(folder, 'other.json'), '{}');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([said, applied]).toEqual([[], []]);
  });
});
