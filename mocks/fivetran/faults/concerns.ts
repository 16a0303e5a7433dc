/** Which connections a request is about. Its parameters were not looked at yet: they may be anything. */
import type { Connection } from '../../../fixtures/pipelines/index.ts';
import type { Concerns, Given } from '../../../src/provider/index.ts';
import { matching } from '../connections.ts';
import type { operations } from '../generated/types.ts';
import { type FivetranExchange, wingOf } from '../state.ts';

type Id = keyof operations;

/** By what they do; each has addresses of former years (FT-49, FT-50). */
export const READS: readonly Id[] = ['getConnection', 'getConnector'];
export const UPDATES: readonly Id[] = ['updateConnection', 'updateConnector'];
export const SYNCS: readonly Id[] = ['syncConnection', 'forceConnection', 'syncConnector', 'forceConnector'];

export function concerns(x: FivetranExchange): Concerns {
  const named = namedConnection(x);
  // The account has one key.
  return { connections: named === undefined ? [] : [named.key], accounts: [], credentials: ['key'] };
}

function namedConnection({ world, path }: FivetranExchange): Connection | undefined {
  return path.connectionId === undefined ? undefined : wingOf(world).connectionById(path.connectionId);
}

/** Connections that the answer tells of, and of these only that which a fault is aimed at. */
export function meant(x: FivetranExchange, given: Given): readonly Connection[] {
  const named = namedConnection(x);
  const told = x.path.connectionId !== undefined ? (named === undefined ? [] : [named]) : listed(x);
  return given.connection === undefined ? told : told.filter(({ key }) => key === given.connection);
}

/** What the filters of a list let through. */
export function listed({ world, query }: FivetranExchange): readonly Connection[] {
  return matching(wingOf(world), textOf(query.group_id), textOf(query.schema));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
