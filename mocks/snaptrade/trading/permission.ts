/** Who may trade where. */
import { isProblem, type Problem } from '../../../src/provider/index.ts';
import { accessOf } from '../access.ts';
import { isOver } from '../account-standing.ts';
import { userOf } from '../auth.ts';
import { refusals } from '../errors.ts';
import { type AccountPlace, findAccount, isDisabled } from '../lens.ts';
import type { SnapTradeExchange } from '../state.ts';

/** An account that is read at the brokerage itself, which a disabled connection does not let one (ST-C107). */
export function liveAccount(
  x: Pick<SnapTradeExchange, 'world' | 'principal'>,
  id: string,
): AccountPlace | Problem {
  const place = findAccount(x.world, userOf(x), id);
  if (place === undefined) return refusals.notFound();
  return isDisabled(x.world, place.connection) ? refusals.disabled() : place;
}

/** An account whose orders are read at the brokerage itself: there is no copy to show while that fails (ST-506). */
export function answeringAccount(
  x: Pick<SnapTradeExchange, 'world' | 'principal'>,
  id: string,
): AccountPlace | Problem {
  const place = liveAccount(x, id);
  if (isProblem(place)) return place;
  const { status } = x.world.connection(place.connection.key);
  return status === 'failing' ? refusals.brokerageDown() : place;
}

/** An account that orders may be placed in (ST-200, ST-201). */
export function tradableAccount(
  x: Pick<SnapTradeExchange, 'world' | 'principal'>,
  id: string,
): AccountPlace | Problem {
  const place = liveAccount(x, id);
  if (isProblem(place)) return place;
  const { kind } = place.account;
  const deals = kind === 'brokerage' || kind === 'crypto';
  if (!place.institution.allowsTrading || !deals || isOver(x.world, place.account.key)) {
    return refusals.noTradingHere();
  }
  return accessOf(x.world, place) === 'trade' ? place : refusals.notPermitted();
}
