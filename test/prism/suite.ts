import { beforeAll, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/provider/index.ts';
import { judge, type Verdict } from './judge.ts';
import { unreached } from './unreached.ts';

/** Enough to see what is wrong, not so much that nobody reads it. */
const SHOWN = 10;

/** The tests of one provider; each has a file of its own, so that they run side by side. */
export function prismSuite(provider: Provider): void {
  describe(`every answer of ${provider.title}`, () => {
    let verdict: Verdict;
    beforeAll(async () => {
      verdict = await judge(provider);
    }, 900_000);

    it('passes Prism, errors included', () => {
      expect(verdict.proxied).toBeGreaterThan(100);
      expect(verdict.violations.slice(0, SHOWN)).toEqual([]);
    });

    it('satisfies the validators made of the contract, also where no proxy can pass the request on', () => {
      expect(verdict.asked).toBeGreaterThan(verdict.proxied);
      expect(verdict.invalid.slice(0, SHOWN)).toEqual([]);
    });

    it('has a documented status', () => {
      expect(verdict.reached.undocumented(provider)).toEqual([]);
    });

    it('is reached, but for those that cannot be', () => {
      expect(verdict.reached.missing(provider, unreached)).toEqual([]);
      expect(verdict.reached.stale(provider, unreached)).toEqual([]);
    });

    it('comes without a bug on the way', () => {
      expect(verdict.bugs).toEqual([]);
    });

    it('leaves no known mistake of Prism unmet', () => {
      expect(verdict.unmet).toEqual([]);
    });
  });
}
