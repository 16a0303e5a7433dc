/** JSON with every digit: what `JSON.parse` reads is read the same, but for numbers, which stay what they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonNumber } from '../../src/provider/json.ts';
import { parseExactly } from '../../src/verify/exact-json.ts';

/** The value with its numbers rounded, as `JSON.parse` gives it. */
function rounded(value: unknown): unknown {
  if (value instanceof JsonNumber) return Number(value.digits);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}

function value(text: string): unknown {
  const parsed = parseExactly(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

describe('exact JSON', () => {
  it('reads whatever JSON.parse reads, the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(rounded(value(spaced))).toEqual(JSON.parse(spaced));
      }),
    );
  });

  it('refuses whatever JSON.parse refuses, and says where', () => {
    fc.assert(
      fc.property(
        fc
          .json({ maxDepth: 3 })
          .chain((text) =>
            fc.tuple(fc.constant(text), fc.nat(text.length), fc.constantFrom('', '}', ',', '"', '0', 'x')),
          ),
        ([text, at, slip]) => {
          const broken = text.slice(0, at) + slip + text.slice(at + 1);
          let refused = false;
          try {
            JSON.parse(broken);
          } catch {
            refused = true;
          }
          expect(parseExactly(broken).ok).toBe(!refused);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps the digits of numbers', () => {
    const { price, small } = value('{"price": 90071992547409.93, "small": 1E-7}') as Record<
      string,
      JsonNumber
    >;
    expect([price?.digits, small?.digits]).toEqual(['90071992547409.93', '1E-7']);
  });

  it('takes __proto__ for a name like any other', () => {
    const parsed = value('{"__proto__": {"a": true}}') as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.keys(parsed)).toEqual(['__proto__']);
  });

  it('takes ten megabytes of text, and refuses nesting without end, without breaking', () => {
    const long = 'a"\\'.repeat(3_000_000);
    expect(value(JSON.stringify(long))).toBe(long);
    expect(parseExactly('['.repeat(100_000)).ok).toBe(false);
  });

  it.each([
    ['{"a" 1}', '":" is missing, at character 6'],
    ['[1 2]', '"," or "]" is missing, at character 4'],
    ['[01]', '"," or "]" is missing, at character 3'],
    ['{"a": tru}', 'there is no value, at character 7'],
    ['"open', 'a text does not end, at character 1'],
    ['1 2', 'something follows the value, at character 3'],
  ])('%s: %s', (text, message) => {
    expect(parseExactly(text)).toEqual({ ok: false, message });
  });
});
