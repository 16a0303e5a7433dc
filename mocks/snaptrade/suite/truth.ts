/**
 * What a client that understood everything reports: the ledger and the state of the world, in the provider's shapes.
 * What is done later (refreshes, deletions, first syncs) is told as it will be, so that nobody is right who did not wait.
 */
import type { Instant } from '../../../fixtures/ledger/index.ts';
import type { JobInput } from '../../../src/provider/index.ts';
import { type ActivityQuery, activityPage } from '../activities.ts';
import {
  FIRST_SYNC_MS,
  holdingsAsOf,
  type Transactions,
  transactionsOf,
  transactionsReadAt,
} from '../freshness.ts';
import {
  type AccountPlace,
  accountsOf,
  connectionsOf,
  findAccount,
  findConnection,
  type Place,
  placeOf,
} from '../lens.ts';
import { bookedIn } from '../options/booked.ts';
import { contractsOf, holdingsOf } from '../positions.ts';
import { QUEUE_MS } from '../queue.ts';
import { readyUser } from '../ready-user.ts';
import { findUser, listUsers, type SnapTradeWorld, type User } from '../state.ts';
import { accountBody, balanceBodies } from '../wire/account.ts';
import { activityBodies } from '../wire/activity.ts';
import { allPositionsBody } from '../wire/answers.ts';
import { connectionBody } from '../wire/connection.ts';
import { legacyPositionBody, optionPositionBody, positionBody } from '../wire/position.ts';
import type { AccountBody, AllPositionsBody, ConnectionBody } from '../wire/schemas.ts';
import { timestamp } from '../wire/time.ts';

export type Truth = (world: SnapTradeWorld, input: JobInput) => unknown;

export const usersLeft: Truth = ({ state }, { userId }) =>
  listUsers(state)
    .map((user) => user.userId)
    .filter((id) => id !== userId);

/** A user that was registered a moment ago has connected nothing. */
export const newUser: Truth = ({ state }, { userId }) =>
  findUser(state, String(userId)) === undefined ? null : { userId, connections: [] };

/** The way that was opened last, if it leads where it should. The address itself only the answer tells. */
export const portalSession: Truth = (world, { broker = null, connectionType, reconnect = null }) => {
  const [sessionId, session] = Object.entries(world.state.sessions).at(-1) ?? [];
  const wanted = connectionType === undefined || connectionType === 'read' ? 'read' : session?.connectionType;
  const isRight =
    session?.broker === broker && session?.reconnect === reconnect && session?.connectionType === wanted;
  return { sessionId: isRight ? sessionId : null };
};

export const connections: Truth = (world) => connectionsOfUser(world);

export const connectionsLeft: Truth = (world, { connectionId }) =>
  connectionsOfUser(world).filter(({ id }) => id !== connectionId);

export const connection: Truth = (world, { connectionId }) => {
  const place = connectionNamed(world, connectionId);
  return place && connectionBody(world, place);
};

export const accounts: Truth = (world) => {
  const user = userOf(world);
  const all = user === undefined ? [] : connectionsOf(world, user);
  return all.flatMap((one) => accountsOf(world.ledger, one).map((place) => accountBody(world, place)));
};

export const accountsOfConnection: Truth = (world, { connectionId }) => {
  const place = connectionNamed(world, connectionId);
  return place && accountsOf(world.ledger, place.connection).map((account) => accountBody(world, account));
};

/** Read at the earliest when the refresh that was asked for is done. */
export const refreshedAccounts: Truth = (world, { connectionId }) => {
  const place = connectionNamed(world, connectionId);
  if (place === undefined) return undefined;
  const { refreshAskedAt, refreshedAt = 0 } = world.state.connections[place.connection.key] ?? {};
  const bodies = accountsOf(world.ledger, place.connection).map((account) => accountBody(world, account));
  if (refreshAskedAt !== undefined && refreshedAt >= refreshAskedAt) return bodies;
  return bodies.map((body) => readAt(world, body, (refreshAskedAt ?? world.now()) + QUEUE_MS));
};

export const balances: Truth = (world, input) => {
  const place = accountNamed(world, input.accountId);
  return place && balanceBodies(world, place);
};

export const positions: Truth = (world, input) => {
  const place = accountNamed(world, input.accountId);
  return place && positionsOf(world, place);
};

export const oldPositions: Truth = (world, input) => {
  const place = accountNamed(world, input.accountId);
  return (
    place &&
    holdingsOf(world, place, holdingsAsOf(world, place)).map((holding) =>
      legacyPositionBody(world.ledger, holding),
    )
  );
};

export const activities: Truth = (world, { accountId, startDate, endDate, type }) => {
  const place = accountNamed(world, accountId);
  if (place === undefined) return undefined;
  const known =
    transactionsOf(world, place) ?? transactionsReadAt(place, place.connection.createdAt + FIRST_SYNC_MS);
  return activitiesKnown(world, place, known, {
    ...(typeof startDate === 'string' && { startDate }),
    ...(typeof endDate === 'string' && { endDate }),
    ...(typeof type === 'string' && { type }),
  });
};

/** The rows of all pages. */
export function activitiesKnown(
  world: SnapTradeWorld,
  place: AccountPlace,
  known: Transactions,
  query: ActivityQuery,
): unknown {
  const rows = [];
  for (let total = 1; rows.length < total; ) {
    const page = activityPage(world, place, { ...query, offset: rows.length }, known);
    rows.push(...page.rows);
    total = page.total;
  }
  return activityBodies(world.ledger, world.seed, place, rows, 0, bookedIn(world, place.account.key));
}

export const portfolio: Truth = (world, { connectionId }) => {
  const place = connectionNamed(world, connectionId);
  if (place === undefined) return undefined;
  const accountsHere = accountsOf(world.ledger, place.connection).map((account) => ({
    ...accountBody(world, account),
    balances: balanceBodies(world, account),
    positions: positionsOf(world, account),
  }));
  return { connection: connectionBody(world, place), accounts: accountsHere };
};

/** What a receiver may believe of a webhook: all of it but the deprecated secret, which is nobody's business. */
export const webhook: Truth = (_, { body }) => {
  const { webhookSecret: _secret, ...event } = JSON.parse(String(body)) as Readonly<Record<string, unknown>>;
  return event;
};

export function userOf(world: SnapTradeWorld): User | undefined {
  return findUser(world.state, readyUser(world).userId);
}

function connectionsOfUser(world: SnapTradeWorld): ConnectionBody[] {
  const user = userOf(world);
  const own = user === undefined ? [] : connectionsOf(world, user);
  return own.map((one) => connectionBody(world, placeOf(world.ledger, one)));
}

export function connectionNamed(world: SnapTradeWorld, id: unknown): Place | undefined {
  const user = userOf(world);
  return user && findConnection(world, user, String(id));
}

export function accountNamed(world: SnapTradeWorld, id: unknown): AccountPlace | undefined {
  const user = userOf(world);
  return user && findAccount(world, user, String(id));
}

function positionsOf(world: SnapTradeWorld, place: AccountPlace): AllPositionsBody {
  const asOf = holdingsAsOf(world, place);
  const results = [
    ...holdingsOf(world, place, asOf).map((holding) => positionBody(world.ledger, holding)),
    ...contractsOf(world, place, asOf).map((one) => optionPositionBody(world, one, asOf)),
  ];
  return allPositionsBody(world, results, asOf);
}

function readAt(world: SnapTradeWorld, body: AccountBody, at: Instant): AccountBody {
  const { sync_status: status } = body;
  return {
    ...body,
    sync_status: { ...status, holdings: { ...status.holdings, last_successful_sync: timestamp(world, at) } },
  };
}
