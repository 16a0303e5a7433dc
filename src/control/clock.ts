import { ok } from '../provider/reply.ts';
import { parseDuration } from '../world/duration.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { ControlHandlers } from './exchange.ts';
import { instant, unlessOutOfRange, worldOf } from './lookup.ts';
import { isRefusal, type Refusal, unfit } from './refusal.ts';

export const clock: Pick<ControlHandlers, 'getClock' | 'setClock' | 'advanceClock' | 'listEvents'> = {
  getClock: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : ok(reading(world));
  },

  setClock: async ({ path, body }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const { mode, rate, now } = body;
    if (rate !== undefined && mode === 'frozen') {
      return unfit([
        { field: '/rate', given: rate, message: 'a frozen clock has no rate; leave one of them out' },
      ]);
    }
    const refused = attempt('/now', now, () => {
      if (now !== undefined) world.clock.set(Date.parse(now));
    });
    if (refused !== undefined) return refused;
    if (mode === 'frozen') world.clock.freeze();
    else if (mode === 'running' || rate !== undefined) world.clock.run(rate);
    return delivered(world);
  },

  advanceClock: ({ path, body }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const { by, to } = body;
    const refused =
      by !== undefined
        ? attempt('/by', by, () => world.clock.advance(parseDuration(by)))
        : to !== undefined
          ? attempt('/to', to, () => world.clock.set(Date.parse(to)))
          : attempt('/next', true, () => {
              if (world.clock.advanceToNext() === undefined) throw new RangeError('nothing is scheduled');
            });
    return refused ?? delivered(world);
  },

  listEvents: ({ path, query }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const events = world.clock.upcoming(query.limit ?? 100);
    return ok({ events: events.map(({ at, ...event }) => ({ at: instant(at), ...event })) });
  },
};

export function reading({ clock }: LiveWorld) {
  return { mode: clock.mode, rate: clock.rate, now: instant(clock.now()) };
}

/** The clock, once the webhooks that fell due have reached whom they are for. */
async function delivered(world: LiveWorld) {
  await world.webhooks.idle();
  return ok(reading(world));
}

/** Undefined if it was done. What the clock itself refuses is said of the field that asked for it. */
function attempt(field: string, given: unknown, act: () => void): Refusal | undefined {
  const refused = unlessOutOfRange(act, (message) => unfit([{ field, given, message }]));
  return isRefusal(refused) ? refused : undefined;
}
