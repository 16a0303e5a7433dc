/** A world's webhooks as library users hold them. */
import type { Wanted } from '../webhooks/subscriptions.ts';
import type { DeliverySummary, WebhookSummary } from '../webhooks/summaries.ts';
import type { DeliveryFilter } from '../webhooks/webhooks.ts';
import type { LiveWorld } from './live-world.ts';

export type HandleWebhooks = ReturnType<typeof webhooksOfHandle>;

/** @param live the world; throws once it has ended */
export function webhooksOfHandle(world: LiveWorld, live: () => LiveWorld) {
  return {
    /**
     * From now on events go to an address on this machine. Of the webhook that this gives, only here the secret is
     * told.
     *
     * @throws RangeError that names every mistake
     * @example world.webhooks.add({ provider: 'redbark', url: 'http://127.0.0.1:8080/hook' })
     */
    add: (wanted: Wanted): WebhookSummary & { readonly secret: string } => {
      const added = live().webhooks.add(wanted);
      if (added.ok) return added.webhook;
      const told = added.errors.map(({ field, message }) =>
        field === '' ? message : `${field}: ${message}`,
      );
      throw new RangeError(`No webhook was added.\n${told.join('\n')}`);
    },
    list: (): WebhookSummary[] => world.webhooks.list(),
    /** False if there was none. */
    remove: (id: string): boolean => live().webhooks.remove(id),
    /** What is over (the last 1,000) and what waits for its next attempt, in the order of what happened. */
    deliveries: (filter?: DeliveryFilter): DeliverySummary[] => world.webhooks.deliveries(filter),
    /**
     * Sends an event once more.
     *
     * @throws RangeError for a delivery that is not there
     */
    redeliver: (id: string): DeliverySummary => {
      const again = live().webhooks.redeliver(id);
      if (again !== undefined) return again;
      throw new RangeError(`There is no delivery ${JSON.stringify(id)}. See webhooks.deliveries().`);
    },
    /** Deliveries that made room for younger ones, and how much time was leapt over (docs/webhooks.md). */
    losses: (): { readonly dropped: number; readonly passedOverMs: number } => world.webhooks.losses(),
    /** Resolves when nothing that is due by now is outstanding. */
    idle: (): Promise<void> => world.webhooks.idle(),
  };
}
