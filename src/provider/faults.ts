/**
 * How a provider plays the faults of the catalogue (`contracts/control/faults/`) in its own dialect.
 *
 * The engine decides *whether* a fault is at work (aim, count, clock); a provider's `faults.ts` says *what* it is
 * here. What every provider would do alike (wire faults, most legal extremes) the engine does by itself.
 */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { AnyExchange } from './exchange.ts';
import type { Problem, Reply } from './reply.ts';
import type { ConnectionState, Json, World } from './world.ts';

/** The parameters of a fault, defaults filled in, with `connection` and `account` where it is aimed at one. */
export type Given = Readonly<Record<string, Json>>;

/**
 * What a fault makes one request believe. Nothing of it is kept: the next request sees the world as it is.
 *
 * @example { connections: { 'owner-commsec': { status: 'login-required', since: x.now } } }
 */
export interface Pretence {
  /** How connections seem to stand, by key. */
  readonly connections?: Readonly<Record<string, ConnectionState>>;
  /** The instant the request seems to be made at: an earlier one shows stale data. */
  readonly now?: Instant;
  /** What this provider's own handlers look for with `world.pretends(name)`. */
  readonly notes?: Readonly<Record<string, Json>>;
}

/** One fault in this provider's dialect. */
export interface Play<State = unknown, Principal = unknown> {
  /** operationIds it can happen on. Left out: every operation. */
  readonly on?: readonly string[];
  /** Requests it can happen to; the others are not counted. Pure. */
  when?(x: AnyExchange<State, Principal>, given: Given): boolean;
  /** An answer in the place of the operation's, or what the operation is made to believe. */
  play(x: AnyExchange<State, Principal>, given: Given): Problem | Reply | Pretence;
}

/** What a request is about, for faults that are aimed. Keys of the world, not ids of the provider. */
export interface Concerns {
  readonly connections: readonly string[];
  readonly accounts: readonly string[];
  /** Names (as in `credentials().show`, or a user's id) of who asks. */
  readonly credentials: readonly string[];
}

/** Where the rows of a list stand in its answer. */
export interface ListShape {
  /** `data`, `data.items`, or '' where the body is the list. */
  readonly rows: string;
  /** The member that tells rows apart. Default `id`; null: rows have none. */
  readonly id?: string | null;
  /**
   * How many rows more this page could have: those its limit leaves, and none where more pages come that a client
   * finds by counting rows. Left out: none where the list has paging members (`ended`), any number where it has none.
   * `query` is read as the contract types it, defaults filled in.
   */
  room?(body: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): number;
  /**
   * The body, if `rows` were all there is: no next page, totals to match. Left out: the list has no paging members.
   * `body` is a copy with the new rows in place already.
   */
  ended?(body: Record<string, unknown>, rows: readonly unknown[]): Record<string, unknown>;
}

export interface ProviderFaults<Ops = unknown, State = unknown, Principal = unknown> {
  /** By the fault's id in the catalogue. */
  readonly plays: Readonly<Record<string, Play<State, Principal>>>;
  /** By operationId. */
  readonly lists: { readonly [Id in keyof Ops]?: ListShape };
  concerns(x: AnyExchange<State, Principal>): Concerns;
  /** Keys that an order's `connection` may name here. Left out: the connections of the world that it sees. */
  connections?(world: World<State>): readonly string[];
  /** Names that an order's `credential` may have here. Left out: those of `credentials().show`. */
  credentials?(world: World<State>): readonly string[];
}

export function isPretence(played: Problem | Reply | Pretence): played is Pretence {
  return !('kind' in played);
}
