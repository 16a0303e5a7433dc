/**
 * How old what SnapTrade shows is. It keeps copies: holdings are refreshed once a day and on request, activities
 * are known up to the day before, and a connection that broke shows for ever what was known then (ST-40 to ST-44).
 */
import { type Connection, type Day, draws, type Instant, sub } from '../../fixtures/ledger/index.ts';
import { MINUTE } from '../../fixtures/ledger/time.ts';
import { localDay, startOfDay } from '../../fixtures/ledger/zones.ts';
import { isDisabled, LENS, type Place } from './lens.ts';
import { believes } from './pretences.ts';
import type { SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { zoneOf } from './wire/time.ts';

/** The first look at the transactions of a new connection takes this long; documented as 1 to 60 seconds (ST-C15). */
export const FIRST_SYNC_MS = 30_000;

/**
 * When the holdings of a connection were last read at the brokerage.
 *
 * @param known until when the brokerage could be read
 */
export function holdingsAsOf(
  world: SnapTradeWorld,
  place: Place,
  known: Instant = world.asOf(place.connection.key),
): Instant {
  const { connection } = place;
  if (reading(world, 'freshness') === 'realtime') return Math.max(known, connection.createdAt);
  return Math.max(connection.createdAt, lastSync(world, place, known));
}

/** Which activities of a connection are known; undefined while the first sync runs. */
export interface Transactions {
  /** The last day that is complete. */
  readonly through: Day;
  /** Its end: rows before this are shown. */
  readonly until: Instant;
  /** When they were read: what the brokerage booked later, for whatever day, is not among them. */
  readonly readAt: Instant;
}

export function transactionsOf(
  world: SnapTradeWorld,
  place: Place,
  known: Instant = world.asOf(place.connection.key),
): Transactions | undefined {
  const { connection } = place;
  const first = connection.createdAt + FIRST_SYNC_MS;
  if (known < first || isFirstSync(world, place)) return undefined;
  const synced = world.state.connections[connection.key]?.transactionsSyncedAt ?? 0;
  return transactionsReadAt(place, Math.max(first, synced, lastSync(world, place, known)));
}

/** What a reading brings: the days before it. */
export function transactionsReadAt({ institution }: Place, readAt: Instant): Transactions {
  const zone = zoneOf(institution);
  const today = localDay(zone, readAt);
  return { through: today - 1, until: startOfDay(zone, today), readAt };
}

/** Whether a fault makes it seem that the first sync still runs. */
export function isFirstSync(world: SnapTradeWorld, { connection }: Place): boolean {
  return believes(world, 'syncing', connection.key);
}

/** The later of the daily sync and the last refresh, both at or before `known`. */
function lastSync(world: SnapTradeWorld, place: Place, known: Instant): Instant {
  return Math.max(
    dailySync(world, place, known),
    world.state.connections[place.connection.key]?.refreshedAt ?? 0,
  );
}

/** Each connection has its own minute for the daily sync, between one and five in the brokerage's night (ST-C14). */
function dailySync(world: SnapTradeWorld, { connection, institution }: Place, known: Instant): Instant {
  const zone = zoneOf(institution);
  const sinceMidnight = sinceMidnightOf(world, connection);
  const today = localDay(zone, known);
  const sync = startOfDay(zone, today) + sinceMidnight;
  return sync <= known ? sync : startOfDay(zone, today - 1) + sinceMidnight;
}

/** The first daily sync after an instant. */
export function nextDailySync(
  world: SnapTradeWorld,
  { connection, institution }: Place,
  after: Instant,
): Instant {
  const zone = zoneOf(institution);
  const sinceMidnight = sinceMidnightOf(world, connection);
  const today = localDay(zone, after);
  const sync = startOfDay(zone, today) + sinceMidnight;
  return sync > after ? sync : startOfDay(zone, today + 1) + sinceMidnight;
}

function sinceMidnightOf({ seed }: SnapTradeWorld, connection: Connection): number {
  let drawn = syncMinutes.get(connection);
  if (drawn?.seed !== seed) {
    const minutes = 60 + draws(sub(seed, LENS, 'daily-sync', connection.key)).below(240);
    drawn = { seed, sinceMidnight: minutes * MINUTE };
    syncMinutes.set(connection, drawn);
  }
  return drawn.sinceMidnight;
}

/** Asked for with every connection that is shown. */
const syncMinutes = new WeakMap<
  Connection,
  { readonly seed: SnapTradeWorld['seed']; readonly sinceMidnight: number }
>();

/** When anything about a connection last changed here. */
export function updatedAt(world: SnapTradeWorld, place: Place): Instant {
  const synced = holdingsAsOf(world, place);
  return isDisabled(world, place.connection) ? Math.max(synced, disabledAt(world, place)) : synced;
}

export function disabledAt(world: SnapTradeWorld, { connection }: Place): Instant {
  return Math.max(world.connection(connection.key).since, connection.createdAt);
}
