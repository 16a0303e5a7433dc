/**
 * A check that cannot fail is no check: for every case there is a wrong client that it fails, and every wrong client is
 * failed by the cases that are listed for it. The whole matrix is in docs/mutants.md.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/understudy.ts';
import { loadLibrary } from '../../src/verify/library.ts';
import { mutantsBy } from '../mutants/index.ts';
import { listedKillsOf } from '../mutants/kill-matrix.ts';

/** Wrong clients that are played beside each other. */
const AT_A_TIME = 6;

const library = await loadLibrary(providers);
const page = readFileSync(new URL('../../docs/mutants.md', import.meta.url), 'utf8');

describe.each(Object.keys(mutantsBy))('%s', (provider) => {
  const mutants = mutantsBy[provider] ?? [];
  const cases = library.get(provider)?.cases ?? [];

  it('every case is listed by a wrong client', () => {
    const listed = new Set(mutants.flatMap(({ killedBy }) => killedBy));
    expect(cases.map(({ id }) => id).filter((id) => !listed.has(id))).toEqual([]);
  });

  it('every wrong client lists cases, and only ones that there are', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(mutants.filter(({ killedBy }) => killedBy.length === 0).map(({ name }) => name)).toEqual([]);
    expect(mutants.flatMap(({ killedBy }) => killedBy).filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it('the published matrix has every wrong client with the cases it lists', () => {
    for (const { name, killedBy } of mutants) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      for (const id of killedBy) expect(row).toContain(`\`${id.slice(provider.length + 1)}\``);
    }
  });

  it('every wrong client is failed by each case that it lists', async () => {
    const survivors: string[] = [];
    // Most of the time goes by in waits and time limits, not in work.
    const queue = mutants.values();
    const worker = async (): Promise<void> => {
      for (const mutant of queue) {
        const { by, errors } = await listedKillsOf(mutant);
        for (const { id, findings } of errors) survivors.push(`${id}: ${findings[0]?.message}`);
        for (const id of mutant.killedBy) if (!by.has(id)) survivors.push(`${mutant.name} survives ${id}`);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    expect(survivors).toEqual([]);
  }, 600_000);
});
