/**
 * Webhooks a provider sends: which events there are, how they look on the wire, how they are signed and how often a
 * delivery is tried. The engine (`src/webhooks/`) keeps subscriptions, sends and retries.
 */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { Json, World } from './world.ts';

/** Whom an event is about, for faults that are aimed: keys of the world, and names as in {@link Concerns}. */
export interface About {
  readonly connection?: string;
  readonly account?: string;
  readonly credential?: string;
}

/** An event on its way to one subscriber. */
export interface Message {
  /** A UUID. Retries, duplicates and redeliveries of an event keep it. */
  readonly id: string;
  /** One of {@link Webhooks.events}. */
  readonly type: string;
  /** When it happened. */
  readonly at: Instant;
  /** When this attempt is made; the first one at `at`. */
  readonly sentAt: Instant;
  /** What `world.emit` was given, or one of the parts it was cut into. */
  readonly data: Json;
  /** The subscription's own: given with it, or drawn and shown once. */
  readonly secret: string;
}

/** A message as it is about to be sent. */
export interface Unsigned {
  readonly id: string;
  readonly body: string;
  readonly sentAt: Instant;
}

/** How an attempt ended. `timeout`: no whole answer in time; `network`: no answer at all. */
export type Outcome = { readonly status: number } | { readonly error: 'timeout' | 'network' };

/** What of a world a message may be made of: nothing that changes, so that a late attempt tells the same. */
export type Backdrop = Pick<World, 'id' | 'seed' | 'secrets' | 'settings' | 'ledger' | 'switch'>;

/**
 * Something that happens again and again by itself and changes nothing but what webhooks tell, such as a nightly sync.
 * It is only computed while somebody listens.
 */
export interface Recurrence<State = unknown> {
  /** Types it may emit. */
  readonly emits: readonly string[];
  /** Whom it happens to, each at its own time: keys. */
  subjects(world: World<State>): readonly string[];
  /** When it happens next after `after`; undefined: not unless `world.recur(name, subject)` says so. */
  next(world: World<State>, subject: string, after: Instant): Instant | undefined;
  /** What it remembers when somebody begins to listen. Plain and small: it is part of the world's document. */
  begin?(world: World<State>, subject: string): Json;
  /** It happens, now: emits what there is to tell. @returns what it remembers until the next time */
  happen(world: World<State>, subject: string, remembered: Json): Json;
}

export interface Webhooks<State = unknown> {
  /** Every type of event that is sent, with when. */
  readonly events: Readonly<Record<string, string>>;
  /** With what messages are signed, where that is not the subscription's own secret. */
  key?(world: Backdrop): string;
  /** Large events are sent as several messages, one after the other. Default: one. */
  parts?(data: Json): readonly Json[];
  /** The body, as sent. Pure. */
  body(world: Backdrop, message: Message): string;
  /** Headers of the request beside those that a subscription adds: content type, user agent, signature. Pure. */
  headers(unsigned: Unsigned, key: string): Readonly<Record<string, string>>;
  succeeded(status: number): boolean;
  /** Milliseconds from attempt `attempt` (1, 2, ...), which failed, to the next; undefined gives up. Pure. */
  retry(attempt: number, outcome: Outcome): number | undefined;
  /** Whether the subscription is switched off after so many events in a row were given up. Default: never. */
  disables?(world: Backdrop, givenUp: number): boolean;
  /** By name. */
  readonly recurrences?: Readonly<Record<string, Recurrence<State>>>;
}
