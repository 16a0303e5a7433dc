/** Entities that come into a world after it began: taken into its document, from where the plan gets them. */
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import type { Ledger } from '../../fixtures/ledger/types.ts';
import type { Joining } from '../provider/world.ts';
import type { WorldDocument } from './document.ts';

/** Entities of each kind that may join one world. */
export const MOST_JOINED = 2000;

/** @throws RangeError for a key that is taken, a reference to nothing, or a world that is full; nothing is taken in then */
export function noteJoining(document: WorldDocument, ledger: Ledger, joining: Joining): void {
  const { people = [], institutions = [], connections = [], accounts = [] } = joining;
  const given = { people, institutions, connections, accounts };
  for (const kind of KINDS) {
    for (const { key } of given[kind])
      if (ledger[kind].has(key)) throw new RangeError(`${kind}: "${key}" is taken.`);
    if (document.joined[kind].length + given[kind].length > MOST_JOINED)
      throw new RangeError(tooManyJoined(document.id));
  }
  for (const { person, institution } of connections) {
    refer(person, ledger.people, people);
    refer(institution, ledger.institutions, institutions);
  }
  for (const { connection } of accounts) refer(connection, ledger.connections, connections);
  document.joined.people.push(...people);
  document.joined.institutions.push(...institutions);
  document.joined.connections.push(...connections);
  document.joined.accounts.push(...accounts);
}

const KINDS = ['people', 'institutions', 'connections', 'accounts'] as const;

function refer(
  key: string | undefined,
  known: ReadonlyMap<string, unknown>,
  given: readonly { readonly key: string }[],
): void {
  if (key !== undefined && (known.has(key) || given.some((each) => each.key === key))) return;
  throw new RangeError(noneOf(String(key), [...known.keys(), ...given.map((each) => each.key)]));
}

export function tooManyJoined(world: string): string {
  return `${MOST_JOINED} entities of a kind have joined world "${world}", as many as may. Reset it.`;
}
