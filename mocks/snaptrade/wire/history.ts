/** Values over time: balance histories and return rates. */

import { padded } from '../../../fixtures/ledger/decimal.ts';
import type { Day, Decimal, Instant } from '../../../fixtures/ledger/index.ts';
import { isoDay } from '../../../fixtures/ledger/time.ts';
import { exact } from '../../../src/provider/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { BalanceHistoryBody, ReturnRatesBody, Timeframe } from './schemas.ts';
import { timestamp } from './time.ts';

/** Values are strings here, unlike those of accounts (ST-413). */
export function balanceHistoryBody(
  currency: string,
  days: readonly { readonly day: Day; readonly value: Decimal }[],
): BalanceHistoryBody {
  return {
    history: days.map(({ day, value }) => ({ date: isoDay(day), total_value: padded(value, 2) })),
    currency,
  };
}

export function returnRatesBody(
  world: SnapTradeWorld,
  rates: readonly { readonly timeframe: Timeframe; readonly percent: Decimal }[],
  readAt: Instant,
): ReturnRatesBody {
  const created = timestamp(world, readAt);
  return {
    data: rates.map(({ timeframe, percent }) => ({
      timeframe,
      return_percent: exact(percent),
      created_date: created,
    })),
  };
}
