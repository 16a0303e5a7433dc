/**
 * Connections that come and go while a client reads the list. A cursor here skips so many rows, so a new one in front
 * shows a row twice and one that went hides a row (FT-28).
 */
import type { Connection } from '../../../fixtures/pipelines/index.ts';
import { MOST_VANISHED, type Play } from '../../../src/provider/index.ts';
import { readCursor, unknownCursor } from '../paging.ts';
import { type FivetranExchange, type FivetranState, type Principal, wingOf } from '../state.ts';
import { listed } from './concerns.ts';

/** Each costs every listing a look. */
const MOST_ARRIVED = 100;

export const movement: Readonly<Record<string, Play<FivetranState, Principal>>> = {
  'row-arrives': {
    on: ['listConnections'],
    when: (x) => showsNew(x) && x.world.state.arrived.length < MOST_ARRIVED,
    play({ world, now }) {
      const key = `arrived-${world.serial('arrived')}`;
      world.state.arrived.push({ key, at: now });
      // Whoever listens to syncs hears of its, too.
      world.recur('sync', wingOf(world).connections[0]?.id ?? key);
      return {};
    },
  },
  'row-vanishes': {
    on: ['listConnections'],
    when: (x) => lastShown(x) !== undefined && x.world.state.vanished.length < MOST_VANISHED,
    play(x) {
      const row = lastShown(x);
      if (row !== undefined) x.world.state.vanished.push(row.key);
      return {};
    },
  },
  'cursor-expires': {
    on: ['listConnections', 'listGroups'],
    when: ({ query }) => typeof query.cursor === 'string',
    play: ({ query }) => unknownCursor(String(query.cursor)),
  },
};

/** A new connection is in the first group, under a name that nobody asks for yet. */
function showsNew({ world, query }: FivetranExchange): boolean {
  const group = query.group_id;
  return query.schema === undefined && (group === undefined || group === wingOf(world).groups[0]?.id);
}

/** The row just before this page. */
function lastShown(x: FivetranExchange): Connection | undefined {
  const { cursor } = x.query;
  const skipped = typeof cursor === 'string' ? readCursor(cursor) : undefined;
  return skipped === undefined ? undefined : listed(x)[skipped - 1];
}
