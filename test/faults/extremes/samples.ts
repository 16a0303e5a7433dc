/** Bodies that every operation really answers with: what extremes are tried on. */
import type { WorldFile } from '../../../fixtures/ledger/world-file.ts';
import { startSimulator } from '../../../src/engine/simulator.ts';
import type { OperationSpec, Provider } from '../../../src/provider/index.ts';
import { dress } from '../../support/traffic/ask.ts';
import { dialectOf } from '../../support/traffic/dialects/index.ts';
import { harvest } from '../../support/traffic/harvest.ts';
import { plan } from '../../support/traffic/plan.ts';
import { Sender } from '../../support/traffic/send.ts';
import { asMeant, signingOf } from '../../support/traffic/tour.ts';

export interface Sample {
  readonly operation: OperationSpec;
  readonly query: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly body: unknown;
}

/** Enough to meet all that an operation may say; a list of a thousand rows says no more than one of a hundred. */
const OF_EACH = 5;
const LARGEST = 100_000;

/** Worlds that between them let every operation succeed that has a body then. */
export const worldsOf = (provider: Provider): WorldFile[] => [
  {},
  { template: 'messy' },
  {
    switches: {
      [provider.id]: Object.fromEntries(
        Object.entries(provider.switches).map(([name, { values, default: usual }]) => [
          name,
          Object.keys(values).find((value) => value !== usual) ?? usual,
        ]),
      ),
    },
  },
];

/** Successful answers of every operation, each that changes something in a world of its own. */
export async function samplesOf(provider: Provider, file: WorldFile): Promise<Sample[]> {
  const world = { clock: 'frozen', limits: 'off', ...file } as const;
  const simulator = await startSimulator({ providers: [provider], port: 0, world });
  const sender = new Sender(simulator.world().baseUrl(provider.id));
  try {
    const dialect = dialectOf(provider);
    const signing = signingOf(simulator.world(), provider.id);
    const known = await harvest(dialect, signing, sender.send);
    const { credentials } = signing;
    const asks = plan({ provider, dialect, known, credentials }).filter(asMeant);
    const taken = new Map<string, number>();
    const samples: Sample[] = [];
    for (const ask of asks) {
      const { operation, draft } = ask;
      const count = taken.get(operation.id) ?? 0;
      if (count >= OF_EACH) continue;
      if (ask.effect !== 'reads') simulator.world().reset();
      const { status, text } = await sender.send(dress(ask, signing));
      if (status >= 300 || text === '' || text.length > LARGEST) continue;
      taken.set(operation.id, count + 1);
      const query = Object.fromEntries(new URLSearchParams(draft.query));
      samples.push({ operation, query, status, body: JSON.parse(text) });
    }
    return samples;
  } finally {
    await sender.close();
    await simulator.close();
  }
}
