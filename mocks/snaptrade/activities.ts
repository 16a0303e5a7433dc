/** What happened in an account: pages of activities, newest first, up to the last day that is complete. */
import type { Instant, Range, Trade } from '../../fixtures/ledger/index.ts';
import { dayNamed } from '../../fixtures/ledger/time.ts';
import { startOfDay } from '../../fixtures/ledger/zones.ts';
import { ok } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import { transactionsOf } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, findAccount } from './lens.ts';
import type { SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { activityBodies, activityType } from './wire/activity.ts';
import { activityPageBody } from './wire/answers.ts';
import { zoneOf } from './wire/time.ts';

/** Both the default and the most a page ever holds (ST-63). */
const MAX_LIMIT = 1000;

export const activities: Serves<'listActivities'> = {
  listActivities: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const { offset = 0, limit: asked = MAX_LIMIT, startDate, endDate, type } = x.query;
    if (asked > MAX_LIMIT && reading(x.world, 'overLimit') === 'refuse') {
      return refusals.invalid(`limit must be <= ${MAX_LIMIT} (given ${asked})`);
    }
    const limit = Math.min(asked, MAX_LIMIT);
    const range = rangeOf(x.world, place, startDate, endDate);
    const types = type === undefined || type === '' ? undefined : new Set(type.split(','));
    const { rows, total } =
      types === undefined
        ? pageOf(x.world, place, range, offset, limit)
        : filteredPage(x.world, place, range, offset, limit, types);
    const data = activityBodies(x.world.ledger, x.world.seed, place, rows);
    return ok(activityPageBody(data, offset, limit, total));
  },
};

interface Page {
  readonly rows: readonly Trade[];
  readonly total: number;
}

/** Days are the brokerage's: both ends of a range are compared with what `trade_date` shows. */
function rangeOf(
  world: SnapTradeWorld,
  place: AccountPlace,
  startDate: string | undefined,
  endDate: string | undefined,
): Range {
  const zone = zoneOf(place.institution);
  const known: Instant = transactionsOf(world, place)?.until ?? 0;
  const until = endDate === undefined ? known : Math.min(known, startOfDay(zone, dayNamed(endDate) + 1));
  return {
    now: known,
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
  const { trades } = world.ledger;
  const total = trades.count([account.key], range);
  return { rows: offset >= total ? [] : trades.page([account.key], range, offset, limit), total };
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
  let total = 0;
  let read = 0;
  for (const trade of world.ledger.trades.each([account.key], range)) {
    if (read++ === MOST_READ) break;
    if (!types.has(activityType(trade))) continue;
    if (total >= offset && rows.length < limit) rows.push(trade);
    total += 1;
  }
  return { rows, total };
}
