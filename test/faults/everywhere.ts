/** Every operation of a provider with requests that work, for tests that walk all of them. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../../src/provider/index.ts';
import type { OperationSpec } from '../../src/provider/operation.ts';
import type { Understudy } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import { type Ask, type Draft, dress } from '../support/traffic/ask.ts';
import type { Dialect } from '../support/traffic/dialect.ts';
import { harvest } from '../support/traffic/harvest.ts';
import { plan } from '../support/traffic/plan.ts';
import { Sender } from '../support/traffic/send.ts';
import { signingOf } from '../support/traffic/tour.ts';
import { get, RawClient, type Seen } from './socket.ts';

/** Requests of one operation tried until one meets a fault: some need a cursor, some a connection. */
const MOST_ASKS = 60;

export interface Walk {
  readonly world: WorldHandle;
  /** Requests of each operation that succeed in a fresh world, the plainest first. */
  readonly asks: ReadonlyMap<string, readonly Ask[]>;
  readonly operations: readonly OperationSpec[];
  /** The request as bytes, signed for this moment. */
  bytes(ask: Ask): string;
  /** Sends it on a connection of its own. */
  send(ask: Ask, until: (client: RawClient) => Promise<Seen>): Promise<Seen>;
}

/** @param file what the world has to be for every operation to be there */
export async function walkOf(
  understudy: Understudy,
  provider: Provider,
  dialect: Dialect,
  file: WorldFile = {},
): Promise<Walk> {
  const world = understudy.createWorld({ clock: 'frozen', limits: 'off', seed: 3, ...file });
  const { pathname } = new URL(world.baseUrl(provider.id));
  const sender = new Sender(world.baseUrl(provider.id));
  const known = await harvest(dialect, signingOf(world, provider.id), sender.send);
  const { credentials } = signingOf(world, provider.id);
  const asks = new Map<string, Ask[]>();
  for (const ask of plan({ provider, dialect, known, credentials })) {
    const found = asks.get(ask.operation.id) ?? [];
    if ((ask.kind !== 'plain' && ask.kind !== 'varied') || found.length >= MOST_ASKS) continue;
    world.reset();
    const { status } = await sender.send(dress(ask, signingOf(world, provider.id)));
    if (status < 300) asks.set(ask.operation.id, [...found, ask]);
  }
  await sender.close();
  world.reset();
  const bytes = (ask: Ask): string => raw(pathname, dress(ask, signingOf(world, provider.id)));
  return {
    world,
    asks,
    operations: provider.contract.operations,
    bytes,
    send: async (ask, until) => {
      const client = await RawClient.to(understudy.url);
      try {
        client.send(bytes(ask));
        return await until(client);
      } finally {
        client.close();
      }
    },
  };
}

function raw(prefix: string, { method, path, query, headers, body }: Draft): string {
  const text = body === undefined ? '' : Buffer.from(body).toString('latin1');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (text !== '') lines.push(`Content-Length: ${text.length}`);
  return get(`${prefix}${path}${query === '' ? '' : `?${query}`}`, method, ...lines) + text;
}
