/** What is so, from the ledger and the state of the world, in the words of the wire. */
import type { Connection } from '../../../fixtures/pipelines/index.ts';
import { accountInfo } from '../account.ts';
import { matching } from '../connections.ts';
import { type FivetranWorld, lifeOf, wingOf } from '../state.ts';
import { type ConnectionBody, connectionBody } from '../wire/connection.ts';
import { groupBody } from '../wire/group.ts';

export function groupsTrue(world: FivetranWorld) {
  const wing = wingOf(world);
  return wing.groups.map((group) => groupBody(wing, group));
}

export function connectionsTrue(world: FivetranWorld, group: string | undefined, schema: string | undefined) {
  return matching(wingOf(world), group, schema).map((connection) => bodyOf(world, connection));
}

/** Undefined: there is no such connection. */
export function connectionTrue(world: FivetranWorld, id: string): ConnectionBody | undefined {
  const connection = wingOf(world).connectionById(id);
  return connection && bodyOf(world, connection);
}

/**
 * What a sync that was ordered in this world and waited for has come to. Nothing is said of a success while one is under way
 * or put off, nor of successes from before the world began: they were another's.
 */
export function syncTrue(world: FivetranWorld, id: string) {
  const connection = wingOf(world).connectionById(id);
  if (connection === undefined) return undefined;
  const { run, waitsUntil, succeededAt, failedAt } = lifeOf(world, connection, world.now()).course;
  const { id: known, succeeded_at, failed_at } = bodyOf(world, connection);
  const hasEnded = run === null && waitsUntil === null;
  const isOurs = succeededAt !== null && succeededAt >= world.bornAt && succeededAt >= (failedAt ?? 0);
  return { id: known, ...(hasEnded && isOurs && { succeeded_at }), failed_at };
}

export function accountTrue(world: FivetranWorld) {
  return accountInfo(world);
}

function bodyOf(world: FivetranWorld, connection: Connection): ConnectionBody {
  return connectionBody(wingOf(world), lifeOf(world, connection, world.now()));
}
