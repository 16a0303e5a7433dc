/** What a test may set of this provider's own state. */
import type { Change, Given } from '../../src/provider/index.ts';
import { linkedConnection } from './connections.ts';
import { connectionsAt } from './directory.ts';
import type { BreadboxState, BreadboxWorld } from './state.ts';
import { goOn, isDisconnected } from './sync.ts';
import { courseOf, decideNext } from './sync-history.ts';
import type { SyncEnd } from './syncs/course.ts';

const OUTCOMES: readonly SyncEnd[] = ['succeeds', 'fails', 'never-ends', 'interrupted'];

export const changes: Readonly<Record<string, Change<BreadboxState>>> = {
  'next-sync': {
    says: "How the next sync of a connection ends, the schedule's or one asked for. A sync that never ends is broken off for it.",
    parameters: {
      connection: 'key of a connection linked here',
      outcome: `${OUTCOMES.join(', ')}; succeeds: even if the institution would not answer`,
    },
    apply(world, given) {
      const outcome = OUTCOMES.find((each) => each === given.outcome);
      if (outcome === undefined)
        return `outcome must be one of ${OUTCOMES.join(', ')}; got ${JSON.stringify(given.outcome) ?? 'nothing'}.`;
      const connection = linkedConnection(world, keyIn(given), world.now());
      if (connection === undefined)
        return `connection must be the key of a connection linked here; got ${JSON.stringify(given.connection) ?? 'nothing'}. There are: ${keysIn(world)}.`;
      if (!courseOf(world, connection).syncable)
        return `connection ${connection.key} was made from a file: nothing ever syncs it.`;
      if (isDisconnected(world, connection, world.now()))
        return `connection ${connection.key} is disconnected: nothing syncs it any more.`;
      if (outcome === 'succeeds' && waitsForOwner(world, connection.key))
        return `connection ${connection.key} waits for its owner to sign in, so no sync of it can succeed. Set its status to healthy first.`;
      if (decideNext(world, connection, outcome)) goOn(world, connection.key);
      return undefined;
    },
  },
};

function keyIn({ connection }: Given): string | undefined {
  return typeof connection === 'string' ? connection : undefined;
}

function keysIn(world: BreadboxWorld): string {
  return connectionsAt(world, world.now())
    .map(({ key }) => key)
    .join(', ');
}

function waitsForOwner(world: BreadboxWorld, key: string): boolean {
  const { status } = world.connection(key);
  return status === 'login-required' || status === 'revoked';
}
