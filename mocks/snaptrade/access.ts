import type { Place } from './lens.ts';
import type { SnapTradeWorld } from './state.ts';

/** What the user gave SnapTrade leave to do: as much as the brokerage allows, unless told otherwise (ST-C111). */
export function accessOf({ state }: SnapTradeWorld, { connection, institution }: Place): 'read' | 'trade' {
  if (!institution.allowsTrading) return 'read';
  return state.connections[connection.key]?.access ?? 'trade';
}
