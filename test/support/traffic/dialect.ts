/**
 * What a contract cannot say about talking to a provider: how requests are signed, where ids are found, what a
 * refusal looks like. Everything else the tests take from the contract itself.
 */
import type { WorldFile } from '../../../fixtures/ledger/world-file.ts';
import type { Actor } from './ask.ts';

/** Where values of a parameter or body member come from: a listing, read with everything allowed. */
export interface Source {
  readonly operation: string;
  readonly pick: (body: never) => readonly (string | null | undefined)[];
}

export interface Dialect {
  readonly provider: string;
  /** Who may send requests, by the credentials a world has; the first may do everything. */
  readonly actors: (credentials: Readonly<Record<string, string>>) => readonly [Actor, ...Actor[]];
  /** Who may not: every one of them has to be refused where credentials are asked for. */
  readonly strangers: readonly Actor[];
  /** In the order to be read: later listings may need what earlier ones gave. */
  readonly sources: Readonly<Record<string, Source>>;
  /** More values worth trying, by parameter name, where the schema alone gives none. */
  readonly samples: Readonly<Record<string, readonly string[]>>;
  /** Operations after which the first actor is locked out. */
  readonly locksOut: readonly string[];
  /** Headers every well-formed request with a body has. */
  readonly bodyHeaders: Readonly<Record<string, string>>;
  /** More ways of asking that are answered differently, as headers. */
  readonly oddHeaders: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Worlds that show what the templates and switches do not, by what they show. */
  readonly worlds: Readonly<Record<string, WorldFile>>;
  /** Switches with which limits are reached soonest and on every operation. */
  readonly throttled: Readonly<Record<string, string>>;
  /** Whether this body is a refusal in the provider's own envelope. */
  readonly isRefusal: (status: number, body: unknown) => boolean;
}

/** A member of an unknown body, or undefined. */
export function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
