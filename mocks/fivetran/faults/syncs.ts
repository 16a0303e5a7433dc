/** How the sync ends that a request starts. Unlike other pretences this one leaves something behind: the sync. */
import { type Connection, type RunEnd, starts } from '../../../fixtures/pipelines/index.ts';
import type { Given, Play } from '../../../src/provider/index.ts';
import { notes, seemingLifeOf } from '../seeming.ts';
import type { FivetranExchange, FivetranState, Principal } from '../state.ts';
import { meant, SYNCS } from './concerns.ts';

export const syncs: Readonly<Record<string, Play<FivetranState, Principal>>> = {
  'sync-fails': ending('fail'),
  'sync-never-ends': ending('never'),
  'sync-interrupted': ending('interrupted'),
};

function ending(end: RunEnd): Play<FivetranState, Principal> {
  return {
    on: SYNCS,
    when: (x, given) => started(x, given).length > 0,
    play: (x, given) => ({
      notes: Object.fromEntries(started(x, given).map(({ key }) => [notes.syncEnds(key), end])),
    }),
  };
}

/** The connection whose sync this request starts, if it starts one. */
function started(x: FivetranExchange, given: Given): readonly Connection[] {
  const force = isObject(x.body) && x.body.force === true;
  return meant(x, given).filter((connection) =>
    starts(seemingLifeOf(x.world, connection, x.now).course, force),
  );
}

function isObject(value: unknown): value is { readonly force?: unknown } {
  return typeof value === 'object' && value !== null;
}
