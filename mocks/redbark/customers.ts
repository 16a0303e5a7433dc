/**
 * Customers: who logs in to Redbark. A key that names a person opens that person's own customer account; all other
 * keys belong to one main customer, who linked what everybody else linked. What another customer linked answers as
 * if it did not exist (RB-05).
 */
import type { Connection } from '../../fixtures/ledger/types.ts';
import type { KeyRecord } from './keys.ts';
import type { RedbarkState, RedbarkWorld } from './state.ts';

/** The customer of everybody whom no key names. */
export const MAIN = 'main';

export function customerOfKey({ person }: KeyRecord): string {
  return person === undefined ? MAIN : `person:${person}`;
}

/** Whether a connection exists for a customer: linked through Redbark, not removed, and theirs. */
export function isLinkedBy(world: RedbarkWorld, connection: Connection, customer: string): boolean {
  return (
    connection.seenBy.includes('redbark') &&
    world.connection(connection.key).status !== 'removed' &&
    customerOfPerson(world, connection.person) === customer
  );
}

/** A customer's connections, in the ledger's order; none for nobody. */
export function connectionsOf(world: RedbarkWorld, customer: string | undefined): Connection[] {
  if (customer === undefined) return [];
  const linked = world.ledger.linked('redbark').connections;
  return linked.filter((connection) => isLinkedBy(world, connection, customer));
}

/** A world's keys never come to name other people, so who has a customer account is found out once. */
const named = new WeakMap<RedbarkState['keys'], ReadonlyMap<string, string>>();

function customerOfPerson({ state: { keys } }: RedbarkWorld, person: string): string {
  let customers = named.get(keys);
  if (customers === undefined) {
    const own = Object.values(keys).filter((key) => key.person !== undefined);
    customers = new Map(own.map((key) => [key.person ?? '', customerOfKey(key)]));
    named.set(keys, customers);
  }
  return customers.get(person) ?? MAIN;
}
