/** Bundles of everything about an account: the deprecated one, and the removed one of all accounts (ST-418, ST-419). */
import { ZERO } from '../../../fixtures/ledger/index.ts';
import { exact } from '../../../src/provider/index.ts';
import { tellsHoldings } from '../account-standing.ts';
import { holdingsAsOf } from '../freshness.ts';
import type { AccountPlace } from '../lens.ts';
import { contractsOf, holdingsOf } from '../positions.ts';
import type { SnapTradeWorld } from '../state.ts';
import { totalOf } from '../value/total.ts';
import { accountBody, balanceBodies } from './account.ts';
import { connectionBody } from './connection.ts';
import { legacyPositionBody, optionHoldingBody } from './position.ts';
import type { AccountBundleBody, UserBundleBody } from './schemas.ts';

/** Orders are not part of it yet: their list is empty. */
export function accountBundleBody(world: SnapTradeWorld, place: AccountPlace): AccountBundleBody {
  const asOf = holdingsAsOf(world, place);
  return {
    account: accountBody(world, place),
    ...contentsOf(world, place),
    option_positions: contractsOf(world, place, asOf).map((position) =>
      optionHoldingBody(world, place.account.key, position, asOf),
    ),
    orders: [],
  };
}

/** The account here has fewer members, and its connection whole in place of its id. */
export function userBundleBody(world: SnapTradeWorld, place: AccountPlace): UserBundleBody {
  const { id, portfolio_group, name, number, institution_name, sync_status, meta } = accountBody(
    world,
    place,
  );
  return {
    account: {
      id,
      brokerage_authorization: connectionBody(world, place),
      portfolio_group: String(portfolio_group),
      name,
      number,
      institution_name,
      sync_status,
      meta,
    },
    ...contentsOf(world, place),
  };
}

function contentsOf(
  world: SnapTradeWorld,
  place: AccountPlace,
): Pick<UserBundleBody, 'balances' | 'positions' | 'total_value'> {
  const asOf = holdingsAsOf(world, place);
  const { amount, currency } = totalOf(world, place.account.key, asOf);
  // The sum of what SnapTrade knows, unlike the total that the brokerage tells (ST-504).
  const known = tellsHoldings(world, place.account.key) ? amount : ZERO;
  return {
    balances: balanceBodies(world, place),
    positions: holdingsOf(world, place, asOf).map((holding) => legacyPositionBody(world.ledger, holding)),
    total_value: { value: exact(known), currency },
  };
}
