/** A world as library users hold it. */
import { checkedOrder, orderMistakes } from '../faults/checked-order.ts';
import type { ArmedFault, FaultOrder } from '../faults/order.ts';
import type { Provider } from '../provider/define.ts';
import type { Json } from '../provider/world.ts';
import { type ConnectionSummary, connectionSummaries } from './connection-summaries.ts';
import type { WorldDocument } from './document.ts';
import { HandleClock } from './handle-clock.ts';
import { type HandleJournal, journalOfHandle } from './handle-journal.ts';
import { type HandleScenario, scenarioOfHandle } from './handle-scenario.ts';
import { type HandleWebhooks, webhooksOfHandle } from './handle-webhooks.ts';
import type { LiveWorld } from './live-world.ts';
import { MAIN } from './worlds.ts';

export interface ProviderAccess {
  /** Give this to the client in place of the provider's address. Without a listening server: the path only. */
  readonly baseUrl: string;
  /** What the client needs to get in, by the names in the README. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** `{ change: 'connection' | 'trade' | 'transaction' | <a provider's own>, ... }`: docs/worlds.md. */
export interface StateChange {
  readonly change: string;
  readonly [field: string]: Json;
}

export interface WorldSummary {
  readonly id: string;
  readonly seed: string;
  /** RFC 3339, UTC. */
  readonly now: string;
  /** When its time to live is over, on the machine's clock: RFC 3339, UTC. */
  readonly endsAt?: string;
  readonly providers: Readonly<Record<string, ProviderAccess>>;
}

/**
 * One isolated world: its own data, clock, credentials and journal.
 *
 * @example
 * const world = understudy.createWorld({ template: 'household', seed: 7 });
 * const { baseUrl, credentials } = world.provider('redbark');
 * world.clock.advance('10m');
 */
export class WorldHandle {
  readonly id: string;
  readonly #world: LiveWorld;
  readonly #providers: readonly Provider[];
  readonly #origin: () => string;
  readonly #drop: (id: string) => boolean;
  readonly #endsAt: number | undefined;
  // Made when first asked for: a test run may hold thousands of handles.
  #clock: HandleClock | undefined;
  #webhooks: HandleWebhooks | undefined;
  #scenario: HandleScenario | undefined;
  #journal: HandleJournal | undefined;

  constructor(
    world: LiveWorld,
    providers: readonly Provider[],
    origin: () => string,
    drop: (id: string) => boolean,
    endsAt?: number,
  ) {
    this.id = world.id;
    this.#world = world;
    this.#providers = providers;
    this.#origin = origin;
    this.#drop = drop;
    this.#endsAt = endsAt;
  }

  get seed(): string {
    return this.#world.seedText;
  }

  get providers(): Readonly<Record<string, ProviderAccess>> {
    const access: Record<string, ProviderAccess> = {};
    for (const provider of this.#providers) {
      access[provider.id] = {
        baseUrl: this.baseUrl(provider.id),
        credentials: provider.credentials(this.#world.view(provider)).show,
      };
    }
    return access;
  }

  /**
   * How to reach one provider in this world.
   *
   * @throws RangeError for a provider this process does not host
   */
  provider(id: string): ProviderAccess {
    const access = this.providers[id];
    if (access !== undefined) return access;
    throw new RangeError(`No provider "${id}". There are: ${Object.keys(this.providers).join(', ')}.`);
  }

  /** Address of a provider in this world. */
  baseUrl(provider: string): string {
    return `${this.#origin()}${this.id === MAIN ? '' : `/w/${this.id}`}/${provider}`;
  }

  /** The world's time. Moving it makes happen what falls due, in order, each at its own instant. */
  get clock(): HandleClock {
    this.#clock ??= new HandleClock(
      () => this.#world.clock,
      () => this.#live().clock,
    );
    return this.#clock;
  }

  /**
   * Arms a fault: from now on it happens to the requests it is aimed at.
   *
   * @throws RangeError that names every mistake of the order, field by field
   * @example world.arm({ fault: 'rate-limited', provider: 'redbark', operation: 'listTrades', retryAfter: 2, times: 1 })
   */
  arm(order: FaultOrder): ArmedFault {
    const world = this.#live();
    const checked = checkedOrder(order, world, this.#providers);
    if (!checked.ok) throw new RangeError(`This is no order of a fault.\n${orderMistakes(checked.errors)}`);
    return structuredClone(world.arm(checked.order));
  }

  /** Takes a fault back; answers under way still show it. False: no such fault is armed. */
  disarm(id: string): boolean {
    return this.#live().disarm(id);
  }

  /** The armed faults with what became of them: how many requests each has seen, and how often it happened. */
  faults(): ArmedFault[] {
    return structuredClone(this.#live().faults());
  }

  /** Where the world sends its providers' events, and what became of them. */
  get webhooks(): HandleWebhooks {
    this.#webhooks ??= webhooksOfHandle(this.#world, () => this.#live());
    return this.#webhooks;
  }

  /** A story that happens in the world: docs/scenarios.md. */
  get scenario(): HandleScenario {
    this.#scenario ??= scenarioOfHandle(this.#world, () => this.#live(), this.#providers);
    return this.#scenario;
  }

  /** Every connection of the world, as it stands at its institution. */
  connections(): ConnectionSummary[] {
    return connectionSummaries(this.#world);
  }

  /**
   * Changes the state of the world: a login breaks, a trade arrives, a key gets another plan. All that is given, or
   * nothing.
   *
   * @param changes one, or a list of them, as docs/worlds.md has them
   * @throws RangeError that names every mistake
   * @example world.change({ change: 'connection', connection: 'owner-commsec', status: 'login-required' })
   */
  change(changes: StateChange | readonly StateChange[]): void {
    const mistakes = this.#live().change(changes, this.#providers);
    if (mistakes.length === 0) return;
    const told = mistakes.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
    throw new RangeError(`The world was not changed.\n${told.join('\n')}`);
  }

  /**
   * All that happened in this world, as plain data: with `understudy.restore()` it goes on from here, in this
   * process or another, to the byte. The journal is not part of it.
   */
  snapshot(): WorldDocument {
    return this.#live().snapshot();
  }

  /** What arrived and what was answered, and the webhooks that were sent. */
  get journal(): HandleJournal {
    this.#journal ??= journalOfHandle(this.#world);
    return this.#journal;
  }

  /** The lines a person or a program needs to talk to this world. */
  summary(): WorldSummary {
    return {
      id: this.id,
      seed: this.seed,
      now: new Date(this.#world.now()).toISOString(),
      ...(this.#endsAt !== undefined && { endsAt: new Date(this.#endsAt).toISOString() }),
      providers: this.providers,
    };
  }

  /** One curl command line per provider that works when pasted. */
  samples(): Readonly<Record<string, string>> {
    const samples: Record<string, string> = {};
    for (const provider of this.#providers) {
      samples[provider.id] = provider.sample(this.#world.view(provider), this.baseUrl(provider.id));
    }
    return samples;
  }

  /**
   * Back to its first instant. Addresses and credentials stay.
   *
   * @throws RangeError after {@link WorldHandle.drop}
   */
  reset(): void {
    this.#live().reset();
  }

  /** Ends the world; requests for it answer 404 from now on. */
  drop(): void {
    if (!this.#world.ended) this.#drop(this.id);
  }

  /** @throws RangeError for a world that has ended: nothing more can happen in it */
  #live(): LiveWorld {
    if (!this.#world.ended) return this.#world;
    throw new RangeError(`World "${this.id}" has ended. Make another with createWorld().`);
  }
}
