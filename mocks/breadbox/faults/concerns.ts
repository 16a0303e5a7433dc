/** Which connections and accounts a request is about. Its parameters were not looked at yet: they may be anything. */
import type { Concerns, Given } from '../../../src/provider/index.ts';
import { linkedConnection } from '../connections.ts';
import { connectionsAt, findKey } from '../directory.ts';
import { documentedForm } from '../references.ts';
import type { BreadboxExchange } from '../state.ts';

export function concerns(x: BreadboxExchange): Concerns {
  const account = namedAccount(x)?.key;
  const connection = namedConnection(x)?.key;
  return {
    connections: connection === undefined ? [] : [connection],
    accounts: account === undefined ? [] : [account],
    credentials: [x.principal.key],
  };
}

/** A connection or account that a request names; `key` is undefined if nothing here has that id. */
interface Named {
  readonly key: string | undefined;
}

/** Undefined: the request names none. */
export function namedConnection(x: BreadboxExchange): Named | undefined {
  const { world, path, now } = x;
  const inBody = idInBody(x.body);
  if (path.id !== undefined) return linked(x, findKey(world, 'connection', path.id));
  if (inBody !== undefined) return linked(x, findKey(world, 'connection', inBody, documentedForm(world)));
  const account = namedAccount(x);
  if (account === undefined) return undefined;
  const connection =
    account.key === undefined ? undefined : world.ledger.accounts.get(account.key)?.connection;
  return { key: linkedConnection(world, connection, now)?.key };
}

function namedAccount({ world, query }: BreadboxExchange): Named | undefined {
  const id = query.account_id;
  return typeof id === 'string' ? { key: findKey(world, 'account', id) } : undefined;
}

function linked({ world, now }: BreadboxExchange, key: string | undefined): Named {
  return { key: linkedConnection(world, key, now)?.key };
}

/**
 * Connections that the answer tells of, and of these only those that a fault is aimed at: it can happen to no others.
 *
 * @returns keys
 */
export function meant(x: BreadboxExchange, given: Given): string[] {
  const { world, now } = x;
  const named = namedConnection(x);
  const person = personOf(x);
  const told =
    named !== undefined
      ? [named.key].filter((key) => key !== undefined)
      : connectionsAt(world, now)
          .filter((connection) => person === undefined || connection.person === person.key)
          .map(({ key }) => key);
  const account = typeof given.account === 'string' ? world.ledger.accounts.get(given.account) : undefined;
  const wanted = given.connection ?? account?.connection;
  return wanted === undefined ? told : told.filter((key) => key === wanted);
}

function personOf({ world, query }: BreadboxExchange): Named | undefined {
  const id = query.user_id;
  return typeof id === 'string' ? { key: findKey(world, 'person', id) } : undefined;
}

function idInBody(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('connection_id' in body)) return undefined;
  return typeof body.connection_id === 'string' ? body.connection_id : undefined;
}
