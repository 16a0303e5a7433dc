import { ok } from '../provider/reply.ts';
import { changeWorld } from '../world/changes.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { ControlFace, ControlHandlers } from './exchange.ts';
import { worldOf } from './lookup.ts';
import { isRefusal, mistakeErrors, unfit } from './refusal.ts';

export const state: Pick<ControlHandlers, 'getState' | 'changeState'> = {
  getState: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : ok(stateOf(world, face));
  },

  changeState: ({ path, body: { changes } }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const mistakes = changeWorld(world, changes, face.providers);
    if (mistakes.length > 0) return unfit(mistakeErrors(mistakes, changes, '/changes'));
    return ok(stateOf(world, face));
  },
};

function stateOf(world: LiveWorld, face: ControlFace) {
  world.settle();
  return {
    connections: face.handle(world).connections(),
    accounts: [...world.ledger.accounts.values()].map(({ key, connection, kind, name }) => ({
      key,
      connection,
      kind,
      name,
    })),
  };
}
