/** Connections between a user and a brokerage: read, refreshed, broken on purpose, deleted. */
import type { Instant } from '../../fixtures/ledger/index.ts';
import { MINUTE } from '../../fixtures/ledger/time.ts';
import { empty, type Json, ListTexts, ok, written } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import {
  connectionsOf,
  findConnection,
  isDisabled,
  isThere,
  LENS,
  placeOf,
  sharedAccountsOf,
} from './lens.ts';
import { expectedTrouble } from './pretences.ts';
import { QUEUE_MS } from './queue.ts';
import { recordOf, removeConnection, type SnapTradeWorld, type User } from './state.ts';
import { reading } from './switches.ts';
import { tellOfHoldings } from './webhooks.ts';
import { accountBody } from './wire/account.ts';
import { connectionDeletionBody, disabledBody, refreshBody, transactionsSyncBody } from './wire/answers.ts';
import { connectionBody, connectionText } from './wire/connection.ts';
import { connectionAccountBody } from './wire/connection-account.ts';

/** A connection refreshed more recently than this is refused; the sources give no number (ST-C12). */
const REFRESH_INTERVAL_MS = MINUTE;

/** The last list of each user. */
const lists = new ListTexts<User>();

export const connections: Serves<
  | 'listConnections'
  | 'getConnection'
  | 'listAccountsOfConnection'
  | 'listConnectionAccounts'
  | 'refreshConnection'
  | 'syncTransactions'
  | 'disableConnection'
  | 'deleteConnection'
  | 'removeConnection'
> = {
  listConnections: (x) => {
    const own = connectionsOf(x.world, userOf(x));
    const places = own.map((connection) => placeOf(x.world.ledger, connection));
    const texts = places.map((place) => connectionText(x.world, place));
    return written(lists.of(userOf(x), '[', texts, ']'), () =>
      places.map((place) => connectionBody(x.world, place)),
    );
  },

  getConnection: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    return place === undefined ? refusals.notFound() : ok(connectionBody(x.world, place));
  },

  listAccountsOfConnection: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    if (place === undefined) return refusals.notFound();
    return ok(sharedAccountsOf(x.world, place.connection).map((account) => accountBody(x.world, account)));
  },

  listConnectionAccounts: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.connectionId);
    if (place === undefined) return refusals.notFound();
    const accounts = sharedAccountsOf(x.world, place.connection);
    return ok(accounts.map((account) => connectionAccountBody(x.world, account)));
  },

  refreshConnection: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    if (place === undefined) return refusals.notFound();
    if (isDisabled(x.world, place.connection)) return refusals.disabled();
    if (reading(x.world, 'freshness') === 'realtime') return refusals.featureOff();
    const { key } = place.connection;
    if (isRefreshedTooRecently(x.world, key)) return refusals.refreshedTooRecently();
    queueRefresh(x.world, key);
    return ok(refreshBody(idOf(x.world, key)));
  },

  syncTransactions: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    if (place === undefined) return refusals.notFound();
    if (isDisabled(x.world, place.connection)) return refusals.disabled();
    const { key } = place.connection;
    x.world.schedule(x.now + QUEUE_MS, 'transactions-synced', key);
    return ok(transactionsSyncBody(idOf(x.world, key)));
  },

  disableConnection: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    if (place === undefined) return refusals.notFound();
    if (reading(x.world, 'keys') === 'production') return refusals.featureOff();
    if (isDisabled(x.world, place.connection)) return refusals.alreadyDisabled();
    const { key } = place.connection;
    x.world.setConnection(key, { status: 'login-required', reason: 'disabled through the API' }, 'here');
    return ok(disabledBody(idOf(x.world, key)));
  },

  deleteConnection: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.connectionId);
    if (place === undefined) return refusals.notFound();
    const { key } = place.connection;
    const record = recordOf(x.world.state, key);
    if (record.deletionQueued !== true) {
      record.deletionQueued = true;
      x.world.schedule(x.now + QUEUE_MS, 'connection-deleted', key);
    }
    return ok(connectionDeletionBody(idOf(x.world, key)));
  },

  removeConnection: (x) => {
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    if (place === undefined) return refusals.notFound();
    removeConnection(x.world, place.connection.key);
    return empty(204);
  },
};

export function isRefreshedTooRecently(world: SnapTradeWorld, key: string): boolean {
  const last = world.state.connections[key]?.refreshAskedAt;
  return last !== undefined && world.now() < last + REFRESH_INTERVAL_MS && world.limits !== 'off';
}

/** Somebody asked for a refresh, and it was accepted. */
export function queueRefresh(world: SnapTradeWorld, key: string): void {
  const record = recordOf(world.state, key);
  const trouble = expectedTrouble(world) ?? record.nextRefresh;
  record.refreshAskedAt = world.now();
  delete record.nextRefresh;
  if (trouble === 'never-ends') return;
  const event = trouble === undefined ? 'connection-refreshed' : 'connection-refresh-failed';
  world.schedule(world.now() + QUEUE_MS, event, key);
}

/** A queued refresh is done, unless the connection broke while it waited. */
export function connectionRefreshed(world: SnapTradeWorld, at: Instant, data: Json): void {
  const key = String(data);
  if (world.connection(key).status === 'healthy') recordOf(world.state, key).refreshedAt = at;
  world.recur('sync', key);
}

/** A queued sync of transactions is done: what is told of it is only whether there was anything new (ST-411). */
export function transactionsSynced(world: SnapTradeWorld, at: Instant, data: Json): void {
  const key = String(data);
  if (world.connection(key).status !== 'healthy') return;
  const record = recordOf(world.state, key);
  record.transactionsSyncedAt = at;
  record.tellsTransactionsOnly = true;
  world.recur('sync', key);
  delete record.tellsTransactionsOnly;
}

/** A queued refresh failed: the copies stay as they are, and the application is told so (ST-127). */
export function connectionRefreshFailed(world: SnapTradeWorld, _at: Instant, data: Json): void {
  const connection = world.ledger.connections.get(String(data));
  if (connection !== undefined && isThere(world, connection)) tellOfHoldings(world, connection, true);
}

export function connectionDeleted(world: SnapTradeWorld, _at: Instant, data: Json): void {
  removeConnection(world, String(data));
}

function idOf(world: SnapTradeWorld, key: string): string {
  return world.ledger.id(LENS, 'connection', key);
}
