/** How the syncs end that a request starts. Unlike other pretences this one leaves something behind: the sync. */
import type { Given, Play } from '../../../src/provider/index.ts';
import { linkedConnection } from '../connections.ts';
import { notes } from '../pretences.ts';
import type { BreadboxExchange, BreadboxState, Principal } from '../state.ts';
import { isDisconnected, roundOf } from '../sync.ts';
import { isHeld } from '../sync-history.ts';
import type { SyncEnd } from '../syncs/course.ts';
import { meant, namedConnection } from './concerns.ts';

export const syncs: Readonly<Record<string, Play<BreadboxState, Principal>>> = {
  'sync-fails': ending('fails'),
  'sync-never-ends': ending('never-ends'),
  'sync-interrupted': ending('interrupted'),
};

function ending(end: SyncEnd): Play<BreadboxState, Principal> {
  return {
    on: ['triggerSync'],
    when: (x, given) => started(x, given).length > 0,
    play: (x, given) => ({
      notes: Object.fromEntries(started(x, given).map((key) => [notes.syncEnds(key), end])),
    }),
  };
}

/** Connections whose sync this request starts, at once or when their turn comes. */
function started(x: BreadboxExchange, given: Given): string[] {
  const { world, now } = x;
  if (x.bodyError !== undefined) return [];
  const wanted = meant(x, given);
  if (namedConnection(x) === undefined) {
    const round = new Set(roundOf(world, now).map(({ key }) => key));
    return wanted.filter((key) => round.has(key));
  }
  return wanted.filter((key) => {
    const connection = linkedConnection(world, key, now);
    return (
      connection !== undefined && !isDisconnected(world, connection, now) && !isHeld(world, connection, now)
    );
  });
}
