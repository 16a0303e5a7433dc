/**
 * What an operation gives back: a {@link Reply}, or a {@link Problem} when it refuses.
 *
 * Expected refusals are values. An exception inside a handler is a bug: the engine catches it at the edge,
 * answers in the provider's dialect and reports the stack to the operator, never to the client.
 */

import type { Text } from './text.ts';

export type HeaderValue = string | number;
/** Null: the header is not sent, whoever else sets it. */
export type Headers = Readonly<Record<string, HeaderValue | null>>;

export interface Reply<Body = unknown, Status extends number = number> {
  readonly kind: 'reply';
  readonly status: Status;
  /** Serialised as JSON. Undefined: no body. */
  readonly body?: Body;
  /** A body already serialised (or not JSON at all: then give `Content-Type` in `headers`). Wins over `body`. */
  readonly text?: Text;
  readonly headers?: Headers;
}

export interface Problem {
  readonly kind: 'problem';
  readonly status: number;
  /** The provider's machine-readable code; some documented refusals have none, and that matters. */
  readonly code?: string;
  readonly message: string;
  /** One line per offending field, where the dialect has room for them. */
  readonly details?: readonly string[];
  readonly headers?: Headers;
  /** Which of our own checks said so, for the journal: `rate-limit`, `validate`, ... */
  readonly by?: string;
}

/** @example return ok({ data: rows }) */
export function ok<const Body>(body: Body, headers?: Headers): Reply<Body, 200> {
  return { kind: 'reply', status: 200, body, ...(headers && { headers }) };
}

/** @example return reply(202, { message: 'Sync started.' }) */
export function reply<const Status extends number, const Body>(
  status: Status,
  body: Body,
  headers?: Headers,
): Reply<Body, Status> {
  return { kind: 'reply', status, body, ...(headers && { headers }) };
}

/** An answer without a body, such as 204. */
export function empty<const Status extends number>(
  status: Status,
  headers?: Headers,
): Reply<undefined, Status> {
  return { kind: 'reply', status, ...(headers && { headers }) };
}

/** @example return problem(404, 'Connection not found', { code: 'NOT_FOUND' }) */
export function problem(
  status: number,
  message: string,
  more: Omit<Problem, 'kind' | 'status' | 'message'> = {},
): Problem {
  return { kind: 'problem', status, message, ...more };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'problem';
}
