/** Makes a provider say "too many requests" on every operation. */
import type { Provider } from '../../../src/provider/index.ts';
import type { WorldHandle } from '../../../src/world/handle.ts';
import { type Answer, type Ask, type Draft, dress } from './ask.ts';
import type { Dialect } from './dialect.ts';
import { harvest } from './harvest.ts';
import { plan } from './plan.ts';
import { asMeant, signingOf } from './tour.ts';

/** More than any limit that is reached here; a limit that never shows must not hang the tests. */
const MOST = 1000;

export interface Throttling {
  readonly provider: Provider;
  readonly dialect: Dialect;
  /** With its documented limits, and a clock that stands still. */
  readonly world: WorldHandle;
  /** Sends what uses up the limit. */
  readonly hammer: (draft: Draft) => Promise<Answer>;
  readonly send: (draft: Draft, ask?: Ask) => Promise<Answer>;
  readonly visit: (ask: Ask, draft: Draft, answer: Answer) => void;
}

export async function throttle({ provider, dialect, world, hammer, send, visit }: Throttling): Promise<void> {
  const signing = signingOf(world, provider.id);
  const known = await harvest(dialect, signing, hammer);
  const asks = plan({ provider, dialect, known, credentials: signing.credentials });
  for (const operation of provider.contract.operations) {
    if (!operation.statuses.includes(429)) continue;
    // A request that is refused for another reason may never be counted.
    for (const ask of asks.filter((one) => one.operation === operation && asMeant(one))) {
      const draft = dress(ask, signing);
      const { status } = await hammer(draft);
      if (status >= 400 && status !== 429) continue;
      for (let sent = 1; sent < MOST; sent++) if ((await hammer(draft)).status === 429) break;
      visit(ask, draft, await send(draft, ask));
      break;
    }
  }
}
