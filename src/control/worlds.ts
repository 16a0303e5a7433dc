import { DEFAULT_TEMPLATE } from '../../fixtures/ledger/plan.ts';
import type { AnswerBody } from '../provider/contract.ts';
import { empty, ok, reply } from '../provider/reply.ts';
import { cast } from '../scenarios/cast.ts';
import { checkedSnapshot } from '../world/checked-snapshot.ts';
import { lifetimeOf } from '../world/life.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { MAIN } from '../world/worlds.ts';
import { reading } from './clock.ts';
import type { ControlFace, ControlHandlers } from './exchange.ts';
import type { operations } from './generated/types.ts';
import { instant, unlessOutOfRange, worldOf } from './lookup.ts';
import { CONTROL_PREFIX } from './prefix.ts';
import { conflict, findingErrors, isRefusal, mistakeErrors, unfit } from './refusal.ts';

export const worlds: Pick<
  ControlHandlers,
  'listWorlds' | 'createWorld' | 'getWorld' | 'dropWorld' | 'resetWorld' | 'takeSnapshot' | 'restoreWorld'
> = {
  listWorlds: ({ query: { limit = 100, after } }, face) => {
    // In order of ids, so that worlds that come and go between two pages move no other from its place.
    const all = face.worlds.all().sort((a, b) => (a.id < b.id ? -1 : 1));
    const rest = after === undefined ? all : all.filter((world) => world.id > after);
    const page = rest.slice(0, limit);
    return ok({
      worlds: page.map(line),
      total: all.length,
      next: rest.length > page.length ? (page.at(-1)?.id ?? null) : null,
    });
  },

  createWorld: ({ body }, face) => {
    const { id, timeToLive, ...description } = body ?? {};
    const made = cast(description, face.providers);
    if (!made.ok) return unfit(findingErrors(made.findings, description));
    const life = unlessOutOfRange(
      () => ({ ms: lifetimeOf(timeToLive) }),
      (message) => unfit([{ field: '/timeToLive', given: timeToLive, message }]),
    );
    if (isRefusal(life)) return life;
    const world = unlessOutOfRange(
      () => face.worlds.create(made.file, { id, timeToLive: life.ms, scenario: made.scenario }),
      conflict,
    );
    return isRefusal(world) ? world : announced(world, face);
  },

  getWorld: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : ok(details(world, face));
  },

  dropWorld: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    if (world.id === MAIN) {
      return conflict(
        `"${MAIN}" is always there. Reset it instead: POST ${CONTROL_PREFIX}/worlds/${MAIN}/reset.`,
      );
    }
    face.worlds.drop(world.id);
    return empty(204);
  },

  resetWorld: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    world.reset();
    return ok(face.handle(world).summary());
  },

  takeSnapshot: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world)
      ? world
      : ok(world.snapshot() as unknown as AnswerBody<operations['takeSnapshot']>);
  },

  restoreWorld: ({ body }, face) => {
    const checked = checkedSnapshot(body, face.providers);
    if (!checked.ok) return unfit(mistakeErrors(checked.errors, body));
    const world = unlessOutOfRange(() => face.worlds.restore(checked.document), conflict);
    return isRefusal(world) ? world : announced(world, face);
  },
};

function announced(world: LiveWorld, face: ControlFace) {
  return reply(201, face.handle(world).summary(), { Location: `${CONTROL_PREFIX}/worlds/${world.id}` });
}

function line(world: LiveWorld) {
  return {
    id: world.id,
    template: templateOf(world),
    seed: world.seedText,
    now: instant(world.now()),
    clock: world.clock.mode,
  };
}

function details(world: LiveWorld, face: ControlFace) {
  const { entries, bytes } = world.journal.stats();
  return {
    ...face.handle(world).summary(),
    template: templateOf(world),
    bornAt: instant(world.bornAt),
    clock: reading(world),
    limits: world.file.limits ?? 'documented',
    counts: {
      connections: world.ledger.connections.size,
      accounts: world.ledger.accounts.size,
      faults: world.armory.list().filter((fault) => !fault.spent).length,
      journal: entries,
      journalBytes: bytes,
      webhooks: world.webhooks.list().length,
      events: world.document.agenda.length,
    },
  };
}

function templateOf({ file }: LiveWorld): string {
  return file.template ?? DEFAULT_TEMPLATE;
}
