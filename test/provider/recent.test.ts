import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recent } from '../../src/provider/recent.ts';

describe('what was worked out lately', () => {
  it('is never more than it may be, and the later half is sure to be there', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 200 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 2, max: 20 }), (asked, most) => {
        const recent = new Recent<string>(most);
        for (const [i, key] of asked.entries()) {
          if (recent.get(key) === undefined) recent.set(key, `value of ${key}`);
          expect(recent.size).toBeLessThanOrEqual(2 * Math.ceil(most / 2));
          const latest = new Set(asked.slice(0, i + 1).reverse());
          for (const one of [...latest].slice(0, Math.floor(most / 2)))
            expect(recent.get(one)).toBe(`value of ${one}`);
        }
      }),
    );
  });

  it('forgets what nobody asked for while others came', () => {
    const recent = new Recent<number>(10);
    recent.set('first', 1);
    for (let i = 0; i < 10; i++) recent.set(String(i), i);
    expect(recent.get('first')).toBeUndefined();
  });
});
