/** A world as library users hold it. */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { JournalEntry, JournalFilter } from '../journal/journal.ts';
import type { Provider } from '../provider/define.ts';
import { parseDuration } from './duration.ts';
import type { LiveWorld } from './live-world.ts';
import { MAIN } from './worlds.ts';

export interface ProviderAccess {
  /** Give this to the client in place of the provider's address. Without a listening server: the path only. */
  readonly baseUrl: string;
  /** What the client needs to get in, by the names in the README. */
  readonly credentials: Readonly<Record<string, string>>;
}

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

  /** Back to its first instant. Addresses and credentials stay. */
  reset(): void {
    this.#world.reset();
  }

  /** Ends the world; requests for it answer 404 from now on. */
  drop(): void {
    this.#drop(this.id);
  }
}
