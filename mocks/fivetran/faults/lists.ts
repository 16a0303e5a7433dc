/** Where rows stand in the answers, and pages that hold some of them back: the cursor skips only what was shown. */
import type { ListShape, Play, ProviderFaults } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';
import { notes } from '../seeming.ts';
import type { FivetranState, Principal } from '../state.ts';

/** On the last page the cursor is absent, not null (FT-26). */
const items: ListShape = {
  rows: 'data.items',
  room: (body, { limit }) => Number(limit) - (body.data as { items: readonly unknown[] }).items.length,
  ended: (body) => {
    const { next_cursor: _, ...data } = body.data as Record<string, unknown>;
    return { ...body, data };
  },
};

export const lists: ProviderFaults<operations>['lists'] = { listConnections: items, listGroups: items };

const PAGED: readonly (keyof operations)[] = ['listConnections', 'listGroups'];

export const pages: Readonly<Record<string, Play<FivetranState, Principal>>> = {
  'short-page': {
    on: PAGED,
    play: (_, given) => ({ notes: { [notes.pageRows]: Number(given.rows) } }),
  },
  'empty-page': {
    on: PAGED,
    play: () => ({ notes: { [notes.pageRows]: 0 } }),
  },
};
