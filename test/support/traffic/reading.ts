/** Everything a provider shows, as pairs of a request and its answer. */
import type { Provider } from '../../../src/provider/index.ts';
import { type Answer, type Ask, type Draft, dress, line, type Signing } from './ask.ts';
import { dialectOf } from './dialects/index.ts';
import { harvest } from './harvest.ts';
import { plan } from './plan.ts';

export interface Read {
  readonly ask: Ask;
  /** Who asked for what: the same for the same request in another process. */
  readonly key: string;
  readonly answer: Answer;
}

/** Every GET that is right, in all variations, one after another. */
export async function readAll(
  provider: Provider,
  signing: Signing,
  send: (draft: Draft) => Promise<Answer>,
  order: (asks: readonly Ask[]) => readonly Ask[] = (asks) => asks,
): Promise<Read[]> {
  const dialect = dialectOf(provider);
  const known = await harvest(dialect, signing, send);
  const asks = plan({ provider, dialect, known, credentials: signing.credentials });
  const reads: Read[] = [];
  for (const ask of order(asks.filter(({ draft, kind }) => draft.method === 'GET' && kind !== 'wrong'))) {
    const draft = dress(ask, signing);
    reads.push({ ask, key: `${ask.actor.name}, ${ask.title}: ${line(draft)}`, answer: await send(draft) });
  }
  return reads;
}
