/**
 * What references of cases stand for here: `$connection.owner-stake`, `$account.owner-shares`, `$person.child` (its user
 * id), `$brokerage.0` (the first brokerage connection), `$webhook.broken.body` (samples.ts), `$return.connected`
 * (portal.ts), `$oauth.refresh-token` (access.ts).
 */
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { oauthText } from './access.ts';
import { returnAddress } from './portal.ts';
import { sampleText } from './samples.ts';

const NAMED = /^\$(connection|account|person)\.([a-z0-9-]+)$/;
const PLACED = /^\$(brokerage|banking)\.(\d{1,4})$/;
const OF_THEME = /^\$(return|oauth)\.([a-z-]+)$/;
const SAMPLE = /^\$webhook\.([a-z-]+)\.([a-z-]+)$/;

export function resolve(world: SnapTradeWorld, reference: string): string | undefined {
  const { ledger } = world;
  const [, sample, part] = SAMPLE.exec(reference) ?? [];
  if (sample !== undefined && part !== undefined) return sampleText(world, sample, part);
  const [, theme, text] = OF_THEME.exec(reference) ?? [];
  if (theme !== undefined && text !== undefined)
    return theme === 'oauth' ? oauthText(world, text) : returnAddress(world, text);
  const [, kind = '', key = ''] = NAMED.exec(reference) ?? [];
  const entities = { connection: ledger.connections, account: ledger.accounts, person: ledger.people };
  if (kind in entities) {
    const named = kind as keyof typeof entities;
    return entities[named].has(key) ? ledger.id(LENS, named, key) : undefined;
  }
  const [, category, place] = PLACED.exec(reference) ?? [];
  const connection = [...ledger.connections.values()].filter(
    (each) => each.category === category && each.seenBy.includes(LENS),
  )[Number(place)];
  return connection === undefined ? undefined : ledger.id(LENS, 'connection', connection.key);
}
