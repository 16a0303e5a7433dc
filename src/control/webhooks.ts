import { empty, ok, reply } from '../provider/reply.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { ControlHandlers } from './exchange.ts';
import { worldOf } from './lookup.ts';
import { isRefusal, mistakeErrors, notThere, unfit } from './refusal.ts';

export const webhooks: Pick<
  ControlHandlers,
  'listWebhooks' | 'addWebhook' | 'removeWebhook' | 'listDeliveries' | 'redeliver'
> = {
  listWebhooks: ({ path }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : ok({ webhooks: world.webhooks.list() });
  },

  addWebhook: ({ path, body }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const added = world.webhooks.add(body);
    if (added.ok) return reply(201, added.webhook);
    // The library's check tells fields apart by dots, which names of headers may hold too.
    return unfit(mistakeErrors(added.errors, withoutSecrets(body)));
  },

  removeWebhook: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    if (world.webhooks.remove(path.webhook)) return empty(204);
    return notThere(
      'webhook',
      path.webhook,
      world.webhooks.list().map(({ id }) => id),
    );
  },

  listDeliveries: ({ path, query }, face) => {
    const world = worldOf(path.world, face);
    return isRefusal(world) ? world : ok({ deliveries: world.webhooks.deliveries(query) });
  },

  redeliver: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const delivery = world.webhooks.redeliver(path.delivery);
    return delivery === undefined ? noSuchDelivery(path.delivery, world) : reply(202, delivery);
  },
};

function noSuchDelivery(id: string, world: LiveWorld) {
  const known = world.webhooks.deliveries({ limit: 100 });
  return notThere(
    'delivery',
    id,
    known.map((one) => one.id),
  );
}

/** What a refusal may repeat of an order: not its secret, nor what its headers hold. */
function withoutSecrets<T extends { secret?: unknown; headers?: unknown }>({
  secret: _,
  headers: __,
  ...rest
}: T) {
  return rest;
}
