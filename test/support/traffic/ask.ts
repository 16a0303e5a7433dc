/** Requests that the tests make up from contracts, before and after they are signed. */
import type { OperationSpec } from '../../../src/provider/operation.ts';

/** One HTTP request to a provider; every part exactly as it goes over the wire. */
export interface Draft {
  readonly method: string;
  /** Below the provider's address, percent-encoded. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What a signature may depend on. */
export interface Signing {
  readonly credentials: Readonly<Record<string, string>>;
  /** The world's time, milliseconds. */
  readonly now: number;
}

/** Somebody who sends requests: adds to a draft what makes it theirs. */
export interface Actor {
  readonly name: string;
  sign(draft: Draft, signing: Signing): Draft;
}

/**
 * What a request may do to the world, which decides when it is sent: reads first, then what changes things, then
 * what takes them away, then what takes away the sender's own way in.
 */
export type Effect = 'reads' | 'changes' | 'removes' | 'locks-out';

/**
 * `plain`: what the operation is for. `varied`: that, with one optional parameter. `odd`: strange, but allowed by
 * HTTP. `wrong`: what no client should send; a lenient provider may answer all the same.
 */
export type Kind = 'plain' | 'varied' | 'odd' | 'wrong';

export interface Ask {
  readonly operation: OperationSpec;
  readonly kind: Kind;
  /** Why this request is made: `limit=0`, `without credentials`, ... */
  readonly title: string;
  readonly effect: Effect;
  readonly draft: Draft;
  readonly actor: Actor;
  /** False: no proxy in between can pass it on unchanged (broken encoding, a method the contract lacks, ...). */
  readonly carried: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export function dress(ask: Ask, signing: Signing): Draft {
  return ask.actor.sign(ask.draft, signing);
}

export function withHeaders(draft: Draft, headers: Readonly<Record<string, string>>): Draft {
  return { ...draft, headers: { ...draft.headers, ...headers } };
}

export function withQuery(draft: Draft, more: string): Draft {
  return { ...draft, query: draft.query === '' ? more : `${draft.query}&${more}` };
}

/** `GET /v1/trades?limit=0`, for the message of a failed test. */
export function line(draft: Draft): string {
  const query = draft.query === '' ? '' : `?${draft.query}`;
  const target = `${draft.path}${query}`;
  return `${draft.method} ${target.length > 300 ? `${target.slice(0, 300)}...` : target}`;
}

/** The body as JSON, or undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
