/** A world of a simulator in another process, with the verbs the library has. */
import type { components, operations } from '../control/generated/types.ts';
import type { FaultOrder } from '../faults/order.ts';
import type { QueryOf } from '../provider/contract.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { parseDuration } from '../world/duration.ts';
import { eventsOf } from './events.ts';
import type { Line } from './line.ts';

type Schemas = components['schemas'];
export type RemoteSnapshot = Schemas['Snapshot'];
export type RemoteEntry = Schemas['JournalEntry'];
export type RemoteFilter = QueryOf<operations['readJournal']>;
type WaitFilter = Omit<QueryOf<operations['awaitJournal']>, 'count' | 'timeout'>;

/** HTTP clients give up an answer that does not begin within five minutes; waits are cut into such pieces. */
const PIECE_MS = 240_000;

/**
 * @example
 * const world = remote.world('w1');
 * await world.arm({ fault: 'rate-limited', operation: 'listTrades', retryAfter: 2, times: 1 });
 * await world.clock.advance('10m');
 */
export class RemoteWorld {
  readonly id: string;
  readonly #line: Line;

  constructor(line: Line, id: string) {
    this.#line = line;
    this.id = id;
  }

  get #path() {
    return { world: this.id };
  }

  /** Addresses, credentials, clock and counts. */
  describe(): Promise<Schemas['WorldDetails']> {
    return this.#line.call('getWorld', { path: this.#path });
  }

  /** Arms a fault: from now on it happens to the requests it is aimed at. */
  arm(order: FaultOrder): Promise<Schemas['ArmedFault']> {
    return this.#line.call('armFault', { path: this.#path, body: order });
  }

  /** Disarms a fault by its id, or all of them. */
  async disarm(id?: string): Promise<void> {
    if (id === undefined) await this.#line.call('disarmFaults', { path: this.#path });
    else await this.#line.call('disarmFault', { path: { ...this.#path, fault: id } });
  }

  /** What is armed, in the order of arming, spent ones too. */
  async faults(): Promise<Schemas['ArmedFault'][]> {
    return (await this.#line.call('listFaults', { path: this.#path })).faults;
  }

  /** One armed fault: how often it was met, and whether it is spent. */
  fault(id: string): Promise<Schemas['ArmedFault']> {
    return this.#line.call('getFault', { path: { ...this.#path, fault: id } });
  }

  readonly clock = {
    read: (): Promise<Schemas['Clock']> => this.#line.call('getClock', { path: this.#path }),
    freeze: (): Promise<Schemas['Clock']> => this.#setClock({ mode: 'frozen' }),
    /** @param rate 1 is real time, 60 lets a minute pass each second */
    run: (rate?: number): Promise<Schemas['Clock']> =>
      this.#setClock({ mode: 'running', ...(rate !== undefined && { rate }) }),
    /** To a later instant, RFC 3339. */
    set: (now: string): Promise<Schemas['Clock']> => this.#setClock({ now }),
    /** By `'10m'`, `'2d'` or milliseconds. Resolves when the webhooks that fell due have been delivered. */
    advance: (by: string | number): Promise<Schemas['Clock']> => this.#advance({ by }),
    advanceTo: (to: string): Promise<Schemas['Clock']> => this.#advance({ to }),
    /** @throws UnderstudyError if nothing is scheduled */
    advanceToNext: (): Promise<Schemas['Clock']> => this.#advance({ next: true }),
    /** What is to happen, soonest first. */
    events: async (limit = 100): Promise<Schemas['Event'][]> =>
      (await this.#line.call('listEvents', { path: this.#path, query: { limit } })).events,
  };

  #setClock(body: Schemas['ClockSetting']): Promise<Schemas['Clock']> {
    return this.#line.call('setClock', { path: this.#path, body });
  }

  #advance(body: Schemas['Advance']): Promise<Schemas['Clock']> {
    return this.#line.call('advanceClock', { path: this.#path, body });
  }

  /** The connections and accounts, by the keys that faults and changes are aimed with. */
  state(): Promise<Schemas['State']> {
    return this.#line.call('getState', { path: this.#path });
  }

  /** Sets what a test wants to be so: all of it, or nothing if any of it is refused. */
  change(...changes: readonly Schemas['Change'][]): Promise<Schemas['State']> {
    return this.#line.call('changeState', { path: this.#path, body: { changes: [...changes] } });
  }

  /** A story that happens in the world: docs/scenarios.md. */
  readonly scenario = {
    /** @param scenario the name of one that comes along, or one described */
    play: (scenario: string | Scenario): Promise<Schemas['ScenarioStanding']> =>
      this.#line.call('playScenario', {
        path: this.#path,
        body: { scenario: scenario as Schemas['Scenario'] },
      }),
    stop: async (): Promise<void> => {
      await this.#line.call('stopScenario', { path: this.#path });
    },
    /** @throws UnderstudyError if none is at play */
    standing: (): Promise<Schemas['ScenarioStanding']> =>
      this.#line.call('getScenario', { path: this.#path }),
  };

  readonly journal = {
    /** A page of what matches, oldest first; `next` is the next page's `since`. */
    read: (filter: RemoteFilter = {}): Promise<Schemas['Entries']> =>
      this.#line.call('readJournal', { path: this.#path, query: filter }),
    clear: async (): Promise<void> => {
      await this.#line.call('clearJournal', { path: this.#path });
    },
    /** Until `count` entries match, those that are there already included, or the time is over. */
    wait: (filter: WaitFilter = {}, count = 1, timeout: string | number = '30s') =>
      this.#wait(filter, count, parseDuration(timeout)),
    /** Entries as they are written, until the world is dropped or `signal` fires. */
    follow: (query: QueryOf<operations['streamJournal']> = {}, signal?: AbortSignal) =>
      this.#follow(query, signal),
    /** As an HTTP archive, HAR 1.2. */
    har: (filter: RemoteFilter = {}) => this.#line.call('exportJournal', { path: this.#path, query: filter }),
  };

  async #wait(filter: WaitFilter, count: number, ms: number) {
    for (let left = ms; ; left -= PIECE_MS) {
      const timeout = `${Math.max(0, Math.min(left, PIECE_MS))}ms`;
      const waited = await this.#line.call('awaitJournal', {
        path: this.#path,
        query: { ...filter, count, timeout },
      });
      if (waited.complete || left <= PIECE_MS) return waited;
    }
  }

  async *#follow(
    query: QueryOf<operations['streamJournal']>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<RemoteEntry> {
    const answer = await this.#line.send('streamJournal', { path: this.#path, query, signal });
    for await (const { event, data } of eventsOf(answer)) {
      if (event === 'end') return;
      if (event === 'entry') yield JSON.parse(data) as RemoteEntry;
    }
  }

  readonly webhooks = {
    /** The answer tells the secret; it is told nowhere else. */
    add: (order: Schemas['WebhookOrder']): Promise<Schemas['Webhook']> =>
      this.#line.call('addWebhook', { path: this.#path, body: order }),
    list: async (): Promise<Schemas['Webhook'][]> =>
      (await this.#line.call('listWebhooks', { path: this.#path })).webhooks,
    remove: async (id: string): Promise<void> => {
      await this.#line.call('removeWebhook', { path: { ...this.#path, webhook: id } });
    },
    deliveries: async (query: QueryOf<operations['listDeliveries']> = {}): Promise<Schemas['Delivery'][]> =>
      (await this.#line.call('listDeliveries', { path: this.#path, query })).deliveries,
    redeliver: (id: string): Promise<Schemas['Delivery']> =>
      this.#line.call('redeliver', { path: { ...this.#path, delivery: id } }),
  };

  /** All that happened, for `restore` of this simulator or another. */
  snapshot(): Promise<RemoteSnapshot> {
    return this.#line.call('takeSnapshot', { path: this.#path });
  }

  /** Back to its first instant. Addresses and credentials stay. */
  reset(): Promise<Schemas['World']> {
    return this.#line.call('resetWorld', { path: this.#path });
  }

  /** Ends the world. `main` cannot be dropped. */
  async drop(): Promise<void> {
    await this.#line.call('dropWorld', { path: this.#path });
  }
}
