/**
 * A world's state: one plain, versioned document. Everything else about a world is derived from it, its file and
 * the clock; nothing lives in closures, timers or module variables.
 */
import type { Arrival } from '../../fixtures/ledger/arrivals.ts';
import { type Joined, nobodyJoined } from '../../fixtures/ledger/joined.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { type AnswerCache, emptyCache } from '../engine/cache.ts';
import type { ArmedFault } from '../faults/order.ts';
import type { ConnectionState, Json } from '../provider/world.ts';
import type { Progress } from '../scenarios/scenario.ts';
import { emptyBook, type WebhookBook } from '../webhooks/book.ts';
import { compareEvents } from './agenda.ts';
import type { ClockState } from './clock.ts';

/** Scope of what happens at an institution itself, so that every provider's link of it is concerned. */
export const EVERYWHERE = 'everywhere';

export interface ScheduledEvent {
  readonly at: number;
  /** Order of scheduling: decides between events of one instant. */
  readonly order: number;
  readonly provider: string;
  readonly event: string;
  readonly data: Json;
}

export interface WorldDocument {
  readonly version: 1;
  readonly id: string;
  /** The world file the world was made from; its template is named, not copied. */
  readonly file: WorldFile;
  readonly bornAt: number;
  readonly clock: ClockState;
  /** A heap by time, then order (agenda.ts); sorted in a snapshot. */
  agenda: ScheduledEvent[];
  readonly serials: Record<string, number>;
  readonly meters: Record<string, Json>;
  /** Connections that left the state they were planned with: `everywhere`, and by provider. */
  readonly connections: Record<string, Record<string, ConnectionState>>;
  /** Each provider's own part, made when it is first needed. */
  readonly providers: Record<string, unknown>;
  readonly cache: AnswerCache;
  /** By id. */
  readonly faults: Record<string, ArmedFault>;
  /** Rows that arrived since the world began, in the order they came. */
  readonly arrivals: Arrival[];
  /** Entities that joined since the world began, in the order they came. */
  readonly joined: Joined;
  /** Who is told of events, and what became of telling them. */
  readonly webhooks: WebhookBook;
  /** The scenario at play. */
  scenario: Progress | null;
}

export function newDocument(id: string, file: WorldFile, bornAt: number, clock: ClockState): WorldDocument {
  return {
    version: 1,
    id,
    file,
    bornAt,
    clock,
    agenda: [],
    serials: {},
    meters: {},
    connections: {},
    providers: {},
    cache: emptyCache(),
    faults: {},
    arrivals: [],
    joined: nobodyJoined(),
    webhooks: emptyBook(),
    scenario: null,
  };
}

/**
 * A world at its first instant.
 *
 * @param own the file it was made from
 * @param file the same over its template
 */
export function bornOf(id: string, own: WorldFile, file: WorldFile): WorldDocument {
  const bornAt = Date.parse(file.now ?? '2026-01-01T00:00:00Z');
  const clock: ClockState = { mode: file.clock ?? 'running', at: bornAt, rate: file.rate ?? 1 };
  return newDocument(id, own, bornAt, clock);
}

/** A copy in which nothing depends on how the world came there: the clock at its time, the agenda in order. */
export function snapshotAt(document: WorldDocument, at: number): WorldDocument {
  const { agenda, clock } = document;
  return structuredClone({
    ...document,
    clock: { ...clock, at },
    agenda: [...agenda].sort(compareEvents),
  });
}
