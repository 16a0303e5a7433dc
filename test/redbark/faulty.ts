/** A Redbark world for tests of faults: whatever is answered has to be what the contract describes. */
import { expect } from 'vitest';
import { contract } from '../../mocks/redbark/generated/contract.ts';
import { judgeOf } from '../support/answer.ts';
import { type Redbark, redbarkIn } from './redbark.ts';

const judge = await judgeOf(contract);

/** The same as {@link redbarkIn}, with every answer judged. */
export function judgedRedbark(...file: Parameters<typeof redbarkIn>): Redbark {
  const rb = redbarkIn(...file);
  return {
    ...rb,
    async get(path, query, asking) {
      const answer = await rb.get(path, query, asking);
      expect(judge('GET', path, answer)).toBeDefined();
      expect(rb.bugs).toEqual([]);
      return answer;
    },
  };
}

/** Id of the faults that had a part in an answer. */
export const labelOf = (answer: { readonly headers: Readonly<Record<string, string>> }): string | undefined =>
  answer.headers['understudy-fault'];
