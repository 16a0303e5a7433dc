/** Webhooks: what SnapTrade tells the application by itself (ST-120 to ST-130). */
import type { Account, Connection } from '../../fixtures/ledger/index.ts';
import { MINUTE } from '../../fixtures/ledger/time.ts';
import type { About, ConnectionState, Recurrence, Webhooks } from '../../src/provider/index.ts';
import { applicationOf } from './application.ts';
import { canonicalContent } from './canonical.ts';
import { FIRST_SYNC_MS, nextDailySync, transactionsOf } from './freshness.ts';
import { isDisabled, isDisabledStatus, isThere, LENS, placeOf, sharedAccountsOf } from './lens.ts';
import { oauthClientOf } from './oauth/client.ts';
import type { AttemptResult } from './portal/outcomes.ts';
import { sign } from './signature.ts';
import type { SnapTradeState, SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { tradeDetection } from './trading/watches.ts';
import { oauthUserId } from './wire/oauth.ts';
import {
  aboutAccount,
  aboutAttempt,
  aboutConnection,
  aboutUser,
  type Extra,
  holdingsDetails,
  oauthWebhookBody,
  webhookBody,
  withBrokerage,
} from './wire/webhook.ts';

/** Anything else, 203 and redirects too, is a failure (ST-122). */
const SUCCESS: ReadonlySet<number> = new Set([200, 201, 202, 204]);

/** Then twice that, and twice that again (ST-123, ST-C56). */
const FIRST_RETRY_MS = 30 * MINUTE;
const MOST_RETRIES = 3;

/** By account: how many of its activities are known. */
type Counts = Readonly<Record<string, number>>;

/** Reading a brokerage: once when the connection is new, then every night. */
const sync: Recurrence<SnapTradeState> = {
  emits: [
    'CONNECTION_ADDED',
    'NEW_ACCOUNT_AVAILABLE',
    'ACCOUNT_HOLDINGS_UPDATED',
    'ACCOUNT_TRANSACTIONS_INITIAL_UPDATE',
    'ACCOUNT_TRANSACTIONS_UPDATED',
  ],
  subjects: ({ ledger }) =>
    [...ledger.connections.values()].filter(({ seenBy }) => seenBy.includes(LENS)).map(({ key }) => key),
  next(world, key, after) {
    const connection = world.ledger.connections.get(key);
    if (connection === undefined) return undefined;
    const { createdAt } = connection;
    if (after < createdAt) return createdAt;
    if (after < createdAt + FIRST_SYNC_MS) return createdAt + FIRST_SYNC_MS;
    return nextDailySync(world, placeOf(world.ledger, connection), after);
  },
  begin(world, key) {
    const connection = world.ledger.connections.get(key);
    return connection === undefined ? {} : countsOf(world, connection);
  },
  happen(world, key, remembered) {
    const connection = world.ledger.connections.get(key);
    // While a connection is disabled it cannot be read (ST-C53).
    if (connection === undefined || !isThere(world, connection) || isDisabled(world, connection))
      return remembered;
    switch (world.now()) {
      case connection.createdAt:
        tellOfNewConnection(world, connection);
        return remembered;
      case connection.createdAt + FIRST_SYNC_MS:
        return firstSync(world, connection);
      default:
        return synced(world, connection, remembered as Counts);
    }
  },
};

export const webhooks: Webhooks<SnapTradeState> = {
  events: {
    USER_REGISTERED: 'a user was registered',
    USER_DELETED: 'a user is deleted: the queue got to it',
    CONNECTION_ATTEMPTED: 'somebody tried to connect in the portal, well or not',
    CONNECTION_FAILED: 'such an attempt failed',
    CONNECTION_ADDED: 'a connection is made in the portal, or one that the world file has for later begins',
    CONNECTION_DELETED: 'a connection is deleted',
    CONNECTION_BROKEN: 'a connection became disabled',
    CONNECTION_FIXED: 'a disabled connection works again',
    CONNECTION_UPDATED: 'a connection that works went through the portal again',
    NEW_ACCOUNT_AVAILABLE: 'an account was found: of a new connection, or shared since',
    ACCOUNT_REMOVED: 'the user shares an account no more',
    ACCOUNT_HOLDINGS_UPDATED: 'holdings were read, or could not be, by the daily sync or a refresh',
    ACCOUNT_TRANSACTIONS_INITIAL_UPDATE: 'the first sync of a new connection has ended',
    ACCOUNT_TRANSACTIONS_UPDATED: 'a later sync found new transactions',
    TRADE_DETECTION: 'trades were found in an account that is watched for them',
    TRADE_UPDATE: 'an order that was placed through SnapTrade came to stand otherwise',
  },
  key: (world) =>
    reading(world, 'webhookSchema') === 'oauth_v1'
      ? oauthClientOf(world).clientSecret
      : applicationOf(world).consumerKey,
  body(world, { id, type, at, sentAt, data, secret }) {
    const stamp = reading(world, 'webhookRetries') === 'renewed' ? sentAt : at;
    if (reading(world, 'webhookSchema') === 'oauth_v1') {
      const { clientId } = oauthClientOf(world);
      const common = { webhookId: id, at: stamp, type };
      return JSON.stringify(
        oauthWebhookBody(clientId, common, data as Extra, (userId) => oauthUserId(world, userId)),
      );
    }
    const { clientId } = applicationOf(world);
    return JSON.stringify(webhookBody({ webhookId: id, clientId, at: stamp, type, secret }, data as Extra));
  },
  headers: ({ body }, key) => ({
    'Content-Type': 'application/json',
    'User-Agent': 'SnapTrade-Webhook',
    Signature: signatureOf(body, key),
  }),
  succeeded: (status) => SUCCESS.has(status),
  retry: (attempt) => (attempt > MOST_RETRIES ? undefined : FIRST_RETRY_MS * 2 ** (attempt - 1)),
  recurrences: { sync, 'trade-detection': tradeDetection },
};

/** The body itself in canonical form, as Python writes it, without the wrapper that requests have (ST-121, ST-C51). */
export function signatureOf(body: string, consumerKey: string): string {
  return sign(consumerKey, canonicalContent(body, 'python'));
}

/** What follows from a connection's status having become another. */
export function connectionMoved(world: SnapTradeWorld, key: string, before: ConnectionState): void {
  const connection = world.ledger.connections.get(key);
  // What was deleted here stays deleted, whatever the institution does (ST-C34).
  if (connection === undefined || world.state.connections[key]?.removed === true) return;
  const { status } = world.connection(key);
  if (status === before.status) return;
  if (status === 'removed') {
    tellOfDeletion(world, connection);
    return;
  }
  const [was, is] = [isDisabledStatus(before.status), isDisabledStatus(status)];
  if (was === is) return;
  const body = aboutConnection(world.ledger, connection);
  world.emit(is ? 'CONNECTION_BROKEN' : 'CONNECTION_FIXED', body, aimOf(connection));
}

export function tellOfDeletion(world: SnapTradeWorld, connection: Connection): void {
  world.emit('CONNECTION_DELETED', withBrokerage(world.ledger, connection), aimOf(connection));
}

/** Of every attempt, before anything that comes of it (ST-C54). */
export function tellOfAttempt(
  world: SnapTradeWorld,
  userId: string,
  institution: string,
  result: AttemptResult,
): void {
  const body = aboutAttempt(world.ledger, userId, institution, result);
  world.emit('CONNECTION_ATTEMPTED', body, { credential: userId });
}

export function tellOfFailure(world: SnapTradeWorld, userId: string): void {
  world.emit('CONNECTION_FAILED', aboutUser(userId), { credential: userId });
}

export function tellOfUpdate(world: SnapTradeWorld, connection: Connection): void {
  world.emit('CONNECTION_UPDATED', aboutConnection(world.ledger, connection), aimOf(connection));
}

/** @param key of the account */
export function tellOfAccount(
  world: SnapTradeWorld,
  connection: Connection,
  key: string,
  type: 'NEW_ACCOUNT_AVAILABLE' | 'ACCOUNT_REMOVED',
): void {
  const account = world.ledger.accounts.get(key);
  if (account === undefined) return;
  world.emit(type, aboutAccount(world.ledger, connection, account), aimOf(connection, account));
}

/** The order is inferred; no source tells it (ST-C54). */
export function tellOfNewConnection(world: SnapTradeWorld, connection: Connection): void {
  const { ledger } = world;
  world.emit('CONNECTION_ADDED', withBrokerage(ledger, connection), aimOf(connection));
  for (const { account } of sharedAccountsOf(world, connection)) {
    const body = aboutAccount(ledger, connection, account);
    world.emit('NEW_ACCOUNT_AVAILABLE', body, aimOf(connection, account));
  }
  tellOfHoldings(world, connection);
}

function firstSync(world: SnapTradeWorld, connection: Connection): Counts {
  tellOfTransactions(world, connection, 'ACCOUNT_TRANSACTIONS_INITIAL_UPDATE', () => true);
  return countsOf(world, connection);
}

/** A daily sync, a refresh that somebody asked for, or a sync of transactions alone. */
function synced(world: SnapTradeWorld, connection: Connection, before: Counts): Counts {
  if (world.state.connections[connection.key]?.tellsTransactionsOnly !== true)
    tellOfHoldings(world, connection);
  if (world.connection(connection.key).status !== 'healthy') return before;
  if (!world.hears('ACCOUNT_TRANSACTIONS_UPDATED')) return before;
  const counts = countsOf(world, connection);
  tellOfTransactions(
    world,
    connection,
    'ACCOUNT_TRANSACTIONS_UPDATED',
    ({ key }) => (counts[key] ?? 0) > (before[key] ?? 0),
  );
  return counts;
}

/** Changed or not, and also when they could not be read (ST-127). */
export function tellOfHoldings(
  world: SnapTradeWorld,
  connection: Connection,
  failed = world.connection(connection.key).status === 'failing',
): void {
  if (!world.hears('ACCOUNT_HOLDINGS_UPDATED')) return;
  const details = holdingsDetails(failed ? 'The brokerage could not be read.' : undefined);
  for (const { account } of sharedAccountsOf(world, connection)) {
    const body = {
      ...withBrokerage(world.ledger, connection),
      ...aboutAccount(world.ledger, connection, account),
      ...details,
    };
    world.emit('ACCOUNT_HOLDINGS_UPDATED', body, aimOf(connection, account));
  }
}

function tellOfTransactions(
  world: SnapTradeWorld,
  connection: Connection,
  type: 'ACCOUNT_TRANSACTIONS_INITIAL_UPDATE' | 'ACCOUNT_TRANSACTIONS_UPDATED',
  isNews: (account: Account) => boolean,
): void {
  for (const { account } of sharedAccountsOf(world, connection)) {
    if (isNews(account)) {
      world.emit(type, aboutAccount(world.ledger, connection, account), aimOf(connection, account));
    }
  }
}

/** How many activities of each account are known. */
function countsOf(world: SnapTradeWorld, connection: Connection): Counts {
  const place = placeOf(world.ledger, connection);
  const { until, readAt } = transactionsOf(world, place) ?? { until: 0, readAt: 0 };
  const { trades } = world.ledger;
  return Object.fromEntries(
    connection.accounts.map((key) => [key, trades.count([key], { now: readAt, until })]),
  );
}

function aimOf(connection: Connection, account?: Account): About {
  return { connection: connection.key, ...(account !== undefined && { account: account.key }) };
}
