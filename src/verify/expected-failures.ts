/**
 * Cases that a client is known to fail, each with a reason: `glob  # reason` on a line. A line that fits no case, and a
 * case that passes against it, fail the run, so that the file never says more than is true.
 */
import { globPattern } from './selection.ts';

export interface ExpectedFailure {
  readonly glob: string;
  readonly reason: string;
  readonly line: number;
}

export type ParsedExpectations =
  | { readonly ok: true; readonly expectations: readonly ExpectedFailure[] }
  | { readonly ok: false; readonly errors: readonly string[] };

/** @param name how messages call the file */
export function parseExpectations(text: string, name: string): ParsedExpectations {
  const expectations: ExpectedFailure[] = [];
  const errors: string[] = [];
  for (const [index, given] of text.split(/\r?\n/).entries()) {
    const line = given.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, glob, reason] = /^(\S+)\s+#\s*(\S.*)$/.exec(line) ?? [];
    if (glob === undefined || reason === undefined)
      errors.push(`${name}:${index + 1}: "${line}" has no reason; write "<glob>  # <why it fails>"`);
    else expectations.push({ glob, reason, line: index + 1 });
  }
  return errors.length === 0 ? { ok: true, expectations } : { ok: false, errors };
}

/** Looks cases up, and remembers which lines were of use. */
export class Expectations {
  readonly #name: string;
  readonly #lines: readonly (ExpectedFailure & { readonly pattern: RegExp })[];
  readonly #used = new Set<number>();

  constructor(expectations: readonly ExpectedFailure[], name: string) {
    this.#name = name;
    this.#lines = expectations.map((one) => ({ ...one, pattern: globPattern(one.glob) }));
  }

  /** Why a case is expected to fail; undefined: it is not. */
  of(id: string): string | undefined {
    const fitting = this.#lines.filter(({ pattern }) => pattern.test(id));
    for (const { line } of fitting) this.#used.add(line);
    return fitting[0]?.reason;
  }

  /** Lines that fitted no case of the run, in sentences. */
  get useless(): string[] {
    return this.#lines
      .filter(({ line }) => !this.#used.has(line))
      .map(
        ({ glob, line }) =>
          `${this.#name}:${line}: "${glob}" fits no case of this run. Take the line out, or mend it.`,
      );
  }
}
