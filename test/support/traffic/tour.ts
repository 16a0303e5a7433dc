/** Takes every planned request through a world, in an order in which each finds what it needs. */
import type { Provider } from '../../../src/provider/index.ts';
import type { WorldHandle } from '../../../src/world/handle.ts';
import { type Answer, type Ask, type Draft, dress, type Signing } from './ask.ts';
import type { Dialect } from './dialect.ts';
import { harvest } from './harvest.ts';
import { plan } from './plan.ts';
import { spread } from './values.ts';

/** How many reads look at what a change has left behind. */
const LOOKS = 40;

/** Characters; longer answers are looked at once all changes are made, not after each: they take Prism half a second. */
const LONG = 1_000_000;

export interface Tour {
  readonly provider: Provider;
  readonly dialect: Dialect;
  readonly world: WorldHandle;
  /** `ask` is undefined while ids are gathered. */
  readonly send: (draft: Draft, ask?: Ask) => Promise<Answer>;
  /** Told every request with its answer. */
  readonly visit: (ask: Ask, draft: Draft, answer: Answer) => void;
  /** Which requests to send at all. Default: all. */
  readonly wanted?: (ask: Ask) => boolean;
  /** Whether to look around after every single change, not only after all of them. */
  readonly closely: boolean;
}

export async function tour({
  provider,
  dialect,
  world,
  send,
  visit,
  wanted = () => true,
  closely,
}: Tour): Promise<void> {
  const signing = (): Signing => signingOf(world, provider.id);
  const known = await harvest(dialect, signing(), send);
  const asks = plan({ provider, dialect, known, credentials: signing().credentials }).filter(wanted);
  const long = new Set<Ask>();
  const go = async (some: readonly Ask[]): Promise<void> => {
    for (const ask of some) {
      const draft = dress(ask, signing());
      const answer = await send(draft, ask);
      if (answer.text.length > LONG) long.add(ask);
      visit(ask, draft, answer);
    }
  };
  const of = (effect: Ask['effect']): Ask[] => asks.filter((ask) => ask.effect === effect);
  const looks = spread(of('reads').filter(asMeant), LOOKS);

  const operationsOf = (...effects: Ask['effect'][]): Set<string> =>
    new Set(effects.flatMap(of).map((ask) => ask.operation.id));

  await go(of('reads'));
  for (const id of operationsOf('changes', 'removes', 'locks-out')) {
    world.reset();
    await go(asks.filter((ask) => ask.operation.id === id));
    if (closely) await go(looks.filter((ask) => !long.has(ask)));
  }
  // All changes one after another, twice: what was fine once may be refused the second time, and one operation may
  // stand in another's way.
  world.reset();
  for (let round = 0; round < 2; round++) await go(of('changes').filter(asMeant));
  await go(looks);
  world.clock.advance('90s');
  await go(looks);
}

export function signingOf(world: WorldHandle, provider: string): Signing {
  return { credentials: world.providers[provider]?.credentials ?? {}, now: world.clock.now() };
}

export const asMeant = (ask: Ask): boolean => ask.kind === 'plain';
