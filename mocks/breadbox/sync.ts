/**
 * Syncs on request.
 *
 * A sync of one connection needs no event: its start and end are fixed when it is accepted, and everything it
 * changes follows from them. A sync of all is a round: who comes next, and when, is known only when the one before
 * is done, so each step is an event on the world's clock.
 */
import type { Instant } from '../../fixtures/ledger/types.ts';
import { isProblem, reply } from '../../src/provider/index.ts';
import { linkedConnection } from './connections.ts';
import { connectionsAt, LENS } from './directory.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { documentedForm, keyFrom } from './references.ts';
import { syncSettings } from './settings.ts';
import type { BreadboxWorld } from './state.ts';
import { addManual, courseOf } from './sync-history.ts';
import { isBusy } from './syncs/attempts.ts';
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
    const course = courseOf(world, connection);
    if (standingAt(course, now).status === 'disconnected') return refusals.connectionNotFound();
    // Looked at and claimed in one go: of two requests that arrive together one finds it claimed (BB-19).
    if (isBusy(course, now)) return refusals.syncInProgress();
    addManual(world, connection, now, now + syncSettings(world).delayMs);
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
};

/** A second request while a round is under way joins it (BB-C15). */
function startRound(world: BreadboxWorld, now: Instant): void {
  if (world.state.round !== null) return;
  const active = connectionsAt(world, now).filter(
    (connection) => standingAt(courseOf(world, connection), now).status === 'active',
  );
  world.state.round = { waiting: active.map(({ key }) => key) };
  advanceRound(world, now, syncSettings(world).delayMs);
}

/** Starts the sync of the first connection in line that can be synced now; the others in front of it are left out. */
function advanceRound(world: BreadboxWorld, now: Instant, delayMs: number): void {
  const { round } = world.state;
  if (round === null) return;
  for (let key = round.waiting.shift(); key !== undefined; key = round.waiting.shift()) {
    const connection = linkedConnection(world, key, now);
    if (connection === undefined) continue;
    const course = courseOf(world, connection);
    if (isBusy(course, now) || standingAt(course, now).status === 'disconnected') continue;
    world.schedule(addManual(world, connection, now, now + delayMs), NEXT_IN_ROUND);
    return;
  }
  world.state.round = null;
}
