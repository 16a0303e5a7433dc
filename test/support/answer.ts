/** What tests see of an answer, and a judge who holds it against our own contract. */
import { expect } from 'vitest';
import { Router } from '../../src/engine/router.ts';
import type { Contract } from '../../src/provider/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests that do not say what they expect read answers as untyped clients do.
export interface Answer<Body = any> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body before it was parsed: numbers as they were written. */
  readonly text: string;
  readonly body: Body;
}

/** @returns id of the operation that was judged; undefined where the contract has none */
export type Judge = (
  method: string,
  path: string,
  answer: Pick<Answer, 'status' | 'text'>,
) => string | undefined;

/** Refuses an answer the contract does not describe: an undocumented status, or a body of another shape. */
export async function judgeOf(contract: Contract): Promise<Judge> {
  const router = new Router(contract.operations);
  const answers = await contract.answers();
  return (method, path, { status, text }) => {
    const match = router.match(method, path);
    if (match.found !== 'operation') return undefined;
    const { id, statuses } = match.operation;
    expect(statuses, `${method} ${path} answered ${status}: ${text}`).toContain(status);
    const validate = answers[id]?.[String(status)];
    if (validate === undefined) expect(text, `${id} ${status} has no body`).toBe('');
    else {
      const valid = validate(JSON.parse(text));
      expect(valid ? [] : validate.errors, `${id} ${status}: ${text.slice(0, 300)}`).toEqual([]);
    }
    return id;
  };
}
