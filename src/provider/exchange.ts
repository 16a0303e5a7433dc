/**
 * One request on its way to an answer. Stages and handlers read it; only `principal`, the response headers and
 * the world's state may be changed by them.
 */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { OperationSpec } from './operation.ts';
import type { HeaderValue } from './reply.ts';
import type { Violation } from './violation.ts';
import type { World } from './world.ts';

export interface IncomingRequest {
  /** As sent: `GET`, `PATCH`, also words no contract knows. */
  readonly method: string;
  /** Path below the provider's address, still percent-encoded: `/v1/trades`, `/api/v1/authorizations`. */
  readonly path: string;
  /** The query exactly as sent, without `?`. Signatures are computed over it. */
  readonly rawQuery: string;
  /**
   * Every query parameter by name, decoded, in the order sent. The same map for the same query sent again, as long as
   * it is remembered: what follows from it alone can be kept beside it.
   */
  readonly queryValues: ReadonlyMap<string, readonly string[]>;
  /** Lower-case names; repeated headers joined by Node's rules. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly remoteAddress: string;
}

export interface Exchange<
  Query = Readonly<Record<string, unknown>>,
  Path = Readonly<Record<string, string>>,
  Body = unknown,
  State = unknown,
  Principal = unknown,
> {
  readonly provider: string;
  /** Which of the provider's `basePaths` the request used: `''` or, say, `/api/v1`. */
  readonly basePath: string;
  readonly operation: OperationSpec;
  readonly request: IncomingRequest;
  readonly path: Path;
  /** Coerced by the contract: integers are numbers, lists are arrays, absent ones have their default. */
  readonly query: Query;
  /** Parsed JSON, or undefined. */
  readonly body: Body;
  /** The body's text as sent, '' when there was none. */
  readonly bodyText: string;
  /** Why the body could not be parsed, if it could not. */
  readonly bodyError: string | undefined;
  readonly world: World<State>;
  /** The world's time when the request was matched; it does not move during the request. */
  readonly now: Instant;
  /** The machine's time then: only for checking timestamps that a client took from its own clock. */
  readonly hostNow: Instant;
  /** Who is asking; set by the provider's `authenticate` check. */
  principal: Principal;

  /** First value of a request header, or undefined. */
  header(name: string): string | undefined;
  /** Sets a header of the answer, whatever the answer turns out to be. */
  setHeader(name: string, value: HeaderValue): void;
  /** Tells the journal what in the request is not as the contract has it. `validate` does so by itself. */
  noteViolations(found: readonly Violation[]): void;
  /** Counts this request as in flight under `key` until its answer is sent; false if `max` already are. */
  enter(key: string, max: number): boolean;
  /** Full address of this provider in this world as the client reached it: `http://127.0.0.1:4010/w/a/snaptrade`. */
  readonly baseUrl: string;
}

/** An exchange before its operation is known to a handler's types. */
export type AnyExchange<State = unknown, Principal = unknown> = Exchange<
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, string>>,
  unknown,
  State,
  Principal
>;
