/** Cryptocurrencies: the pairs an account can trade, their quotes, and what an order would cost. */
import { isProblem, ok } from '../../../src/provider/index.ts';
import { userOf } from '../auth.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import { findAccount, isDisabled } from '../lens.ts';
import { submit } from '../trading/machine.ts';
import { tradableAccount } from '../trading/permission.ts';
import { place, refusedAtOnce } from '../trading/placing.ts';
import { cryptoOrderForm, cryptoPairsBody, cryptoPreviewBody, cryptoQuoteBody } from '../wire/crypto.ts';
import { placedOrderBody } from '../wire/order.ts';
import { checkCryptoOrder, cryptoDraft, estimatedFee, wouldTake } from './order.ts';
import { pairsOf } from './pairs.ts';
import { cryptoQuoteOf } from './quote.ts';

export const crypto: Serves<
  'listCryptoPairs' | 'getCryptoPairQuote' | 'previewCryptoOrder' | 'placeCryptoOrder'
> = {
  listCryptoPairs: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const { base, quote } = x.query;
    const items = pairsOf(x.world.ledger, place).filter(
      (pair) => (base ?? pair.base) === pair.base && (quote ?? pair.quote) === pair.quote,
    );
    return ok(cryptoPairsBody(items));
  },

  getCryptoPairQuote: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const pair = pairsOf(x.world.ledger, place).find(({ symbol }) => symbol === x.path.instrumentSymbol);
    if (pair === undefined) return refusals.invalid('instrumentSymbol is no pair of this account');
    return ok(cryptoQuoteBody(x.world, cryptoQuoteOf(x.world, pair, x.now), x.now));
  },

  previewCryptoOrder: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (isDisabled(x.world, place.connection)) return refusals.disabled();
    const order = checkCryptoOrder(pairsOf(x.world.ledger, place), cryptoOrderForm(x.body), x.now);
    return isProblem(order) ? order : ok(cryptoPreviewBody(order.pair.quote, estimatedFee(x.world, order)));
  },

  placeCryptoOrder: (x) => {
    const account = tradableAccount(x, x.path.accountId);
    if (isProblem(account)) return account;
    const asked = checkCryptoOrder(pairsOf(x.world.ledger, account), cryptoOrderForm(x.body), x.now);
    if (isProblem(asked)) return asked;
    const draft = cryptoDraft(account.account.key, asked);
    const refused = asked.postOnly && wouldTake(x.world, asked) ? refusedAtOnce(x.world, draft, 1) : null;
    if (refused !== null && refused !== undefined) return refused;
    const order = refused === null ? place(x.world, draft) : submit(x.world, draft, { rejected: true });
    return isProblem(order) ? order : ok(placedOrderBody(x.world, account, order));
  },
};
