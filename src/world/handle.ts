/** A world as library users hold it. */
import type { ConnectionStatus, Instant } from '../../fixtures/ledger/types.ts';
import type { ArmedFault, FaultOrder } from '../faults/order.ts';
import type { JournalEntry, JournalFilter } from '../journal/journal.ts';
import type { Provider } from '../provider/define.ts';
import { EVERYWHERE, type WorldDocument } from './document.ts';
import { parseDuration } from './duration.ts';
import type { LiveWorld } from './live-world.ts';
import { MAIN } from './worlds.ts';

export interface ProviderAccess {
  /** Give this to the client in place of the provider's address. Without a listening server: the path only. */
  readonly baseUrl: string;
  /** What the client needs to get in, by the names in the README. */
  readonly credentials: Readonly<Record<string, string>>;
}

export interface ConnectionSummary {
  /** Stable handle; no provider shows it. */
  readonly key: string;
  readonly person: string;
  readonly institution: string;
  readonly category: 'banking' | 'brokerage';
  readonly seenBy: readonly string[];
  readonly status: ConnectionStatus;
  /** RFC 3339, UTC. */
  readonly since: string;
  readonly reason?: string;
}

const STATUSES: readonly ConnectionStatus[] = ['healthy', 'login-required', 'failing', 'revoked', 'removed'];

export interface WorldSummary {
  readonly id: string;
  readonly seed: string;
  /** RFC 3339, UTC. */
  readonly now: string;
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
  #dropped = false;

  constructor(
    world: LiveWorld,
    providers: readonly Provider[],
    origin: () => string,
    drop: (id: string) => boolean,
  ) {
    this.id = world.id;
    this.#world = world;
    this.#providers = providers;
    this.#origin = origin;
    this.#drop = drop;
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

  readonly clock = {
    /** Milliseconds since 1970 UTC. */
    now: (): Instant => this.#world.now(),
    mode: (): 'frozen' | 'running' => this.#world.clockMode,
    /** Stops the clock where it is. */
    freeze: (): void => this.#world.freeze(),
    /** Lets it run on in real time. */
    run: (): void => this.#world.run(),
    /** Moves it on: `'10m'`, `'1h30m'`, `'2d'` or milliseconds. What falls due happens in order. */
    advance: (by: string | number): void => this.#world.advance(parseDuration(by)),
  };

  /**
   * Arms a fault: from now on it happens to the requests it is aimed at.
   *
   * @example world.arm({ fault: 'rate-limited', provider: 'redbark', operation: 'listTrades', retryAfter: 2, times: 1 })
   */
  arm(order: FaultOrder): ArmedFault {
    return structuredClone(this.#world.arm(order));
  }

  /** Every connection of the world, as it stands at its institution. */
  connections(): ConnectionSummary[] {
    return [...this.#world.ledger.connections.values()].map((connection) => {
      const { status, since, reason } = this.#world.connection(connection.key);
      return {
        key: connection.key,
        person: connection.person,
        institution: connection.institution,
        category: connection.category,
        seenBy: connection.seenBy,
        status,
        since: new Date(since).toISOString(),
        ...(reason !== undefined && { reason }),
      };
    });
  }

  /**
   * Something happens to a connection: its data stand still, syncs fail, providers show it each in their way.
   *
   * @param key as in {@link WorldHandle.connections}
   * @param more `provider`: only this provider's link changes, not the login at the institution
   * @throws RangeError for a connection or provider that is not there
   * @example world.setConnection('owner-commsec', 'login-required', { reason: 'password changed' })
   */
  setConnection(
    key: string,
    status: ConnectionStatus,
    more: { reason?: string; provider?: string } = {},
  ): void {
    const { connections } = this.#world.ledger;
    if (!connections.has(key)) {
      throw new RangeError(
        `There is no connection "${key}". There are: ${[...connections.keys()].join(', ')}.`,
      );
    }
    if (!STATUSES.includes(status)) {
      throw new RangeError(
        `Not a status of a connection: ${JSON.stringify(status)}. Allowed: ${STATUSES.join(', ')}.`,
      );
    }
    if (more.provider !== undefined) this.provider(more.provider);
    const { provider, ...why } = more;
    this.#world.settle();
    this.#world.moveConnection(key, { status, ...why }, provider ?? EVERYWHERE);
  }

  /**
   * All that happened in this world, as plain data: with `understudy.restore()` it goes on from here, in this
   * process or another, to the byte. The journal is not part of it.
   */
  snapshot(): WorldDocument {
    return this.#world.snapshot();
  }

  readonly journal = {
    /** What arrived and what was answered, oldest first; the last 1,000. */
    entries: (filter?: JournalFilter): JournalEntry[] => this.#world.journal.entries(filter),
    clear: (): void => this.#world.journal.clear(),
  };

  /** The lines a person or a program needs to talk to this world. */
  summary(): WorldSummary {
    return {
      id: this.id,
      seed: this.seed,
      now: new Date(this.#world.now()).toISOString(),
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
    if (this.#dropped)
      throw new RangeError(`World "${this.id}" was dropped. Make another with createWorld().`);
    this.#world.reset();
  }

  /** Ends the world; requests for it answer 404 from now on. */
  drop(): void {
    this.#drop(this.id);
    this.#dropped = true;
  }
}
