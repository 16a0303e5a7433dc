/** What happened in an account: pages of activities, newest first, up to the last day that is complete. */
import type { Instant, Range, Rows, Trade } from '../../fixtures/ledger/index.ts';
import { dayNamed } from '../../fixtures/ledger/time.ts';
import { startOfDay } from '../../fixtures/ledger/zones.ts';
import { ok, RowTexts, withoutVanished, writeJson, written } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import { type Transactions, transactionsOf } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, findAccount } from './lens.ts';
import { bookedIn } from './options/booked.ts';
import { belief } from './pretences.ts';
import type { SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { activityBodies, activityMaker, activityType } from './wire/activity.ts';
import { activityPageBody } from './wire/answers.ts';
import type { ActivityPageBody } from './wire/schemas.ts';
import { zoneOf } from './wire/time.ts';

/** Both the default and the most a page ever holds (ST-63). */
const MAX_LIMIT = 1000;

const texts = new RowTexts<Trade>();

export const activities: Serves<'listActivities'> = {
  listActivities: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const { limit: asked = MAX_LIMIT } = x.query;
    if (asked > MAX_LIMIT && reading(x.world, 'overLimit') === 'refuse') {
      return refusals.invalid(`limit must be <= ${MAX_LIMIT} (given ${asked})`);
    }
    const { offset, limit, rows, total } = activityPage(x.world, place, x.query);
    const { ledger, seed } = x.world;
    const booked = bookedIn(x.world, place.account.key);
    const unfilled = belief(x.world, 'unfilledFees') ?? 0;
    const body = (): ActivityPageBody =>
      activityPageBody(activityBodies(ledger, seed, place, rows, unfilled, booked), offset, limit, total);
    // Rows without their fees are so for one request: nothing of them is kept.
    if (unfilled > 0) return ok(body());
    const bodyOf = activityMaker(ledger, seed, place, booked);
    const { pagination } = activityPageBody([], offset, limit, total);
    const behind = `],"pagination":${JSON.stringify(pagination)}}`;
    const text = texts.list('{"data":[', rows, behind, (trade) => writeJson(bodyOf(trade)));
    return written(text, body);
  },
};

export interface ActivityQuery {
  readonly startDate?: string;
  readonly endDate?: string;
  readonly type?: string;
  readonly offset?: number;
  readonly limit?: number;
}

interface Page {
  readonly rows: readonly Trade[];
  readonly total: number;
}

/** One page of an account's activities, as far as they are known. */
export function activityPage(
  world: SnapTradeWorld,
  place: AccountPlace,
  query: ActivityQuery,
  known: Transactions | undefined = transactionsOf(world, place),
): Page & { readonly offset: number; readonly limit: number } {
  const { offset = 0, limit: asked = MAX_LIMIT, startDate, endDate } = query;
  // A page that a fault makes short is as under a lower maximum: `limit` says what was given (ST-63, ST-C44).
  const limit = Math.min(asked, MAX_LIMIT, belief(world, 'pageRows') ?? MAX_LIMIT);
  const range = rangeOf(place, known, startDate, endDate);
  const types = typesAsked(query);
  const page =
    types === undefined
      ? pageOf(world, place, range, offset, limit)
      : filteredPage(world, place, range, offset, limit, types);
  return { ...page, offset, limit };
}

/** Undefined: all types. */
export function typesAsked({ type }: ActivityQuery): ReadonlySet<string> | undefined {
  return type === undefined || type === '' ? undefined : new Set(type.split(','));
}

/** Days are the brokerage's: both ends of a range are compared with what `trade_date` shows. */
export function rangeOf(
  place: AccountPlace,
  known: Transactions | undefined,
  startDate: string | undefined,
  endDate: string | undefined,
): Range {
  const zone = zoneOf(place.institution);
  const end: Instant = known?.until ?? 0;
  const until = endDate === undefined ? end : Math.min(end, startOfDay(zone, dayNamed(endDate) + 1));
  return {
    now: known?.readAt ?? 0,
    until,
    ...(startDate !== undefined && { from: startOfDay(zone, dayNamed(startDate)) }),
  };
}

function pageOf(
  world: SnapTradeWorld,
  { account }: AccountPlace,
  range: Range,
  offset: number,
  limit: number,
): Page {
  const trades = shownTrades(world);
  const total = trades.count([account.key], range);
  return {
    rows: offset >= total || limit === 0 ? [] : trades.page([account.key], range, offset, limit),
    total,
  };
}

/** All but those that vanished. */
function shownTrades({ ledger, state }: SnapTradeWorld): Rows<Trade> {
  return withoutVanished(ledger.trades, state.vanished);
}

/**
 * Rows that a filter by type reads, newest first. Older ones are as if they were of another type (ST-C39): about a
 * second's work, and more than any real account has.
 */
const MOST_READ = 50_000;

/** Only reading a row tells its type: a transfer is a contribution or a withdrawal. */
function filteredPage(
  world: SnapTradeWorld,
  { account }: AccountPlace,
  range: Range,
  offset: number,
  limit: number,
  types: ReadonlySet<string>,
): Page {
  const rows: Trade[] = [];
  const booked = bookedIn(world, account.key);
  let total = 0;
  let read = 0;
  for (const trade of shownTrades(world).each([account.key], range)) {
    if (read++ === MOST_READ) break;
    if (!types.has(activityType(trade, booked(trade)))) continue;
    if (total >= offset && rows.length < limit) rows.push(trade);
    total += 1;
  }
  return { rows, total };
}
