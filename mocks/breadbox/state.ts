/** Breadbox's part of a world's state document, and who asks. */
import type { AnyExchange, Vanished, World } from '../../src/provider/index.ts';
import type { Scope } from './settings.ts';
import type { Single, Spell, SyncEnd } from './syncs/course.ts';

/** What happened to one connection. */
export interface Book {
  spells: Spell[];
  singles: Single[];
  /** How the next sync ends, the schedule's or one asked for, if a test decided on it. */
  next?: SyncEnd;
}

/** A sync of all connections under way. */
export interface Round {
  /** Keys of the connections that are still to come, in order. */
  waiting: string[];
  /** The connection that is being synced. */
  current: string | null;
  /** By connection, how its sync ends where that was decided on when the round began. */
  ends: Record<string, SyncEnd>;
}

export interface BreadboxState {
  /** By connection; those to which nothing happened since the world began are left out. */
  books: Record<string, Book>;
  round: Round | null;
  /** Stored rows that were taken back. */
  vanished: Vanished[];
}

export interface Principal {
  /** Name of the key in the world file; its bucket is counted under it. */
  readonly key: string;
  readonly scope: Scope;
}

export type BreadboxWorld = World<BreadboxState>;
export type BreadboxExchange = AnyExchange<BreadboxState, Principal>;

export function createState(): BreadboxState {
  return { books: {}, round: null, vanished: [] };
}
