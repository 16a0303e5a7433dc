import { connectionsOf, MAIN } from './customers.ts';
import { keyText } from './keys.ts';
import type { RedbarkWorld } from './state.ts';

/** A curl line that shows trades of the first brokerage connection there is, or at least the connections. */
export function sample(world: RedbarkWorld, baseUrl: string): string {
  const broker = connectionsOf(world, MAIN).find(({ category }) => category === 'brokerage');
  const path =
    broker === undefined
      ? '/v1/connections'
      : `/v1/trades?connectionId=${encodeURIComponent(world.ledger.id('redbark', 'connection', broker.key))}&limit=3`;
  return `curl -H "Authorization: Bearer ${keyText(world.secrets, 'professional')}" "${baseUrl}${path}"`;
}
