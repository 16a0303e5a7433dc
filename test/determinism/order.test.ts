import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/engine/simulator.ts';
import type { Provider } from '../../src/provider/index.ts';
import { providers } from '../../src/understudy.ts';
import type { Ask } from '../support/traffic/ask.ts';
import { type Read, readAll } from '../support/traffic/reading.ts';
import { Sender } from '../support/traffic/send.ts';
import { signingOf } from '../support/traffic/tour.ts';

describe.each(providers.map((provider) => [provider.title, provider] as const))('%s', (_title, provider) => {
  it('shows the same in any order of reading', { timeout: 120_000 }, async () => {
    const straight = bodies(await readFresh(provider, (asks) => asks));
    const mixed = bodies(await readFresh(provider, shuffled));
    expect(mixed.size).toBe(straight.size);
    for (const [key, text] of straight) expect(mixed.get(key), key).toBe(text);
  });
});

/** In a world that nobody has read before. */
async function readFresh(
  provider: Provider,
  order: (asks: readonly Ask[]) => readonly Ask[],
): Promise<Read[]> {
  const world = { seed: 7, clock: 'frozen', limits: 'off' } as const;
  const simulator = await startSimulator({ providers: [provider], port: 0, world });
  const sender = new Sender(simulator.world().baseUrl(provider.id));
  try {
    return await readAll(provider, signingOf(simulator.world(), provider.id), sender.send, order);
  } finally {
    await sender.close();
    await simulator.close();
  }
}

function bodies(reads: readonly Read[]): Map<string, string> {
  return new Map(reads.map(({ key, answer }) => [key, `${answer.status} ${answer.text}`]));
}

/** Always the same disorder: each item takes a place that its number, spread by a prime, gives it. */
function shuffled(asks: readonly Ask[]): Ask[] {
  const place = (i: number): number => (i * 7919 + 104_729) % 15_485_863;
  return [...asks.entries()].sort(([a], [b]) => place(b * b) - place(a * a)).map(([, ask]) => ask);
}
