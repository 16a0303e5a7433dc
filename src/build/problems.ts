/**
 * What is wrong with a file people write by hand.
 *
 * Problems are values and are gathered, never thrown one at a time: whoever writes a contract wants the whole
 * list of mistakes after one run, not the first of them.
 */

export interface Problem {
  /** Path of the file, relative to the project, with forward slashes. */
  readonly file: string;
  /** Line in that file, counted from 1. */
  readonly line?: number;
  /** JSON pointer into the file: `/paths/~1v1~1trades/get`. */
  readonly pointer?: string;
  /** What is wrong, what was found, what to do. */
  readonly message: string;
}

/** A problem whose file goes without saying, and whose line is looked up later. */
export interface Finding {
  readonly pointer: string;
  readonly message: string;
}

/** Thrown at the edge only, once every problem is known. */
export class ProblemsFound extends Error {
  override readonly name = 'ProblemsFound';

  constructor(readonly problems: readonly Problem[]) {
    super(describeProblems(problems));
  }
}

/** `contracts/x/openapi.yaml:12 /paths/~1a/get: has no operationId` — the form editors turn into links. */
export function describeProblem(problem: Problem): string {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  const pointer = problem.pointer ? ` ${problem.pointer}` : '';
  return `${place}${pointer}: ${problem.message}`;
}

function describeProblems(problems: readonly Problem[]): string {
  const lines = [...new Set([...problems].sort(byPlace).map(describeProblem))];
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  return `${count}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Throws when there is anything to tell. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemsFound(problems);
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
