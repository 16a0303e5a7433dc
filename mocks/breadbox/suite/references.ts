/** What cases call things: by their key in the world, or by their place. */
import { LENS, shortId } from '../directory.ts';
import type { BreadboxWorld } from '../state.ts';

const NAMED = /^\$(connection|account|person)\.([a-z0-9-]+)$/;
const SHORT = /^\$short\.(connection|account|person)\.([a-z0-9-]+)$/;
const PLACED = /^\$(brokerage|banking)\.(\d{1,4})$/;

/** @example resolve(world, '$connection.child-chase'), resolve(world, '$banking.0'), resolve(world, '$short.account.owner-card') */
export function resolve(world: BreadboxWorld, reference: string): string | undefined {
  const { ledger } = world;
  const [, kind = '', key = ''] = NAMED.exec(reference) ?? SHORT.exec(reference) ?? [];
  const entities = { connection: ledger.connections, account: ledger.accounts, person: ledger.people };
  if (kind in entities) {
    if (!entities[kind as keyof typeof entities].has(key)) return undefined;
    return SHORT.test(reference) ? shortId(world, kind, key) : ledger.id(LENS, kind, key);
  }
  const [, category, place] = PLACED.exec(reference) ?? [];
  const connection = [...ledger.connections.values()].filter(
    (each) => each.category === category && each.seenBy.includes(LENS),
  )[Number(place)];
  return connection === undefined ? undefined : ledger.id(LENS, 'connection', connection.key);
}
