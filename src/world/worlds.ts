/** The worlds of one process: made, found by id or by credential, reset, dropped. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';
import type { IncomingRequest } from '../provider/exchange.ts';
import type { HostClock } from './clock.ts';
import type { WorldDocument } from './document.ts';
import { LiveWorld } from './live-world.ts';

export const MAIN = 'main';
/** Safe in a path segment, a file name and a Prometheus label. */
const WORLD_ID = /^[a-z0-9][a-z0-9-]{0,62}$/i;

export class Worlds {
  readonly #worlds = new Map<string, LiveWorld>();
  /** `<provider>\0<token>` -> world id. */
  readonly #tokens = new Map<string, string>();
  readonly #providers: ReadonlyMap<string, Provider>;
  readonly #host: HostClock;
  #made = 0;

  constructor(providers: readonly Provider[], host: HostClock) {
    this.#providers = new Map(providers.map((provider) => [provider.id, provider]));
    this.#host = host;
  }

  /**
   * @param file a checked world file
   * @throws RangeError if the id is taken or not allowed
   */
  create(file: WorldFile, id: string = this.#freeId()): LiveWorld {
    if (!WORLD_ID.test(id)) {
      throw new RangeError(
        `Not a world's id: ${JSON.stringify(id)}. Allowed: letters, digits and "-", starting with a letter or digit, at most 63.`,
      );
    }
    if (this.#worlds.has(id)) {
      throw new RangeError(`There is a world "${id}" already. Drop or reset it, or choose another id.`);
    }
    return this.#add(new LiveWorld(id, file, this.#providers, this.#host));
  }

  /**
   * A world as a snapshot has it, in the place of the one of that id if there is one.
   *
   * @param document what `LiveWorld.snapshot` gave, its `file` checked
   */
  restore(document: WorldDocument): LiveWorld {
    this.drop(document.id);
    return this.#add(new LiveWorld(document.id, document.file, this.#providers, this.#host, document));
  }

  #add(world: LiveWorld): LiveWorld {
    this.#worlds.set(world.id, world);
    for (const key of this.#tokensOf(world)) this.#tokens.set(key, world.id);
    return world;
  }

  /** False if there was none. */
  drop(id: string): boolean {
    const world = this.#worlds.get(id);
    if (world === undefined) return false;
    for (const key of this.#tokensOf(world)) if (this.#tokens.get(key) === id) this.#tokens.delete(key);
    return this.#worlds.delete(id);
  }

  get(id: string): LiveWorld | undefined {
    return this.#worlds.get(id);
  }

  all(): LiveWorld[] {
    return [...this.#worlds.values()];
  }

  /** The world whose credential a request carries; `main` for a credential no world knows. */
  byCredential(provider: Provider, request: IncomingRequest): LiveWorld | undefined {
    const token = provider.identify(request);
    const id = token === undefined ? undefined : this.#tokens.get(`${provider.id}\0${token}`);
    return this.#worlds.get(id ?? MAIN);
  }

  #tokensOf(world: LiveWorld): string[] {
    return [...this.#providers.values()].flatMap((provider) =>
      provider.credentials(world.view(provider)).tokens.map((token) => `${provider.id}\0${token}`),
    );
  }

  /** `w1`, `w2`, ...: the same names in the same order on every run. */
  #freeId(): string {
    for (;;) {
      this.#made += 1;
      const id = `w${this.#made}`;
      if (!this.#worlds.has(id)) return id;
    }
  }
}
