/** Brokerages and what is true of each; what the application may do. */
import { ok } from '../../../src/provider/index.ts';
import { redirectUriOf } from '../application.ts';
import { brokeragesOf, findBrokerage, howUsersSignIn, standingOf } from '../brokerages.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import type { SnapTradeWorld } from '../state.ts';
import { applicationBody } from '../wire/application.ts';
import { authorizationTypeBody, brokerageBody, brokerageInstrumentBody, slugOf } from '../wire/brokerage.ts';
import type { BrokerageBody } from '../wire/schemas.ts';
import { dealsIn } from './symbols.ts';

export const brokerages: Serves<
  'getApplication' | 'listBrokerages' | 'listInstruments' | 'listAuthorizationTypes'
> = {
  getApplication: (x) => {
    const allowed = brokerageBodies(x.world).filter(({ enabled }) => enabled);
    return ok(applicationBody(allowed, redirectUriOf(x.world, x.principal)));
  },

  listBrokerages: (x) => ok(brokerageBodies(x.world)),

  listInstruments: (x) => {
    const brokerage = findBrokerage(x.world, x.path.slug);
    if (brokerage === undefined) return refusals.notFound();
    // Which brokerages tell is not published; those that one can trade with, say we (ST-C194).
    if (!brokerage.allowsTrading) return ok({ instruments: [] });
    const { ledger } = x.world;
    const dealtIn = [...ledger.securities.values()].filter((security) => dealsIn(brokerage, security));
    return ok({
      instruments: dealtIn.map((security) => brokerageInstrumentBody(ledger, brokerage, security)),
    });
  },

  listAuthorizationTypes: (x) => {
    const wanted = x.query.brokerage?.split(',').map((slug) => slug.trim());
    const { ledger } = x.world;
    const listed = brokeragesOf(x.world).filter((one) => wanted?.includes(slugOf(one)) !== false);
    return ok(
      listed.flatMap((one) => {
        const accesses = one.allowsTrading ? (['read', 'trade'] as const) : (['read'] as const);
        return accesses.map((access) => authorizationTypeBody(ledger, one, access, howUsersSignIn(one)));
      }),
    );
  },
};

function brokerageBodies(world: SnapTradeWorld): BrokerageBody[] {
  return brokeragesOf(world).map((one) => brokerageBody(world.ledger, one, standingOf(world, one)));
}
