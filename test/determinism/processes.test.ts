import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/provider/index.ts';
import { providers } from '../../src/understudy.ts';
import { type Served, serve } from '../support/serve.ts';
import { type Read, readAll } from '../support/traffic/reading.ts';
import { Sender } from '../support/traffic/send.ts';

/** What a connection or the moment decides, not the world. */
const INCIDENTAL = new Set(['date', 'connection', 'keep-alive']);

/** Answers that hold nothing of a world, and so are the same whatever the seed. */
const SEEDLESS: Readonly<Record<string, readonly string[]>> = {
  // Nobody holds options or watches trades in a fresh world, and exchanges deal in the same pairs everywhere.
  snaptrade: ['checkStatus', 'listOptionHoldings', 'listCryptoPairs', 'listTradeDetection'],
  redbark: ['getHealth', 'listCategories'],
};

/** Reads that want an id or a name which no listing has, or a switch. */
const NOT_ASKED: Readonly<Record<string, readonly string[]>> = {
  snaptrade: [
    'getBalanceHistory',
    'getOrderV2',
    'listQuotes',
    'listInstruments',
    'getRate',
    'listSessionEvents',
    'getSymbol',
  ],
};

describe('two processes with one seed, and a third with another', () => {
  let processes: readonly [Served, Served, Served];
  beforeAll(async () => {
    const options = ['--clock', 'frozen', '--limits', 'off'];
    processes = await Promise.all([
      serve('--seed', '7', ...options),
      serve('--seed', '7', ...options),
      serve('--seed', '8', ...options),
    ]);
  });
  afterAll(async () => {
    await Promise.all((processes ?? []).map((one) => one.stop()));
  });

  it('say so in their first line', () => {
    const [one, two, other] = processes.map(({ world }) => ({
      ...world,
      providers: Object.keys(world.providers),
    }));
    expect(one).toEqual(two);
    expect(other).toEqual({ ...one, seed: '8' });
  });

  describe.each(providers.map((provider) => [provider.title, provider] as const))(
    '%s',
    (_title, provider) => {
      let one: Read[];
      let two: Read[];
      let other: Read[];
      beforeAll(async () => {
        [one, two, other] = (await Promise.all(processes.map((served) => everything(served, provider)))) as [
          Read[],
          Read[],
          Read[],
        ];
      }, 120_000);

      it('is asked the same, with ids found in its own listings', () => {
        expect(one.length).toBeGreaterThan(10);
        expect(one.map((read) => read.key)).toEqual(two.map((read) => read.key));
        const operations = provider.contract.operations.filter(
          (one) => one.method === 'GET' && !one.deprecated,
        );
        const answered = new Set(
          one.filter(({ answer }) => answer.status === 200).map((read) => read.ask.operation.id),
        );
        const not = operations.map(({ id }) => id).filter((id) => !answered.has(id));
        expect(not.sort()).toEqual([...(NOT_ASKED[provider.id] ?? [])].sort());
      });

      it('gives the same bytes and headers in both', () => {
        for (const [i, read] of one.entries()) {
          expect(comparable(two[i] as Read), read.key).toEqual(comparable(read));
        }
      });

      it('shows another world with another seed', () => {
        const shown = (reads: readonly Read[]): Record<string, string> => {
          const bodies: Record<string, string> = {};
          for (const { ask, answer } of reads)
            if (answer.status === 200)
              bodies[ask.operation.id] = (bodies[ask.operation.id] ?? '') + answer.text;
          return bodies;
        };
        const ours = shown(one);
        const theirs = shown(other);
        const alike = Object.keys(ours).filter((operation) => ours[operation] === theirs[operation]);
        expect(alike).toEqual(SEEDLESS[provider.id] ?? []);
      });
    },
  );
});

async function everything(served: Served, provider: Provider): Promise<Read[]> {
  const { baseUrl = '', credentials = {} } = served.world.providers[provider.id] ?? {};
  const sender = new Sender(baseUrl);
  try {
    return await readAll(provider, { credentials, now: Date.parse(served.world.now) }, sender.send);
  } finally {
    await sender.close();
  }
}

function comparable({ answer: { status, headers, text } }: Read): unknown {
  const kept = Object.entries(headers).filter(([name]) => !INCIDENTAL.has(name));
  return { status, headers: Object.fromEntries(kept), text };
}
