/** Connections that come into another state. */
import type { Provider } from '../provider/define.ts';
import type { ConnectionState } from '../provider/world.ts';
import { EVERYWHERE } from './document.ts';
import type { LiveWorld } from './live-world.ts';

export type ConnectionChange = Pick<ConnectionState, 'status' | 'reason'>;

/**
 * Notes the new state, and tells the providers that see the connection how it stood with them before.
 *
 * @param scope {@link EVERYWHERE} or a provider's id
 */
export function moveConnection(
  world: LiveWorld,
  providers: Iterable<Provider>,
  key: string,
  change: ConnectionChange,
  scope: string,
): void {
  const seenBy = world.ledger.connections.get(key)?.seenBy ?? [];
  const concerned = [...providers]
    .filter(({ id }) => (scope === EVERYWHERE || scope === id) && seenBy.includes(id))
    .map((provider) => ({ provider, before: world.view(provider).connection(key) }));
  const moved = world.document.connections;
  moved[scope] ??= {};
  moved[scope][key] = { ...change, since: world.now() };
  for (const { provider, before } of concerned) {
    provider.connectionMoved?.(world.view(provider), key, before);
  }
}
