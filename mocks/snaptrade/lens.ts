/** Which part of the one world SnapTrade's users see: their brokerage and crypto connections, and what is behind. */
import type { Account, Connection, Institution, Ledger, Person } from '../../fixtures/ledger/index.ts';
import type { ConnectionState, World } from '../../src/provider/index.ts';
import type { SnapTradeWorld, User } from './state.ts';

export const LENS = 'snaptrade';

/** An account with what it hangs on. */
export interface Place {
  readonly connection: Connection;
  readonly institution: Institution;
}
export interface AccountPlace extends Place {
  readonly account: Account;
}

/** What a person linked, oldest first; a ledger never changes, so each is put in order once. */
const inOrder = new WeakMap<readonly Connection[], readonly Connection[]>();

function plannedOf(ledger: Ledger, person: string): readonly Connection[] {
  const own = ledger.linked(LENS).byPerson.get(person);
  if (own === undefined) return [];
  let sorted = inOrder.get(own);
  if (sorted === undefined) {
    sorted = [...own].sort((a, b) => a.createdAt - b.createdAt);
    inOrder.set(own, sorted);
  }
  return sorted;
}

/**
 * People who are users from the start: who linked something here, and whom the world file names as the user of its
 * credentials (`providers.snaptrade.person`); everyone if that is nobody (ST-C07).
 */
export function registeredPeople({
  ledger,
  settings,
}: Pick<World, 'ledger' | 'settings'>): readonly Person[] {
  const { byPerson } = ledger.linked(LENS);
  const people = [...ledger.people.values()];
  const users = people.filter((person) => byPerson.has(person.key) || person.key === settings.person);
  return users.length > 0 ? users : people;
}

/** A user's connections, oldest first; those that were deleted are gone. */
export function connectionsOf(world: SnapTradeWorld, user: User): readonly Connection[] {
  if (user.person === null) return [];
  return plannedOf(world.ledger, user.person).filter((connection) => isThere(world, connection));
}

/** A user's connection by its id here; another user's is as absent as one that never was (ST-C09). */
export function findConnection(world: SnapTradeWorld, user: User, id: string): Place | undefined {
  const key = world.ledger.find(LENS, 'connection', id);
  const connection = key === undefined ? undefined : world.ledger.connections.get(key);
  if (connection === undefined || connection.person !== user.person) return undefined;
  if (!connection.seenBy.includes(LENS) || !isThere(world, connection)) return undefined;
  return placeOf(world.ledger, connection);
}

export function findAccount(world: SnapTradeWorld, user: User, id: string): AccountPlace | undefined {
  const key = world.ledger.find(LENS, 'account', id);
  const account = key === undefined ? undefined : world.ledger.accounts.get(key);
  const connection = account && world.ledger.connections.get(account.connection);
  if (account === undefined || connection === undefined || connection.person !== user.person)
    return undefined;
  if (!connection.seenBy.includes(LENS) || !isThere(world, connection)) return undefined;
  if (isWithheld(world, account.key)) return undefined;
  return { account, ...placeOf(world.ledger, connection) };
}

/** An account by its key, whoever's it is and whether or not it is there. */
export function accountPlaceOf(
  { ledger }: { readonly ledger: Ledger },
  key: string,
): AccountPlace | undefined {
  const account = ledger.accounts.get(key);
  const connection = account && ledger.connections.get(account.connection);
  return connection && { account, ...placeOf(ledger, connection) };
}

/** The accounts of a connection in the brokerage's order. */
export function accountsOf(ledger: Ledger, connection: Connection): readonly AccountPlace[] {
  const place = placeOf(ledger, connection);
  return connection.accounts.flatMap((key) => {
    const account = ledger.accounts.get(key);
    return account === undefined ? [] : [{ account, ...place }];
  });
}

/** Those of them that the user shares: all, unless some were taken back in the portal (ST-326). */
export function sharedAccountsOf(world: SnapTradeWorld, connection: Connection): readonly AccountPlace[] {
  return accountsOf(world.ledger, connection).filter(({ account }) => !isWithheld(world, account.key));
}

export function isWithheld({ state }: SnapTradeWorld, account: string): boolean {
  return Object.hasOwn(state.withheld, account);
}

/** Whether the brokerage still lets us in. A sync that failed once (`failing`) is not a disabled connection. */
export function isDisabled(world: SnapTradeWorld, connection: Connection): boolean {
  return isDisabledStatus(world.connection(connection.key).status);
}

export function isDisabledStatus(status: ConnectionState['status']): boolean {
  return status === 'login-required' || status === 'revoked';
}

export function placeOf(ledger: Ledger, connection: Connection): Place {
  const institution = ledger.institutions.get(connection.institution);
  if (institution === undefined) {
    throw new Error(
      `Connection "${connection.key}" names an unknown institution "${connection.institution}".`,
    );
  }
  return { connection, institution };
}

export function isThere(world: SnapTradeWorld, connection: Connection): boolean {
  if (connection.createdAt > world.now()) return false;
  if (world.state.connections[connection.key]?.removed === true) return false;
  return world.connection(connection.key).status !== 'removed';
}
