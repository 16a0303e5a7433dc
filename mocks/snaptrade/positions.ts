/** What an account holds, in the present and in the removed form. */
import type { Holding, Instant } from '../../fixtures/ledger/index.ts';
import { ok } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import { holdingsAsOf, isFirstSync } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, findAccount } from './lens.ts';
import type { SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { allPositionsBody } from './wire/answers.ts';
import { legacyPositionBody, positionBody } from './wire/position.ts';

export const positions: Serves<'listAllPositions' | 'listPositions'> = {
  listAllPositions: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (isFirstSync(x.world, place)) return refusals.populating();
    const results = holdingsOf(x.world, place, holdingsAsOf(x.world, place)).map((holding) =>
      positionBody(x.world.ledger, holding),
    );
    return ok(allPositionsBody(x.world, results, holdingsAsOf(x.world, place)));
  },

  listPositions: (x) => {
    if (reading(x.world, 'legacyPositions') === 'gone') return refusals.gone();
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (isFirstSync(x.world, place)) return refusals.populating();
    return ok(
      holdingsOf(x.world, place, holdingsAsOf(x.world, place)).map((holding) =>
        legacyPositionBody(x.world.ledger, holding),
      ),
    );
  },
};

/** Bank accounts behind a brokerage connection hold nothing but money. */
export function holdingsOf(world: SnapTradeWorld, place: AccountPlace, asOf: Instant): readonly Holding[] {
  const { kind, key } = place.account;
  if (kind !== 'brokerage' && kind !== 'crypto') return [];
  return world.ledger.holdings(key, asOf);
}
