/** Brokerages that the portal offers. */
import type { Institution } from '../../../fixtures/ledger/index.ts';
import { brokeragesOf, howUsersSignIn, SANDBOX, standingOf } from '../brokerages.ts';
import type { SnapTradeWorld } from '../state.ts';

/** Those that take new connections, by name; the pretended one last. */
export function brokersOf(world: SnapTradeWorld): readonly Institution[] {
  const open = brokeragesOf(world).filter((broker) => takesConnections(world, broker));
  const rank = (broker: Institution): string => `${isSandbox(broker) ? 1 : 0}${broker.name.toLowerCase()}`;
  return open.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

export function takesConnections(world: SnapTradeWorld, broker: Institution): boolean {
  const standing = standingOf(world, broker);
  return standing === 'open' || standing === 'degraded';
}

export function brokerByKey(world: SnapTradeWorld, key: string | undefined): Institution | undefined {
  return brokeragesOf(world).find((broker) => broker.key === key);
}

export function isSandbox({ key }: Institution): boolean {
  return key === SANDBOX.key;
}

/** One logs in at its own site, in a window of its own where the portal is in a frame (ST-C163). */
export function isOAuth(broker: Institution): boolean {
  return howUsersSignIn(broker) === 'OAUTH';
}
