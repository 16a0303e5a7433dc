/** What a fault may make one request believe (faults/), beside how connections stand. */
import type { Json } from '../../src/provider/index.ts';
import type { BreadboxWorld } from './state.ts';
import type { SyncEnd } from './syncs/course.ts';

/** Names of the notes; those about a connection carry its key, so that faults on several of them add up. */
export const notes = {
  /** Its first sync still runs. */
  stillSyncing: (connection: string) => `still-syncing:${connection}`,
  /** How the sync ends that the request starts. */
  syncEnds: (connection: string) => `sync-ends:${connection}`,
  /** Most rows a page gives. */
  pageRows: 'page-rows',
} as const;

type Pretending = Pick<BreadboxWorld, 'pretends'>;

export function seemsNew(world: Pretending, connection: string): boolean {
  return world.pretends(notes.stillSyncing(connection)) !== undefined;
}

export function decidedEnd(world: Pretending, connection: string): SyncEnd | undefined {
  return world.pretends(notes.syncEnds(connection)) as SyncEnd | undefined;
}

export function pageRows(world: Pretending): number | undefined {
  const rows: Json | undefined = world.pretends(notes.pageRows);
  return typeof rows === 'number' ? rows : undefined;
}
