/** Activities that come, go or change their id while a client is reading. */
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import { type ArrivingRow, MOST_VANISHED, type Play } from '../../../src/provider/index.ts';
import { activityPage, rangeOf, typesAsked } from '../activities.ts';
import { transactionsOf, transactionsReadAt } from '../freshness.ts';
import type { OperationId } from '../generated/operations.ts';
import { type Principal, recordOf, type SnapTradeExchange, type SnapTradeState } from '../state.ts';
import { type ActivitiesAhead, activitiesAhead } from './asked.ts';

const PAGED: readonly OperationId[] = ['listActivities'];

export const movement: Readonly<Record<string, Play<SnapTradeState, Principal>>> = {
  'row-arrives': {
    on: PAGED,
    when: (x) => x.world.roomForRows > 0 && newRow(x) !== undefined,
    play: (x) => {
      const page = activitiesAhead(x);
      const row = newRow(x);
      if (page === undefined || row === undefined) return {};
      x.world.arrive({ ...row, description: `ARRIVAL ${x.world.serial('arrival')}` });
      // What was booked late shows once the brokerage has been read again: after it arrived, however fast a clock runs.
      recordOf(x.world.state, page.place.connection.key).refreshedAt = x.world.now();
      return {};
    },
  },
  'row-vanishes': {
    on: PAGED,
    when: (x) => x.world.state.vanished.length < MOST_VANISHED && lastShown(x) !== undefined,
    play: (x) => {
      const row = lastShown(x);
      if (row !== undefined) x.world.state.vanished.push({ account: row.account, key: row.key, at: row.at });
      return {};
    },
  },
  'id-changes': {
    on: PAGED,
    when: (x) => activitiesAhead(x)?.rows.some(({ fee }) => fee !== undefined) === true,
    play: () => ({ notes: { unfilledFees: 1 } }),
  },
};

/** A purchase on the last day that is known, the newest there is; undefined if the request would not show it. */
function newRow(x: SnapTradeExchange): ArrivingRow | undefined {
  const page = activitiesAhead(x);
  const known = page && transactionsOf(x.world, page.place);
  if (page === undefined || known === undefined) return undefined;
  const { place, query } = page;
  if (x.world.connection(place.connection.key).status !== 'healthy') return undefined;
  // Reading again must bring this one row, not those of another day as well.
  const next = transactionsReadAt(place, x.now);
  const at = known.until - 1;
  const { from = at, until = at } = rangeOf(place, next, query.startDate, query.endDate);
  if (next.until !== known.until || at < from || at >= until) return undefined;
  if (typesAsked(query)?.has('BUY') === false) return undefined;
  const security = x.world.ledger.securities.get(place.account.securities[0] ?? '');
  if (security === undefined) return undefined;
  return {
    account: place.account.key,
    kind: 'buy',
    symbol: security.symbol,
    quantity: '1',
    price: x.world.ledger.price(security, at).toString(),
    at: isoInstant(at),
  };
}

/** The row before the page: the last that a client who reads on has seen. */
function lastShown(x: SnapTradeExchange): ActivitiesAhead['rows'][number] | undefined {
  const page = activitiesAhead(x);
  if (page === undefined || page.offset === 0) return undefined;
  return activityPage(x.world, page.place, { ...page.query, offset: page.offset - 1, limit: 1 }).rows[0];
}
