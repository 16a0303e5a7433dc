/** A simulator in another process, with the verbs the library has: over its control API. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { components, operations } from '../control/generated/types.ts';
import type { QueryOf } from '../provider/contract.ts';
import type { Staged } from '../scenarios/cast.ts';
import type { WorldLife } from '../world/life.ts';
import { Line } from './line.ts';
import { type RemoteSnapshot, RemoteWorld } from './world.ts';

type Schemas = components['schemas'];

/** Ids and addresses asked for in one page. */
const PAGE = 1000;

/** A world that was just made, with how to get into it. */
export type MadeWorld = RemoteWorld & { readonly providers: Schemas['World']['providers'] };

export interface RemoteOptions {
  /** What `serve` prints as `controlToken`, or was given; not needed on the simulator's own machine. */
  readonly token?: string;
}

/**
 * Talks to a simulator that runs already. Sends nothing yet; `health()` tells whether it is there.
 *
 * @param url as `understudy serve` prints it
 * @throws RangeError for what is no address. All verbs reject with an UnderstudyError that carries the problem
 * @example
 * const remote = connectUnderstudy('http://127.0.0.1:4010');
 * const world = await remote.createWorld({ seed: 7, clock: 'frozen' });
 * world.providers; // base URLs and credentials
 */
export function connectUnderstudy(url: string, { token }: RemoteOptions = {}): RemoteUnderstudy {
  return new RemoteUnderstudy(new Line(url, token));
}

export class RemoteUnderstudy {
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
  }

  health(): Promise<Schemas['Health']> {
    return this.#line.call('getHealth');
  }

  /** What there is to choose from; without `part`, all but rules. */
  catalogue(query: QueryOf<operations['getCatalogue']> = {}): Promise<Schemas['Catalogue']> {
    return this.#line.call('getCatalogue', { query });
  }

  /** Prometheus text. */
  async metrics(): Promise<string> {
    return (await this.#line.send('getMetrics')).text();
  }

  /** Makes an isolated world: what a world file may say, its id, how long it is kept, and a scenario. */
  async createWorld(description: WorldFile & WorldLife & Staged = {}): Promise<MadeWorld> {
    return this.#made(
      await this.#line.call('createWorld', { body: description as Schemas['WorldDescription'] }),
    );
  }

  /** The world of that id; asks nothing yet. */
  world(id = 'main'): RemoteWorld {
    return new RemoteWorld(this.#line, id);
  }

  /** Every world, in order of ids. */
  async worlds(): Promise<Schemas['WorldLine'][]> {
    const found: Schemas['WorldLine'][] = [];
    let after: string | null = null;
    do {
      const page: Schemas['WorldPage'] = await this.#line.call('listWorlds', {
        query: { limit: PAGE, ...(after !== null && { after }) },
      });
      found.push(...page.worlds);
      after = page.next;
    } while (after !== null);
    return found;
  }

  /** Goes on from a snapshot, in the place of the world of that id. */
  async restore(snapshot: RemoteSnapshot): Promise<MadeWorld> {
    return this.#made(await this.#line.call('restoreWorld', { body: snapshot }));
  }

  #made({ id, providers }: Schemas['World']): MadeWorld {
    return Object.assign(new RemoteWorld(this.#line, id), { providers });
  }
}
