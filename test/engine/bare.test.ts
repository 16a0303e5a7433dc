import { describe, expect, it } from 'vitest';
import { bare } from '../../src/engine/bare.ts';

describe('a bare object', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'has no %s before one is put in',
    (name) => {
      const object = bare<number>();
      expect(name in object).toBe(false);
      object[name] = 1;
      expect(Object.entries(object)).toEqual([[name, 1]]);
      expect(name in bare()).toBe(false);
    },
  );

  it('can be frozen', () => {
    const object = Object.freeze(bare<number>());
    expect(() => Object.assign(object, { a: 1 })).toThrow(TypeError);
  });

  it('cannot be given to all by changing what they have in common', () => {
    expect(() => Object.assign(Object.getPrototypeOf(bare()), { a: 1 })).toThrow(TypeError);
  });
});
