/** Reading live: nothing is stored, so a connection that cannot be read has no rows to show (RB-25, RB-C20). */
import type { Instant } from '../../fixtures/ledger/types.ts';
import { belief } from './pretences.ts';
import type { RedbarkWorld } from './state.ts';
import { reading } from './switches.ts';

/** When the answer was made: now, but for one that a fault lets a cache give. */
export function seenAt(world: RedbarkWorld): Instant {
  return world.now() - (belief(world, 'age') ?? 0);
}

/**
 * The moment up to which the provider knows a connection's rows; undefined if it cannot be asked.
 *
 * An aggregator goes on serving what it fetched last when a login has to be renewed. A withdrawn grant ends that,
 * and a failing institution is an outage.
 */
export function knownUntil(world: RedbarkWorld, connectionKey: string): Instant | undefined {
  const now = seenAt(world);
  const { status, since } = world.connection(connectionKey);
  // An answer made before it broke can still come from the cache.
  if (status === 'healthy' || now < since) return now;
  return status === 'login-required' && reading(world, 'disconnected') === 'frozen' ? since : undefined;
}
