/**
 * Syncs on request.
 *
 * A sync of one connection needs no event: its start and end are fixed when it is accepted, and everything it
 * changes follows from them. A sync of all is a round: who comes next, and when, is known only when the one before
 * is done, so each step is an event on the world's clock.
 */
import type { Connection, Instant } from '../../fixtures/ledger/types.ts';
import { isProblem, type Json, reply } from '../../src/provider/index.ts';
import { linkedConnection } from './connections.ts';
import { connectionsAt, LENS } from './directory.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { decidedEnd } from './pretences.ts';
import { documentedForm, keyFrom } from './references.ts';
import { syncSettings } from './settings.ts';
import type { BreadboxWorld } from './state.ts';
import { addManual, beginSlot, courseOf, isHeld, SLOT } from './sync-history.ts';
import { NEVER, type SyncEnd } from './syncs/course.ts';
import { standingAt } from './syncs/standing.ts';

const NEXT_IN_ROUND = 'next-in-round';

export const sync: Serves<'triggerSync'> = {
  triggerSync: ({ world, body, now }) => {
    const id = body?.connection_id;
    if (id === undefined || id === null) {
      startRound(world, now);
      return reply(202, { message: 'Sync started for all active connections.', connection_id: null });
    }
    const key = keyFrom(world, 'connection', 'connection_id', id, documentedForm(world));
    if (isProblem(key)) return key;
    const connection = linkedConnection(world, key, now);
    if (connection === undefined) return refusals.connectionNotFound();
    if (isDisconnected(world, connection, now)) return refusals.connectionNotFound();
    // Looked at and claimed in one go: of two requests that arrive together one finds it claimed (BB-19).
    if (isHeld(world, connection, now)) return refusals.syncInProgress();
    addManual(world, connection, now, now + syncSettings(world).delayMs, decidedEnd(world, connection.key));
    return reply(202, {
      message: 'Sync started.',
      connection_id: world.ledger.id(LENS, 'connection', connection.key),
    });
  },
};

export const events = {
  [NEXT_IN_ROUND]: (world: BreadboxWorld, at: Instant): void => {
    advanceRound(world, at, 0);
  },
  [SLOT]: (world: BreadboxWorld, at: Instant, key: Json): void => {
    const connection = linkedConnection(world, String(key), at);
    if (connection !== undefined) beginSlot(world, connection, at);
  },
};

/** Connections whose sync a request for all starts: the active ones, unless a round is under way already. */
export function roundOf(world: BreadboxWorld, now: Instant): Connection[] {
  if (world.state.round !== null) return [];
  return connectionsAt(world, now).filter(
    (connection) => standingAt(courseOf(world, connection), now).status === 'active',
  );
}

export function isDisconnected(world: BreadboxWorld, connection: Connection, now: Instant): boolean {
  return standingAt(courseOf(world, connection), now).status === 'disconnected';
}

/** A sync was broken off: if a round waited for it, the round goes on. */
export function goOn(world: BreadboxWorld, connectionKey: string): void {
  if (world.state.round?.current === connectionKey) world.schedule(world.now(), NEXT_IN_ROUND);
}

/** A second request while a round is under way joins it (BB-C15). */
function startRound(world: BreadboxWorld, now: Instant): void {
  if (world.state.round !== null) return;
  const waiting = roundOf(world, now).map(({ key }) => key);
  const ends: Record<string, SyncEnd> = {};
  for (const key of waiting) {
    const end = decidedEnd(world, key);
    if (end !== undefined) ends[key] = end;
  }
  world.state.round = { waiting, current: null, ends };
  advanceRound(world, now, syncSettings(world).delayMs);
}

/** Starts the sync of the first connection in line that can be synced now; the others in front of it are left out. */
function advanceRound(world: BreadboxWorld, now: Instant, delayMs: number): void {
  const { round } = world.state;
  if (round === null) return;
  for (let key = round.waiting.shift(); key !== undefined; key = round.waiting.shift()) {
    const connection = linkedConnection(world, key, now);
    if (connection === undefined) continue;
    if (isHeld(world, connection, now) || isDisconnected(world, connection, now)) continue;
    const endsAt = addManual(world, connection, now, now + delayMs, round.ends[key]);
    round.current = key;
    // Behind a sync that never ends the others wait for ever.
    if (endsAt < NEVER) world.schedule(endsAt, NEXT_IN_ROUND);
    return;
  }
  world.state.round = null;
}
