/**
 * What brokerages do not tell. For some of them SnapTrade has not built some reads: those answer 501 in an envelope of
 * their own (ST-417). Which brokerages those are is not published.
 *
 * @example if (!tells(x.world, place.institution, 'orders')) return refusals.notImplemented('orders', place.institution.key);
 */
import type { Institution } from '../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from './state.ts';

/** Reads that are documented with a 501, by the name it has for them. */
export const TOLD = ['orders', 'recentOrders', 'returnRates'] as const;
export type Told = (typeof TOLD)[number];

/** Return rates come from brokerages that one can trade with through SnapTrade, orders from all (ST-C210). */
export function tells({ state }: SnapTradeWorld, institution: Institution, what: Told): boolean {
  return state.told[institution.key]?.[what] ?? (what !== 'returnRates' || institution.allowsTrading);
}
