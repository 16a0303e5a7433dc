import { checkedOrder } from '../faults/checked-order.ts';
import type { ArmedFault } from '../faults/order.ts';
import { empty, ok, reply } from '../provider/reply.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { ControlHandlers } from './exchange.ts';
import { instant, worldOf } from './lookup.ts';
import { CONTROL_PREFIX } from './prefix.ts';
import { conflict, isRefusal, mistakeErrors, notThere, type Refusal, unfit } from './refusal.ts';

export const faults: Pick<
  ControlHandlers,
  'listFaults' | 'armFault' | 'disarmFaults' | 'getFault' | 'disarmFault'
> = {
  listFaults: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : ok({ faults: world.armory.list().map(shown) });
  },

  armFault: ({ path, body }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const { id } = body;
    // A spent fault makes room for another of its id.
    if (typeof id === 'string' && world.armory.get(id)?.spent === false) {
      return conflict(`A fault "${id}" is armed already. Disarm it first, or choose another id.`);
    }
    const checked = checkedOrder(body, world, face.providers);
    if (!checked.ok) return unfit(mistakeErrors(checked.errors, body));
    const fault = world.arm(checked.order);
    const location = `${CONTROL_PREFIX}/worlds/${world.id}/faults/${fault.id}`;
    return reply(201, shown(fault), { Location: location });
  },

  disarmFaults: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const disarmed = world.armory.list().length;
    world.armory.clear();
    return ok({ disarmed });
  },

  getFault: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const fault = world.armory.get(path.fault);
    return fault === undefined ? noSuchFault(path.fault, world) : ok(shown(fault));
  },

  disarmFault: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    return world.disarm(path.fault) ? empty(204) : noSuchFault(path.fault, world);
  },
};

function shown({ id, order, given, armedAt, from, until, ...counts }: ArmedFault) {
  return {
    id,
    order,
    given,
    armedAt: instant(armedAt),
    from: from === null ? null : instant(from),
    until: until === null ? null : instant(until),
    ...counts,
  };
}

function noSuchFault(id: string, world: LiveWorld): Refusal {
  return notThere(
    'fault',
    id,
    world.armory.list().map((fault) => fault.id),
  );
}
