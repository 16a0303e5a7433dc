/** Positions of brokerage accounts, read live. Not paginated (RB-26). */
import type { Holding } from '../../fixtures/ledger/types.ts';
import { isProblem, RowTexts, written } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { knownUntil } from './live.ts';
import { placesOf } from './places.ts';
import { scopeOf } from './scope.ts';
import { list } from './wire/envelope.ts';
import { holdingBody } from './wire/holding.ts';
import type { HoldingBody } from './wire/schemas.ts';

const texts = new RowTexts<Holding>();

export const holdings: Serves<'listHoldings'> = {
  listHoldings(x) {
    const scope = scopeOf(x);
    if (isProblem(scope)) return scope;
    const until = knownUntil(x.world, scope.connection.key);
    if (until === undefined) return refusals.providerDown(x.world, 'brokerage');

    const { placeOf } = placesOf(x.world, scope);
    const { ledger } = x.world;
    const rows = scope.accounts.flatMap((account) => ledger.holdings(account, until));
    const body = (holding: Holding): HoldingBody => holdingBody(x.world, placeOf(holding.account), holding);
    const text = texts.list('{"data":[', rows, ']}', (holding) => JSON.stringify(body(holding)));
    return written(text, () => list(rows.map(body)));
  },
};
