/** How accounts stand at the brokerage where it is not as usual: closed, or with holdings that SnapTrade cannot read. */
import type { SnapTradeWorld } from './state.ts';

/** The provider's words, and one for what the brokerage does not tell (ST-505). */
export const ACCOUNT_STATUSES = ['open', 'closed', 'archived', 'unavailable', 'unknown'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** Plain data; what is left out is as usual. */
export interface AccountStanding {
  status?: AccountStatus;
  holdingsUnavailable?: true;
}

type Standings = Pick<SnapTradeWorld, 'state'>;

export function accountStatusOf({ state }: Standings, account: string): AccountStatus {
  return state.accounts[account]?.status ?? 'open';
}

/** Nothing can be traded in it any more. */
export function isOver(world: Standings, account: string): boolean {
  const status = accountStatusOf(world, account);
  return status === 'closed' || status === 'archived';
}

/** False: the lists of what is in the account are empty, and that does not mean the account is (ST-504). */
export function tellsHoldings({ state }: Standings, account: string): boolean {
  return state.accounts[account]?.holdingsUnavailable !== true;
}

export function accountStandingOf({ state }: Standings, account: string): AccountStanding {
  state.accounts[account] ??= {};
  return state.accounts[account];
}
