/** A connection comes into another state before a request about it is answered. */
import type { ConnectionStatus } from '../../../fixtures/ledger/types.ts';
import type { Provider } from '../../provider/define.ts';
import type { AnyExchange } from '../../provider/exchange.ts';
import type { Given } from '../../provider/faults.ts';
import { EVERYWHERE } from '../../world/document.ts';
import type { EngineFault } from '../engine-fault.ts';

export const statusFlips: EngineFault = {
  kind: 'move',
  // A provider that names its own connections has others than those of people.
  on: (provider) => provider.faults !== undefined && provider.faults.connections === undefined,
  when: (x, given, provider) => {
    const key = movedBy(x, given, provider);
    return key !== undefined && x.world.connection(key).status !== given.to;
  },
  move: (x, given, provider, world) => {
    const key = movedBy(x, given, provider);
    if (key !== undefined) world.moveConnection(key, { status: given.to as ConnectionStatus }, EVERYWHERE);
  },
};

/** The connection that the order names, else the one that the request is about, else the first the provider sees. */
function movedBy(x: AnyExchange, { connection }: Given, provider: Provider): string | undefined {
  if (typeof connection === 'string') return connection;
  const [concerned] = provider.faults?.concerns(x).connections ?? [];
  if (concerned !== undefined) return concerned;
  for (const { key, seenBy } of x.world.ledger.connections.values()) {
    if (seenBy.includes(provider.id)) return key;
  }
  return undefined;
}
