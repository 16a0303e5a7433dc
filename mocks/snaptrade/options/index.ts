/** Options: quotes, what an order would cost, and what an account holds. */
import { isProblem, ok } from '../../../src/provider/index.ts';
import { userOf } from '../auth.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import { findAccount, isDisabled } from '../lens.ts';
import { tradableAccount } from '../trading/permission.ts';
import { place } from '../trading/placing.ts';
import { optionImpactBody, optionOrderForm, optionQuoteBody } from '../wire/option.ts';
import { placedOptionOrderBody } from '../wire/order.ts';
import { contractNamed, isListed } from './contract.ts';
import { impactOf, marketPriceOf, tellsImpact, tradesOptions } from './impact.ts';
import { cashOf, checkOptionOrder, optionDraft } from './order.ts';
import { circumstancesOf } from './quote.ts';

/** From then on quotes of options give no data (ST-271). */
const QUOTES_END = Date.UTC(2026, 9, 1);

export const options: Serves<'getOptionQuote' | 'getOptionImpact' | 'placeOptionOrder'> = {
  getOptionQuote: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (x.now >= QUOTES_END) return refusals.gone();
    const contract = contractNamed(x.world.ledger, x.query.symbol);
    if (contract === undefined || !isListed(contract, x.now)) return refusals.notFound();
    return ok(optionQuoteBody(x.world, contract, circumstancesOf(x.world, contract, x.now), x.now));
  },

  getOptionImpact: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (!tellsImpact(place.institution)) return refusals.optionImpactUnsupported();
    if (isDisabled(x.world, place.connection)) return refusals.disabled();
    const order = checkOptionOrder(x.world.ledger, optionOrderForm(x.body), x.now);
    return isProblem(order) ? order : ok(optionImpactBody(impactOf(x.world, order)));
  },

  placeOptionOrder: (x) => {
    const account = tradableAccount(x, x.path.accountId);
    if (isProblem(account)) return account;
    if (!tradesOptions(account.institution)) return refusals.noTradingHere();
    const asked = checkOptionOrder(x.world.ledger, optionOrderForm(x.body), x.now);
    if (isProblem(asked)) return asked;
    const now = cashOf(asked.legs, (leg) => marketPriceOf(x.world, leg)).isNegative() ? 'DEBIT' : 'CREDIT';
    const order = place(x.world, optionDraft(account.account.key, asked, now));
    return isProblem(order) ? order : ok(placedOptionOrderBody(x.world, account, order));
  },
};
