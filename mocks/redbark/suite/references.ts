/** What cases call connections, accounts and messages: by their place, or by their key in the world file. */
import { connectionsOf, MAIN } from '../customers.ts';
import type { RedbarkWorld } from '../state.ts';
import { sampleText } from './samples.ts';

const PLACE = /^\$(brokerage|banking)\.(\d{1,3})$/;
const KEY = /^\$(connection|account)\.([\w.-]+)$/;

/**
 * The id behind `$brokerage.0` or `$banking.1` (in the order of the world file, of the main customer), and behind
 * `$connection.<key>` or `$account.<key>`, whoever's it is; the text behind `$webhook.trades.body` and its like.
 */
export function resolve(world: RedbarkWorld, reference: string): string | undefined {
  if (reference.startsWith('$webhook.')) return sampleText(world, reference.split('.').slice(1));
  const [, category, place] = PLACE.exec(reference) ?? [];
  if (category !== undefined) {
    const there = connectionsOf(world, MAIN).filter((connection) => connection.category === category);
    const key = there[Number(place)]?.key;
    return key && world.ledger.id('redbark', 'connection', key);
  }
  const [, kind, key = ''] = KEY.exec(reference) ?? [];
  if (kind === 'connection')
    return world.ledger.connections.has(key) ? world.ledger.id('redbark', kind, key) : undefined;
  if (kind === 'account')
    return world.ledger.accounts.has(key) ? world.ledger.id('redbark', kind, key) : undefined;
  return undefined;
}
