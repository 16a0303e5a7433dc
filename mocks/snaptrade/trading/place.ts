/** Operations that look at orders before they are placed, and place them. */
import { isProblem, ok } from '../../../src/provider/index.ts';
import { userOf } from '../auth.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import { orderBody } from '../wire/order.ts';
import { impactBody } from '../wire/trading.ts';
import { keepCheck, takeCheck } from './checks.ts';
import { deskOf } from './desks.ts';
import { draftOf } from './forms.ts';
import { tradableAccount } from './permission.ts';
import { estimateOf, place } from './placing.ts';
import { cashIn } from './reserved.ts';

export const placing: Serves<'checkOrder' | 'placeOrder' | 'placeCheckedOrder'> = {
  checkOrder: (x) => {
    const account = tradableAccount(x, x.body.account_id);
    if (isProblem(account)) return account;
    const draft = draftOf(x.world, account, x.body);
    if (isProblem(draft)) return draft;
    const { price, units } = estimateOf(x.world, draft);
    const gross = units.times(price);
    const commission = deskOf(draft).fee(x.world, account, draft, gross);
    const cash = cashIn(x.world, draft.account, draft.currency).minus(commission);
    const remaining = draft.effect === 'debit' ? cash.minus(gross) : cash.plus(gross);
    const check = { userId: userOf(x).userId, accountId: x.body.account_id, draft };
    const id = keepCheck(x.world, check);
    const kept = { ...check, expiresAt: x.now };
    return ok(impactBody(x.world, account, id, kept, { remaining, commission }));
  },

  placeOrder: (x) => {
    const account = tradableAccount(x, x.body.account_id);
    if (isProblem(account)) return account;
    const draft = draftOf(x.world, account, x.body);
    if (isProblem(draft)) return draft;
    const order = place(x.world, draft);
    return isProblem(order) ? order : ok(orderBody(x.world, account, order));
  },

  placeCheckedOrder: (x) => {
    const check = takeCheck(x.world, userOf(x).userId, x.path.tradeId);
    if (check === undefined) {
      return refusals.invalid('Failed to submit order to broker: the trade is unknown, used or expired.');
    }
    const account = tradableAccount(x, check.accountId);
    if (isProblem(account)) return account;
    const order = place(x.world, check.draft, x.body?.wait_to_confirm !== false);
    return isProblem(order) ? order : ok(orderBody(x.world, account, order));
  },
};
