/** What an account holds, in the present and in the removed forms. */
import type { Holding, Instant } from '../../fixtures/ledger/index.ts';
import { ok } from '../../src/provider/index.ts';
import { tellsHoldings } from './account-standing.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import { holdingsAsOf, isFirstSync } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, findAccount } from './lens.ts';
import { type OptionPosition, optionPositionsOf } from './options/positions.ts';
import type { SnapTradeWorld } from './state.ts';
import { allPositionsBody } from './wire/answers.ts';
import { legacyPositionBody, optionHoldingBody, optionPositionBody, positionBody } from './wire/position.ts';

export const positions: Serves<'listAllPositions' | 'listPositions' | 'listOptionHoldings'> = {
  listAllPositions: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (isFirstSync(x.world, place)) return refusals.populating();
    const asOf = holdingsAsOf(x.world, place);
    const results = [
      ...holdingsOf(x.world, place, asOf).map((holding) => positionBody(x.world.ledger, holding)),
      ...contractsOf(x.world, place, asOf).map((one) => optionPositionBody(x.world, one, asOf)),
    ];
    return ok(allPositionsBody(x.world, results, asOf));
  },

  listPositions: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (isFirstSync(x.world, place)) return refusals.populating();
    return ok(
      holdingsOf(x.world, place, holdingsAsOf(x.world, place)).map((holding) =>
        legacyPositionBody(x.world.ledger, holding),
      ),
    );
  },

  listOptionHoldings: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (isFirstSync(x.world, place)) return refusals.populating();
    const { key } = place.account;
    const asOf = holdingsAsOf(x.world, place);
    const held = contractsOf(x.world, place, asOf);
    return ok(held.map((position) => optionHoldingBody(x.world, key, position, asOf)));
  },
};

/** Bank accounts behind a brokerage connection hold nothing but money. */
export function holdingsOf(world: SnapTradeWorld, place: AccountPlace, asOf: Instant): readonly Holding[] {
  const { kind, key } = place.account;
  if (kind !== 'brokerage' && kind !== 'crypto') return [];
  if (!tellsHoldings(world, key)) return [];
  return world.ledger.holdings(key, asOf);
}

export function contractsOf(
  world: SnapTradeWorld,
  { account }: AccountPlace,
  asOf: Instant,
): readonly OptionPosition[] {
  return tellsHoldings(world, account.key) ? optionPositionsOf(world, account.key, asOf) : [];
}
