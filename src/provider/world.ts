/**
 * The world as a provider sees it. Everything here is a function of (seed, path, clock, state document).
 */

import type { Joined } from '../../fixtures/ledger/joined.ts';
import type { Seed } from '../../fixtures/ledger/seed.ts';
import type { ConnectionStatus, Instant, Ledger } from '../../fixtures/ledger/types.ts';
import type { TradeEntry, TransactionEntry } from '../../fixtures/ledger/world-file.ts';
import type { About } from './webhooks.ts';

/** Data that survives a snapshot: what JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** When it came into this status. */
  readonly since: Instant;
  /** Free text or a provider's own code for why: `ITEM_LOGIN_REQUIRED`, `password-changed`. */
  readonly reason?: string;
}

type Arriving<Entry> = Omit<Entry, 'key' | 'remove' | 'account'> & { readonly account: string };

/**
 * A row as a world file would have it, without key: a trade of a brokerage or crypto account, a transaction of a bank
 * account. `at` left out: now. Later than now: it shows when the clock gets there.
 *
 * @example { account: 'owner-shares', kind: 'buy', symbol: 'VAS.AX', quantity: '5', price: '89.75' }
 */
export type ArrivingRow = Arriving<TradeEntry> | Arriving<TransactionEntry>;

/**
 * Entities as a world file would have them, with keys that nobody has yet.
 *
 * @example
 * { connections: [{ key: 'new-1', person: 'owner', institution: 'stake', createdAt: isoInstant(now), seenBy: ['snaptrade'] }],
 *   accounts: [{ key: 'new-1-shares', connection: 'new-1', kind: 'brokerage' }] }
 */
export type Joining = { readonly [Kind in keyof Joined]?: Readonly<Joined[Kind]> };

export interface World<State = unknown> {
  readonly id: string;
  readonly seed: Seed;
  /**
   * Seed for secrets and keys: depends on the world's id too, so that two worlds of one seed have different
   * credentials and can be told apart by them.
   */
  readonly secrets: Seed;
  readonly ledger: Ledger;
  /** `providers.<id>` of the world file, as its JSON Schema describes it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** `entities` of the world file that are no ledger's business, such as `pipelines`. */
  readonly wing: (name: string) => Readonly<Record<string, unknown>>;
  /** `off`: rate limits and in-flight caps are not enforced (their headers still show). */
  readonly limits: 'documented' | 'off';
  /** Value of one of the provider's declared switches. */
  switch(name: string): string;

  now(): Instant;
  /** What a fault makes this request believe under that name (`Pretence.notes`); undefined if none does. */
  pretends(name: string): Json | undefined;
  /** When the world came to be, on its own clock. */
  readonly bornAt: Instant;

  /** The provider's own part of the state document: plain JSON data, changed in place. */
  readonly state: State;
  /** Current state of a connection, as this provider sees it. */
  connection(key: string): ConnectionState;
  /**
   * Moves a connection. `here`: only this provider's link changes; `everywhere` (the default): something happened
   * at the institution, so every provider's link of it changes.
   */
  setConnection(
    key: string,
    change: { status: ConnectionStatus; reason?: string },
    scope?: 'here' | 'everywhere',
  ): void;
  /**
   * A row arrives in an account, for good: every provider sees it once its rules say so, and what adds up goes on
   * adding up.
   *
   * @returns its key in the ledger
   * @throws RangeError if the world has no such account, or too many rows have arrived in it
   */
  arrive(row: ArrivingRow): string;
  /** How many more rows may arrive: their number is bounded. */
  readonly roomForRows: number;
  /**
   * People, institutions, connections or accounts come into the world, for good: the providers that `seenBy` names see them,
   * with rows as any others. What is drawn for them follows from (seed, key).
   *
   * @throws RangeError if a key is taken, a reference leads nowhere, or too many have joined
   */
  join(joining: Joining): void;
  /** Whether so many of each kind may join: their number is bounded. */
  hasRoomFor(more: number): boolean;
  /** The instant up to which a connection's data are known: now while it is healthy, else when it stopped being so. */
  asOf(connectionKey: string): Instant;

  /**
   * An event that webhooks tell of happens, now: `type` is one of the provider's `webhooks.events`. Costs nothing while
   * nobody subscribed.
   */
  emit(type: string, data: Json, about?: About): void;
  /** Whether anybody would be told, for data that are dear to gather. */
  hears(type: string): boolean;
  /** One of `webhooks.recurrences` happens to a subject now, or is to happen at another time than before. */
  recur(name: string, subject: string): void;
  /** A subject that is new: one of `webhooks.recurrences` happens to it at its own times from now on. */
  follow(name: string, subject: string): void;

  /** Fires the provider's `events[name]` when the clock gets to `at`; in order of time, then of scheduling. */
  schedule(at: Instant, event: string, data?: Json): void;
  /** 1, 2, 3, ... per name; part of the state document. */
  serial(name: string): number;
  /** Books of the limiters (`src/limits`), part of the state document. */
  readonly meters: Record<string, Json>;
}
