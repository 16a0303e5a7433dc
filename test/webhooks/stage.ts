/** A world of one made-up sender, and somebody who listens. */
import type { Provider } from '../../src/provider/index.ts';
import type { Json } from '../../src/provider/world.ts';
import type { LiveWorld } from '../../src/world/live-world.ts';
import { liveWorld } from '../support/live-world.ts';
import { sender } from './toy-sender.ts';

export interface Stage {
  readonly world: LiveWorld;
  /** An event happens, now. */
  emit(type: string, data?: Json): void;
  /** Subscribes, and gives the webhook's id. */
  listen(url: string, events?: readonly string[]): string;
  /** Moves the clock on and waits until what fell due is delivered. */
  pass(ms: number): Promise<void>;
}

export function stage(provider: Provider = sender, world: LiveWorld = liveWorld([provider])): Stage {
  return {
    world,
    emit: (type, data = null) => world.view(provider).emit(type, data),
    listen(url, events) {
      const added = world.webhooks.add({ provider: provider.id, url, ...(events && { events }) });
      if (!added.ok) throw new Error(JSON.stringify(added.errors));
      return added.webhook.id;
    },
    async pass(ms) {
      world.clock.advance(ms);
      await world.webhooks.idle();
    },
  };
}
