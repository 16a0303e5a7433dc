/** The small helpers that mocks share through the author's API. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { digest, type Switch, sameSecret, shortened, switchReader } from '../../src/provider/index.ts';

describe('secrets', () => {
  it('are the same only if every byte is', () => {
    expect(sameSecret('bb_secret', 'bb_secret')).toBe(true);
    expect(sameSecret('bb_secret', 'bb_secreT')).toBe(false);
    expect(sameSecret('bb_secre', 'bb_secret')).toBe(false);
    expect(sameSecret('é', 'e\u0301')).toBe(false);
    expect(sameSecret('', '')).toBe(true);
  });

  it('are kept as SHA-256, the test vector of FIPS 180-4', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('text that a client sent', () => {
  it('stays as it is up to the limit, and is cut behind it', () => {
    expect(shortened('x'.repeat(100))).toBe('x'.repeat(100));
    expect(shortened('x'.repeat(101))).toBe(`${'x'.repeat(100)}...`);
    expect(shortened('abcdef', 3)).toBe('abc...');
  });
});

describe('a reader of switches', () => {
  const switches = {
    overLimit: { says: 'a limit above 1000', values: { clamp: '1000', refuse: '400' }, default: 'clamp' },
  } as const satisfies Readonly<Record<string, Switch>>;
  const reading = switchReader<typeof switches>();
  const world = { switch: (name: string) => (name === 'overLimit' ? 'refuse' : 'nothing') };

  it('gives what the world has chosen, typed by what is declared', () => {
    const value = reading(world, 'overLimit');
    expect(value).toBe('refuse');
    expectTypeOf(value).toEqualTypeOf<'clamp' | 'refuse'>();
    // @ts-expect-error: nobody declared this switch.
    reading(world, 'underLimit');
  });
});
