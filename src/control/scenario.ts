import { empty, ok } from '../provider/reply.ts';
import { standingOf } from '../scenarios/cast.ts';
import { checkedScenario } from '../scenarios/check.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { ControlHandlers } from './exchange.ts';
import { worldOf } from './lookup.ts';
import { findingErrors, isRefusal, type Refusal, refuse, unfit } from './refusal.ts';

export const scenario: Pick<ControlHandlers, 'getScenario' | 'playScenario' | 'stopScenario'> = {
  getScenario: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : standing(world);
  },

  playScenario: ({ path, body }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const checked = checkedScenario(body.scenario, face.providers);
    if (!checked.ok) return unfit(findingErrors(checked.findings, body.scenario, '/scenario'));
    world.playing.begin(checked.scenario, false);
    return standing(world);
  },

  stopScenario: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    return world.playing.stop() ? empty(204) : none(world);
  },
};

function standing(world: LiveWorld) {
  const { progress } = world.playing;
  if (progress === null) return none(world);
  const { next, problems, ...told } = standingOf(progress);
  return ok({ ...told, ...(next !== undefined && { next: { ...next } }), problems: [...problems] });
}

function none({ id }: LiveWorld): Refusal {
  return refuse(
    404,
    'No scenario',
    `No scenario is at play in world "${id}". Begin one with PUT; the catalogue lists those that come along.`,
  );
}
