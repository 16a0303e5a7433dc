/** The worlds of one process: made, found by id or by credential, dropped by hand or when their time is over. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';
import type { IncomingRequest } from '../provider/exchange.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { WorldDocument } from './document.ts';
import { WORLD_ID } from './life.ts';
import { LiveWorld } from './live-world.ts';
import type { Surroundings } from './surroundings.ts';
import { Sweeper } from './sweeper.ts';
import { Warm } from './warm.ts';

export const MAIN = 'main';

/** Worlds one process has unless told otherwise, `main` included: about 60 MB of idle ones. */
export const MOST_WORLDS = 10_000;

/** Worlds remembered after their end, so that a request can be told what became of its world. */
const REMEMBERED = 1000;

export interface NewWorld {
  readonly id?: string | undefined;
  /** Milliseconds on the machine's clock after which the world is dropped. */
  readonly timeToLive?: number | undefined;
  /** Checked (`src/scenarios/check.ts`); `file` is its world already. */
  readonly scenario?: Scenario | undefined;
}

/** What tells a world from others, where the address does not. */
interface Token {
  readonly provider: string;
  readonly token: string;
}

export class Worlds {
  readonly #worlds = new Map<string, LiveWorld>();
  /** By provider and token: the world's id. */
  readonly #tokens = new Map<string, Map<string, string>>();
  /** What a world put there, so that nothing of it stays. */
  readonly #tokensByWorld = new Map<string, readonly Token[]>();
  readonly #around: Surroundings;
  readonly #most: number;
  readonly #sweeper: Sweeper;
  readonly #warm = new Warm<LiveWorld>();
  /** How worlds ended, by id; the last so many. */
  readonly #ended = new Map<string, string>();
  #made = 0;

  constructor(around: Surroundings, most: number = MOST_WORLDS) {
    this.#around = { ...around, onWarm: (world) => this.#warm.add(world) };
    for (const id of around.providers.keys()) this.#tokens.set(id, new Map());
    this.#most = most;
    this.#sweeper = new Sweeper(around.host, (id) => this.#end(id, 'its time to live is over'));
  }

  /**
   * @param file a checked world file
   * @throws RangeError if the id is taken or not allowed, or there are as many worlds as may be
   */
  create(file: WorldFile, { id = this.#freeId(), timeToLive, scenario }: NewWorld = {}): LiveWorld {
    if (!WORLD_ID.test(id)) {
      throw new RangeError(
        `Not a world's id: ${JSON.stringify(id)}. Allowed: letters, digits and "-", starting with a letter or digit, at most 63.`,
      );
    }
    this.#sweeper.sweep();
    if (this.#worlds.has(id)) {
      throw new RangeError(`There is a world "${id}" already. Drop or reset it, or choose another id.`);
    }
    return this.#add(() => new LiveWorld(id, file, this.#around, { scenario }), timeToLive);
  }

  /**
   * A world as a snapshot has it, in the place of the one of that id if there is one.
   *
   * @param document what `LiveWorld.snapshot` gave, checked (`checked-snapshot.ts`)
   * @throws RangeError if there are as many worlds as may be
   */
  restore(document: WorldDocument, timeToLive?: number): LiveWorld {
    this.drop(document.id);
    return this.#add(() => new LiveWorld(document.id, document.file, this.#around, { document }), timeToLive);
  }

  #add(make: () => LiveWorld, timeToLive: number | undefined): LiveWorld {
    if (this.#worlds.size >= this.#most) {
      throw new RangeError(
        `There are ${this.#worlds.size} worlds, as many as this process may have. Drop some, give them a time to live, or raise maxWorlds.`,
      );
    }
    const world = make();
    this.#worlds.set(world.id, world);
    this.#ended.delete(world.id);
    const tokens = this.#tokensOf(world);
    for (const { provider, token } of tokens) this.#tokens.get(provider)?.set(token, world.id);
    this.#tokensByWorld.set(world.id, tokens);
    this.#warm.forget(world);
    world.rest();
    if (timeToLive !== undefined) this.#sweeper.keep(world.id, timeToLive);
    return world;
  }

  /** False if there was none. */
  drop(id: string): boolean {
    return this.#end(id, 'it was dropped');
  }

  /** Ends a world and lets go of all it had. */
  #end(id: string, how: string): boolean {
    const world = this.#worlds.get(id);
    if (world === undefined) return false;
    for (const { provider, token } of this.#tokensByWorld.get(id) ?? []) {
      const tokens = this.#tokens.get(provider);
      if (tokens?.get(token) === id) tokens.delete(token);
    }
    this.#tokensByWorld.delete(id);
    this.#worlds.delete(id);
    this.#sweeper.forget(id);
    world.end();
    this.#warm.forget(world);
    for (const [oldest] of this.#ended) {
      if (this.#ended.size < REMEMBERED) break;
      this.#ended.delete(oldest);
    }
    this.#ended.set(id, how);
    return true;
  }

  get(id: string): LiveWorld | undefined {
    this.#sweeper.sweep();
    return this.#worlds.get(id);
  }

  all(): LiveWorld[] {
    this.#sweeper.sweep();
    return [...this.#worlds.values()];
  }

  /** How a world ended: `it was dropped`; undefined if there never was one, or long ago. */
  howEnded(id: string): string | undefined {
    return this.#ended.get(id);
  }

  /** Milliseconds since 1970 on the machine's clock at which a world is dropped; undefined: not by itself. */
  endsAt(id: string): number | undefined {
    return this.#sweeper.endsAt(id);
  }

  /** Stops timers and deliveries, and lets go of those that watch journals; the worlds stay. */
  close(): void {
    this.#sweeper.close();
    for (const world of this.#worlds.values()) {
      world.webhooks.stop();
      world.journal.end();
    }
  }

  /** The world whose credential a request carries; `main` for a credential no world knows. */
  byCredential(provider: Provider, request: IncomingRequest): LiveWorld | undefined {
    const token = provider.identify(request);
    const id = token === undefined ? undefined : this.#tokens.get(provider.id)?.get(token);
    return this.get(id ?? MAIN) ?? this.#worlds.get(MAIN);
  }

  #tokensOf(world: LiveWorld): Token[] {
    return [...this.#around.providers.values()].flatMap((provider) =>
      provider
        .credentials(world.view(provider))
        .tokens.map((token) => ({ provider: provider.id, token: inOnePiece(token) })),
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

/** A text that was put together holds on to all its pieces, which take several times what it does. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString();
}
