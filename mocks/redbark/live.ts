/** Reading live: nothing is stored, so a connection that cannot be read has no rows to show (RB-25, RB-C20). */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { RedbarkWorld } from './state.ts';
import { reading } from './switches.ts';

/**
 * The moment up to which the provider knows a connection's rows; undefined if it cannot be asked.
 *
 * An aggregator goes on serving what it fetched last when a login has to be renewed. A withdrawn grant ends that,
 * and a failing institution is an outage.
 */
export function knownUntil(world: RedbarkWorld, connectionKey: string): Instant | undefined {
  switch (world.connection(connectionKey).status) {
    case 'healthy':
      return world.now();
    case 'login-required':
      return reading(world, 'disconnected') === 'frozen' ? world.asOf(connectionKey) : undefined;
    default:
      return undefined;
  }
}
