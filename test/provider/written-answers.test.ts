/** Answers that are put together from rows written before are, to the byte, what their bodies would be as JSON. */
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/engine/simulator.ts';
import { isProblem, type Provider, type Reply, writeJson } from '../../src/provider/index.ts';
import { whole } from '../../src/provider/text.ts';
import { providers } from '../../src/understudy.ts';
import { readAll } from '../support/traffic/reading.ts';
import { Sender } from '../support/traffic/send.ts';
import { signingOf } from '../support/traffic/tour.ts';

/** Operations that answer with rows written before, by provider. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  redbark: ['listHoldings', 'listTrades', 'listTransactions'],
  snaptrade: ['listActivities', 'listConnections'],
};

describe.each(Object.keys(WRITTEN))('%s', (id) => {
  it('writes what it would say', { timeout: 120_000 }, async () => {
    const provider = providers.find((one) => one.id === id);
    if (provider === undefined) throw new Error(`There is no provider "${id}".`);
    const seen = new Set<string>();
    await readEverything(watched(provider, seen));
    expect([...seen].sort()).toEqual(WRITTEN[id]);
  });
});

/** The provider, with every reply that is text already held against its body. */
function watched(provider: Provider, seen: Set<string>): Provider {
  const toText = provider.exactNumbers === true ? writeJson : JSON.stringify;
  const handlers = Object.entries(provider.handlers).map(([id, handler]) => [
    id,
    async (x: never): Promise<unknown> => {
      const said = (await (handler as (x: never) => unknown)(x)) as Reply;
      if (isProblem(said) || said.text === undefined || said.body === undefined) return said;
      expect(whole(said.text), id).toBe(toText(said.body));
      seen.add(id);
      return said;
    },
  ]);
  return { ...provider, handlers: Object.fromEntries(handlers) };
}

async function readEverything(provider: Provider): Promise<void> {
  const bugs: unknown[] = [];
  const world = { seed: 7, clock: 'frozen', limits: 'off' } as const;
  const simulator = await startSimulator({
    providers: [provider],
    port: 0,
    world,
    onBug: (error) => bugs.push(error),
  });
  const sender = new Sender(simulator.world().baseUrl(provider.id));
  try {
    await readAll(provider, signingOf(simulator.world(), provider.id), sender.send, (asks) => asks);
  } finally {
    await sender.close();
    await simulator.close();
  }
  expect(bugs).toEqual([]);
}
