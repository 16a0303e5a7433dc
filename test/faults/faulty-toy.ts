/** The toy provider, with faults it can play: what the engine does with orders shows on it. */

import type { ProviderFaults } from '../../src/provider/faults.ts';
import { armedFaults, ok, type Provider, problem, validate } from '../../src/provider/index.ts';
import { toy } from '../engine/toy.ts';

const faults: ProviderFaults<unknown, unknown, unknown> = {
  plays: {
    'rate-limited': {
      play: (_x, { retryAfter }) =>
        problem(429, 'too fast', { headers: { 'Retry-After': Number(retryAfter) }, by: 'fault' }),
    },
    'server-error': { play: () => problem(500, 'broken') },
    'not-found': { on: ['getNote'], play: () => problem(404, 'no such note') },
    'stale-cache': { on: ['listNotes'], play: (x) => ({ now: x.now - 86_400_000, notes: { stale: true } }) },
    'connection-failing': {
      play: (x, { connection }) => ({
        connections: { [String(connection)]: { status: 'failing', since: x.now } },
      }),
    },
  },
  lists: {},
  concerns: (x) => ({
    connections: wordsOf(x.header('x-connections')),
    accounts: wordsOf(x.header('x-accounts')),
    credentials: wordsOf(x.header('x-credential')),
  }),
  connections: (world) => [...world.ledger.connections.keys()],
  credentials: () => ['reader', 'writer'],
};

function wordsOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',');
}

/** Shows what a handler sees of the world, so that pretences show. */
const listNotes: Provider['handlers'][string] = (x) => {
  const failing = [...x.world.ledger.connections.keys()].filter(
    (key) => x.world.connection(key).status === 'failing',
  );
  const seen = { notes: x.world.state.notes, now: x.now, stale: x.world.pretends('stale') ?? false, failing };
  return ok(seen) as never;
};

export const faultyToy: Provider = {
  ...toy,
  // Who asks is known, limits are passed, parameters are not looked at yet.
  checks: [
    (x) => (x.header('x-refused') === undefined ? undefined : problem(401, 'who are you?')),
    armedFaults,
    validate(toy.contract.requests as never, toy.problems),
  ],
  handlers: { ...(toy as Provider).handlers, listNotes },
  render: (refused, x) => ({
    ...toy.render(refused, x),
    ...(refused.headers && { headers: refused.headers }),
  }),
  faults,
};
