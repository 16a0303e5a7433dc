/** The removed list of what happened in all accounts of a user: bare, newest first, cut at 10,000 rows. */
import type { Trade } from '../../fixtures/ledger/index.ts';
import { ok, withoutVanished } from '../../src/provider/index.ts';
import { rangeOf, typesAsked } from './activities.ts';
import { userOf } from './auth.ts';
import { transactionsOf } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, accountsOf, connectionsOf, LENS } from './lens.ts';
import { type Booked, bookedIn } from './options/booked.ts';
import type { SnapTradeExchange, SnapTradeWorld } from './state.ts';
import { accountBody } from './wire/account.ts';
import { activityMaker, activityType } from './wire/activity.ts';
import type { ActivityAccountBody, UserActivityBody } from './wire/schemas.ts';

/** The most rows an answer holds (ST-420). */
export const MOST_ROWS = 10_000;
/** Rows that a filter by type reads; older ones are as if they were of another type (ST-C39). */
const MOST_READ = 50_000;

export const allActivities: Serves<'listAllActivities'> = {
  listAllActivities: (x) => {
    const types = typesAsked(x.query);
    const rows: UserActivityBody[] = [];
    let read = 0;
    for (const { trade, source } of merged(sourcesOf(x))) {
      if (read++ === MOST_READ || rows.length === MOST_ROWS) break;
      if (types !== undefined && !types.has(activityType(trade, source.booked(trade)))) continue;
      rows.push({ ...source.bodyOf(trade), account: source.account });
    }
    return ok(rows);
  },
};

/** One account's rows, newest first. */
interface Source {
  readonly rows: Iterator<Trade>;
  readonly bodyOf: ReturnType<typeof activityMaker>;
  readonly booked: Booked;
  readonly account: ActivityAccountBody;
}

function sourcesOf(x: SnapTradeExchange & { readonly query: ActivitiesQuery }): Source[] {
  const { ledger, seed, state } = x.world;
  const trades = withoutVanished(ledger.trades, state.vanished);
  return placesAsked(x.world, x).map((place) => {
    const { startDate, endDate } = x.query;
    const range = rangeOf(place, transactionsOf(x.world, place), startDate, endDate);
    const booked = bookedIn(x.world, place.account.key);
    const { id, name, number, institution_account_id, sync_status } = accountBody(x.world, place);
    return {
      rows: trades.each([place.account.key], range)[Symbol.iterator](),
      bodyOf: activityMaker(ledger, seed, place, booked),
      booked,
      account: { id, name: name ?? number, number, institution_account_id, sync_status },
    };
  });
}

interface ActivitiesQuery {
  readonly startDate?: string;
  readonly endDate?: string;
  readonly accounts?: string;
  readonly brokerageAuthorizations?: string;
}

/** Connections go before accounts where both are named. */
function placesAsked(
  world: SnapTradeWorld,
  x: SnapTradeExchange & { readonly query: ActivitiesQuery },
): AccountPlace[] {
  const { ledger } = world;
  const connections = namesIn(x.query.brokerageAuthorizations);
  const accounts = connections.size > 0 ? new Set<string>() : namesIn(x.query.accounts);
  return connectionsOf(world, userOf(x))
    .filter(({ key }) => connections.size === 0 || connections.has(ledger.id(LENS, 'connection', key)))
    .flatMap((connection) => accountsOf(ledger, connection))
    .filter(({ account }) => accounts.size === 0 || accounts.has(ledger.id(LENS, 'account', account.key)));
}

function namesIn(list: string | undefined): ReadonlySet<string> {
  return new Set((list ?? '').split(',').filter((name) => name !== ''));
}

/** All rows, newest first; of one instant, those of the account that is listed first come first. */
function* merged(sources: readonly Source[]): Iterable<{ readonly trade: Trade; readonly source: Source }> {
  const heads = sources.flatMap((source) => {
    const first = source.rows.next();
    return first.done === true ? [] : [{ source, trade: first.value }];
  });
  while (heads.length > 0) {
    let newest = 0;
    for (const [i, { trade }] of heads.entries()) {
      if (trade.at > (heads[newest]?.trade.at ?? 0)) newest = i;
    }
    const head = heads[newest];
    if (head === undefined) return;
    yield { trade: head.trade, source: head.source };
    const next = head.source.rows.next();
    if (next.done === true) heads.splice(newest, 1);
    else head.trade = next.value;
  }
}
