import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../src/world/differences.ts';

describe('what differs between two descriptions', () => {
  it('is told by path, with what was and what is', () => {
    expect(differences({ seed: 1, limits: 'off' }, { seed: 2, limits: 'off' })).toEqual(['seed: 1 -> 2']);
  });

  it('is told for what came and what went', () => {
    expect(differences({ now: '2026-01-01' }, { clock: 'frozen' })).toEqual([
      'now: "2026-01-01" (gone)',
      'clock: "frozen" (new)',
    ]);
  });

  it('finds an item of a list by its key, wherever it stands', () => {
    const before = { entities: { accounts: [{ key: 'a', name: 'x' }, { key: 'b' }] } };
    const after = { entities: { accounts: [{ key: 'b' }, { key: 'a', name: 'y' }] } };
    expect(differences(before, after)).toEqual(['entities.accounts[a].name: "x" -> "y"']);
  });

  it('is bounded', () => {
    const many = (value: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`n${index}`, value]));
    const told = differences(many(1), many(2));
    expect([told.length, told.at(-1)]).toEqual([21, 'and 80 more']);
  });

  it('is nothing if, and only if, they are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(differences(a, structuredClone(a))).toEqual([]);
        expect(differences(a, b).length > 0).toBe(!isDeepStrictEqual(a, b));
      }),
    );
  });
});
