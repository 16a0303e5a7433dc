/** Refusals of the control API: problem documents (RFC 9457) that say what to do next. */
import type { Finding } from '../../fixtures/ledger/findings.ts';
import { nearest } from '../../fixtures/ledger/nearest.ts';
import { shortened } from '../provider/shortened.ts';

/** What is wrong with one field. */
export interface FieldError {
  /** A parameter's name, or a JSON Pointer into the body (`/entities/accounts/0/kind`, '' for the body itself). */
  readonly field: string;
  /** What was sent there; left out if nothing was. */
  readonly given?: unknown;
  readonly message: string;
  /** What may stand there, where that is a list. */
  readonly allowed?: readonly unknown[];
}

export interface Refusal {
  readonly kind: 'refusal';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Mistakes told at once. */
export const MOST_ERRORS = 50;
/** Names a refusal lists; a process may have thousands of worlds. */
const MOST_NAMES = 20;

export function refuse(
  status: number,
  title: string,
  detail: string,
  more: Pick<Refusal, 'errors' | 'headers'> = {},
): Refusal {
  return { kind: 'refusal', status, title, detail, ...more };
}

/**
 * 404 for what a path names and is not there.
 *
 * @param what `world`, `fault`, ...
 * @example notThere('world', 'mian', ['main', 'w1']) // There is no world "mian"; did you mean "main"?
 */
export function notThere(what: string, given: string, known: readonly string[]): Refusal {
  const name = shortened(given);
  const hint = nearest(name, known);
  const there = known.slice(0, MOST_NAMES);
  const rest = known.length > there.length ? `, and ${known.length - there.length} more` : '';
  const instead =
    hint !== undefined
      ? `did you mean "${hint}"?`
      : there.length === 0
        ? 'there is none.'
        : `there ${there.length === 1 ? 'is' : 'are'} ${there.join(', ')}${rest}.`;
  const message = `There is no ${what} "${name}"; ${instead}`;
  return refuse(404, `No such ${what}`, message, {
    errors: [{ field: what, given: name, message, ...(hint !== undefined && { allowed: [hint] }) }],
  });
}

/** 422: it can be read, but does not fit. */
export function unfit(errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
  const detail = first === undefined ? 'What was sent does not fit.' : `${sentence(first)}${more}`;
  return refuse(422, 'Does not fit', detail, { errors: errors.slice(0, MOST_ERRORS).map(bounded) });
}

export function conflict(detail: string): Refusal {
  return refuse(409, 'Conflict', detail);
}

/** Findings about a value as errors of the fields below `at`, each with what was given there. */
export function findingErrors(findings: readonly Finding[], value: unknown, at = ''): FieldError[] {
  return findings.slice(0, MOST_ERRORS).map(({ path, message }) => {
    const given = valueAt(value, path);
    const field = at + path.map((step) => `/${escaped(String(step))}`).join('');
    return { field, ...(given !== undefined && { given }), message };
  });
}

/** `changes[1].symbol`, as checks of the library name fields, is `/changes/1/symbol`. */
export function pointerOf(field: string): string {
  const steps = field.split(/\.|\[(\d+)\]/).filter((step) => step !== undefined && step !== '');
  return steps.map((step) => `/${escaped(step)}`).join('');
}

/** Mistakes of checks of the library as errors of the fields below `at`. */
export function mistakeErrors(
  mistakes: readonly { readonly field: string; readonly message: string }[],
  value: unknown,
  at = '',
): FieldError[] {
  return mistakes.slice(0, MOST_ERRORS).map(({ field, message }) => {
    const pointer = pointerOf(field);
    const given = valueAt(value, pointer.split('/').slice(1));
    return { field: at + pointer, ...(given !== undefined && { given }), message };
  });
}

/** `/a/0: message`, for one line of text. */
export function sentence({ field, message }: FieldError): string {
  return field === '' ? message : `${field}: ${message}`;
}

export function isRefusal(said: unknown): said is Refusal {
  return typeof said === 'object' && said !== null && (said as { kind?: unknown }).kind === 'refusal';
}

/** No refusal can be made to echo a megabyte. */
function bounded({ given, field, message, allowed }: FieldError): FieldError {
  return {
    field: shortened(field, 300),
    ...(given !== undefined && { given: echo(given) }),
    message: shortened(message, 1000),
    ...(allowed !== undefined && { allowed }),
  };
}

function echo(given: unknown): unknown {
  if (typeof given === 'string') return shortened(given);
  if (typeof given !== 'object' || given === null) return given;
  return shortened(JSON.stringify(given));
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
