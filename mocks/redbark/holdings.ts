/** Positions of brokerage accounts, read live. Not paginated (RB-26). */
import { isProblem, ok } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { knownUntil } from './live.ts';
import { placesOf } from './places.ts';
import { scopeOf } from './scope.ts';
import { list } from './wire/envelope.ts';
import { holdingBody } from './wire/holding.ts';

export const holdings: Serves<'listHoldings'> = {
  listHoldings(x) {
    const scope = scopeOf(x);
    if (isProblem(scope)) return scope;
    const until = knownUntil(x.world, scope.connection.key);
    if (until === undefined) return refusals.providerDown(x.world, 'brokerage');

    const { placeOf } = placesOf(x.world, scope);
    const rows = scope.accounts.flatMap((account) =>
      x.world.ledger
        .holdings(account, until)
        .map((holding) => holdingBody(x.world, placeOf(account), holding)),
    );
    return ok(list(rows));
  },
};
