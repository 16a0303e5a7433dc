/** What a fault may make one request believe, beside how connections stand (faults/). */
import type { RefreshTrouble, SnapTradeWorld } from './state.ts';

type Numbers =
  /** Most rows a page gives. */
  | 'pageRows'
  /** Activities whose fee the brokerage has not told yet. */
  | 'unfilledFees';

type Sets =
  /** Keys of connections whose first sync still runs. */
  | 'syncing'
  /** Keys of institutions that are down for maintenance. */
  | 'maintenance';

export function belief(world: SnapTradeWorld, name: Numbers): number | undefined {
  const value = world.pretends(name);
  return typeof value === 'number' ? value : undefined;
}

export function believes(world: SnapTradeWorld, name: Sets, key: string): boolean {
  const keys = world.pretends(name);
  return Array.isArray(keys) && keys.includes(key);
}

/** How the refresh that this request starts will end, if not well. */
export function expectedTrouble(world: SnapTradeWorld): RefreshTrouble | undefined {
  const trouble = world.pretends('refresh');
  return trouble === 'fails' || trouble === 'never-ends' ? trouble : undefined;
}
