/**
 * The world as a provider sees it. Everything here is a function of (seed, path, clock, state document).
 */
import type { Seed } from '../../fixtures/ledger/seed.ts';
import type { ConnectionStatus, Instant, Ledger } from '../../fixtures/ledger/types.ts';

/** Data that survives a snapshot: what JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** When it came into this status. */
  readonly since: Instant;
  /** Free text or a provider's own code for why: `ITEM_LOGIN_REQUIRED`, `password-changed`. */
  readonly reason?: string;
}

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
  /** The instant up to which a connection's data are known: now while it is healthy, else when it stopped being so. */
  asOf(connectionKey: string): Instant;

  /** Fires the provider's `events[name]` when the clock gets to `at`; in order of time, then of scheduling. */
  schedule(at: Instant, event: string, data?: Json): void;
  /** 1, 2, 3, ... per name; part of the state document. */
  serial(name: string): number;
  /** Books of the limiters (`src/limits`), part of the state document. */
  readonly meters: Record<string, Json>;
}
