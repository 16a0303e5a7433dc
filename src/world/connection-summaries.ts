/** Connections of a world, for people and programs. */
import type { ConnectionStatus } from '../../fixtures/ledger/types.ts';
import type { LiveWorld } from './live-world.ts';

export interface ConnectionSummary {
  /** Stable handle; no provider shows it. */
  readonly key: string;
  readonly person: string;
  readonly institution: string;
  readonly category: 'banking' | 'brokerage';
  readonly seenBy: readonly string[];
  readonly status: ConnectionStatus;
  /** RFC 3339, UTC. */
  readonly since: string;
  readonly reason?: string;
}

/** Every connection, as it stands at its institution. */
export function connectionSummaries(world: LiveWorld): ConnectionSummary[] {
  return [...world.ledger.connections.values()].map((connection) => {
    const { status, since, reason } = world.connection(connection.key);
    return {
      key: connection.key,
      person: connection.person,
      institution: connection.institution,
      category: connection.category,
      seenBy: connection.seenBy,
      status,
      since: new Date(since).toISOString(),
      ...(reason !== undefined && { reason }),
    };
  });
}
