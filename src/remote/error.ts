import type { components } from '../control/generated/types.ts';

export type Problem = components['schemas']['Problem'];

/**
 * What a running simulator refused, or that none could be reached.
 *
 * @example catch (error) { if (error instanceof UnderstudyError && error.status === 404) ... }
 */
export class UnderstudyError extends Error {
  override readonly name = 'UnderstudyError';
  /** The problem document (RFC 9457), with every field that did not fit; undefined if there was no answer of ours. */
  readonly problem: Problem | undefined;
  /** Of the answer; 0 if there was none. */
  readonly status: number;

  constructor(message: string, status: number, problem?: Problem, cause?: unknown) {
    super(message, { cause });
    this.status = status;
    this.problem = problem;
  }

  static of(problem: Problem): UnderstudyError {
    const fields = (problem.errors ?? []).map(({ field, message }) =>
      field === '' ? message : `${field}: ${message}`,
    );
    // With one field the detail says it already.
    const told = fields.length > 1 ? `\n${fields.join('\n')}` : '';
    return new UnderstudyError(`${problem.title}. ${problem.detail}${told}`, problem.status, problem);
  }
}
