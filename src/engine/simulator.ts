/** Worlds, providers and HTTP put together. Knows no provider by name; `src/understudy.ts` brings them. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { ControlFace } from '../control/exchange.ts';
import { CONTROL_PREFIX } from '../control/prefix.ts';
import { Tally } from '../control/tally.ts';
import { tokenFor } from '../control/token.ts';
import { AnswerCheck } from '../journal/answer-check.ts';
import type { Provider } from '../provider/define.ts';
import { shortened } from '../provider/shortened.ts';
import { type Cast, cast, type Staged } from '../scenarios/cast.ts';
import { version } from '../version.ts';
import { Courier } from '../webhooks/courier.ts';
import { Targets } from '../webhooks/targets.ts';
import { MOST_TOLD, sentence } from '../world/checked.ts';
import { checkedSnapshot } from '../world/checked-snapshot.ts';
import type { HostClock } from '../world/clock.ts';
import type { WorldDocument } from '../world/document.ts';
import { WorldHandle } from '../world/handle.ts';
import { lifetimeOf, type WorldLife } from '../world/life.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { MAIN, Worlds } from '../world/worlds.ts';
import { Lines } from './asked.ts';
import { createServer, hosted } from './host.ts';
import { Journey, type JourneySurroundings } from './journey.ts';
import { prepare, type Stage } from './stage.ts';
import type { Tap } from './tap.ts';
import type { Target } from './target.ts';
import { incoming } from './turn.ts';

export interface SimulatorOptions {
  readonly providers: readonly Provider[];
  /** 0 takes a free port. Default 4010. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** False: no server, only `handler`, for supertest or another Express application. Default true. */
  readonly listen?: boolean;
  /** The default world, `main`. Default: template `household`, seed 1. */
  readonly world?: WorldFile & Staged;
  /**
   * Whoever knows it may use the control API, from anywhere: 16 visible characters or more. Default: none on this
   * machine's own addresses, where only this machine may; on any other one is made (`understudy.controlToken`).
   */
  readonly controlToken?: string;
  /** The machine's clock, milliseconds since 1970 UTC. For tests of time itself. */
  readonly hostClock?: HostClock;
  /** Worlds there may be at once, `main` included. Default 10,000. */
  readonly maxWorlds?: number;
  /** Hosts that webhooks may go to beside this machine's loopback addresses; `*` for all. */
  readonly webhookHosts?: readonly string[];
  /** How long the receiver of a webhook may take on the machine's clock. Default 10,000 ms. */
  readonly webhookTimeoutMs?: number;
  /**
   * `journal`: every answer is held against the provider's contract, and what is wrong stands in its journal entry.
   * A help in finding the simulator's own mistakes; it costs time. Default `off`, or what the environment says in
   * `UNDERSTUDY_CHECK_ANSWERS`: that reaches the simulators of a whole test run, those of commands too.
   */
  readonly checkAnswers?: 'off' | 'journal';
  /** Sees every exchange whole: for who judges clients. */
  readonly tap?: Tap;
  /** Told of bugs in the simulator; the client gets the provider's own 500. Default: stderr. */
  readonly onBug?: (error: unknown, where: string) => void;
}

const DEFAULT_HOST = '127.0.0.1';

export type Handler = (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void;

export class Simulator {
  readonly handler: Handler;
  readonly #providers: readonly Provider[];
  readonly #stages: ReadonlyMap<string, Stage>;
  readonly #lines: Lines;
  readonly #worlds: Worlds;
  readonly #surroundings: JourneySurroundings;
  readonly #server: Server | undefined;
  readonly #control: ControlFace;
  #url = '';

  constructor(options: SimulatorOptions) {
    this.#providers = options.providers;
    this.#stages = new Map(options.providers.map((provider) => [provider.id, prepare(provider)]));
    this.#lines = new Lines(
      {
        ids: new Set(this.#stages.keys()),
        hosts: new Map(
          options.providers.flatMap((provider) => provider.hosts.map((host) => [host, provider.id] as const)),
        ),
      },
      this.#stages,
    );
    const { hostClock: host = Date.now, onBug = reportBug } = options;
    this.#surroundings = {
      stages: this.#stages,
      host,
      answerCheck:
        (options.checkAnswers ?? process.env.UNDERSTUDY_CHECK_ANSWERS) === 'journal'
          ? new AnswerCheck()
          : undefined,
      tap: options.tap,
      onBug,
    };
    const tally = new Tally();
    this.#worlds = new Worlds(
      {
        providers: new Map(options.providers.map((provider) => [provider.id, provider])),
        host,
        onBug,
        courier: new Courier(new Targets(options.webhookHosts), options.webhookTimeoutMs),
        onEntry: tally.count,
      },
      options.maxWorlds,
    );
    inside.set(this, this.#worlds);
    const { file, scenario } = this.#cast(options.world ?? {});
    this.#worlds.create(file, { id: MAIN, scenario });
    const listens = options.listen !== false;
    this.#control = {
      version,
      providers: this.#providers,
      worlds: this.#worlds,
      tally,
      token: tokenFor(options.controlToken, listens ? (options.host ?? DEFAULT_HOST) : undefined),
      handle: (world) => this.#handle(world.id),
      onBug,
    };

    // Whoever else takes requests in, an Express application or supertest, keeps its own messages as they are.
    this.handler = (req, res) => this.#serve(req, res);
    this.#server = listens ? createServer(hosted(this.handler)) : undefined;
  }

  /** `http://127.0.0.1:4010`; empty without a server. */
  get url(): string {
    return this.#url;
  }

  /** What the control API wants as `Authorization: Bearer ...`; undefined: nothing, but only this machine may ask. */
  get controlToken(): string | undefined {
    return this.#control.token;
  }

  /**
   * Makes an isolated world.
   *
   * @param description what a world file may say, and what {@link WorldLife} does
   * @throws RangeError that names every mistake of the description, or says that the id is taken, or that there are
   *   as many worlds as may be
   * @example understudy.createWorld({ template: 'household', seed: 7, clock: 'frozen', timeToLive: '10m' })
   */
  createWorld(description: WorldFile & WorldLife & Staged = {}): WorldHandle {
    const { id, timeToLive, ...rest } = description;
    const { file, scenario } = this.#cast(rest);
    return this.#handle(this.#worlds.create(file, { id, timeToLive: lifetimeOf(timeToLive), scenario }).id);
  }

  /**
   * Makes a world anew in the place of the one of that id: same address and, with the same seed, same credentials.
   *
   * @throws RangeError that names every mistake of the description; the old world then goes on
   */
  remakeWorld(id: string, description: WorldFile & Staged): WorldHandle {
    const { file, scenario } = this.#cast(description);
    this.#worlds.drop(id);
    return this.#handle(this.#worlds.create(file, { id, scenario }).id);
  }

  /**
   * Goes on from a snapshot: same id, same credentials, same bytes. A world of that id is replaced.
   *
   * @throws RangeError for what is no snapshot of this version
   * @example understudy.restore(JSON.parse(await readFile('world.json', 'utf8')))
   */
  restore(snapshot: WorldDocument, { timeToLive }: Pick<WorldLife, 'timeToLive'> = {}): WorldHandle {
    const checked = checkedSnapshot(snapshot, this.#providers);
    if (!checked.ok) {
      const told = checked.errors.map(({ field, message }) =>
        field === '' ? message : `${field}: ${message}`,
      );
      throw new RangeError(
        `This is no snapshot of version 1. Give what \`world.snapshot()\` gave, as data or parsed JSON.\n${told.join('\n')}`,
      );
    }
    return this.#handle(this.#worlds.restore(checked.document, lifetimeOf(timeToLive)).id);
  }

  /** The world of that id; `main` is the one that is there from the start. */
  world(id: string = MAIN): WorldHandle {
    return this.#handle(id);
  }

  worlds(): WorldHandle[] {
    return this.#worlds.all().map((world) => this.#handle(world.id));
  }

  async listen(port: number, host: string): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#url = urlOf(server.address() as AddressInfo);
  }

  /** Stops listening; answers under way are cut off. */
  async close(): Promise<void> {
    this.#worlds.close();
    const server = this.#server;
    if (server === undefined || !server.listening) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  #cast(description: WorldFile & Staged): Pick<Extract<Cast, { ok: true }>, 'file' | 'scenario'> {
    const made = cast(description as Readonly<Record<string, unknown>>, this.#providers);
    if (made.ok) return made;
    const told = made.findings.slice(0, MOST_TOLD).map(sentence);
    throw new RangeError(`This is no world's description.\n${told.join('\n')}`);
  }

  #handle(id: string): WorldHandle {
    const world = this.#worlds.get(id);
    if (world === undefined) {
      const known = this.#worlds.all().map((one) => one.id);
      throw new RangeError(`There is no world "${id}". There are: ${known.slice(0, 10).join(', ')}.`);
    }
    return new WorldHandle(
      world,
      this.#providers,
      () => this.#url,
      (gone) => this.#worlds.drop(gone),
      this.#worlds.endsAt(id),
    );
  }

  #serve(req: IncomingMessage & { baseUrl?: string }, res: ServerResponse): void {
    try {
      this.#take(req, res)?.catch((error) => this.#fail(error, req, res));
    } catch (error) {
      this.#fail(error, req, res);
    }
  }

  /** @returns when all is over; undefined: it is, or goes on by itself */
  #take(req: IncomingMessage & { baseUrl?: string }, res: ServerResponse): Promise<void> | undefined {
    const asked = this.#lines.read(req.url ?? '/', req.headers.host);
    const { stage, target } = asked;
    if (stage === undefined) {
      this.#answerElsewhere(req, res, target);
      return undefined;
    }
    const request = incoming(req, asked);
    const world =
      target.world === undefined
        ? this.#worlds.byCredential(stage.provider, request)
        : this.#worlds.get(target.world);
    if (world === undefined) {
      answerPlainly(res, 404, this.#missing(target.world ?? MAIN));
      return undefined;
    }
    return new Journey(req, res, asked, stage, request, world, this.#surroundings).travel();
  }

  /** What nobody caught on the way: a bug in the engine. */
  #fail(error: unknown, req: IncomingMessage, res: ServerResponse): void {
    // Without the query, which may have secrets in it.
    const [path = ''] = (req.url ?? '').split('?', 1);
    this.#surroundings.onBug(error, shortened(path));
    if (!res.headersSent) answerPlainly(res, 500, 'Understudy itself failed; see its log.');
    else res.destroy();
  }

  #missing(id: string): string {
    const how = this.#worlds.howEnded(id);
    if (how === undefined) return `There is no world "${shortened(id)}" here.`;
    return `The world "${id}" has ended: ${how}. Make another.`;
  }

  #answerControl(req: IncomingMessage, res: ServerResponse, { path, rawQuery }: Target): void {
    // Its contract is as large as all the rest; a process that is never asked does without.
    import('../control/answer.ts')
      .then(({ answerControl }) =>
        answerControl(req, res, path.slice(CONTROL_PREFIX.length) || '/', rawQuery, this.#control),
      )
      .catch((error) => {
        this.#surroundings.onBug(error, `control ${shortened(path)}`);
        res.destroy();
      });
  }

  #answerElsewhere(req: IncomingMessage, res: ServerResponse, target: Target): void {
    if (target.path === CONTROL_PREFIX || target.path.startsWith(`${CONTROL_PREFIX}/`)) {
      this.#answerControl(req, res, target);
      return;
    }
    const addresses = this.#providers.map((provider) => `/${provider.id}`).join(', ');
    if (target.path === '/' && target.world === undefined) {
      answerPlainly(
        res,
        200,
        `Understudy is up. Providers: ${addresses}. Another world: /w/<world>/<provider>.`,
      );
    } else {
      answerPlainly(
        res,
        404,
        `No provider answers at ${shortened(target.path)}. Providers: ${addresses}; in another world: /w/<world>/<provider>.`,
      );
    }
  }
}

/** Not a member, so that it is no part of the library's face. */
const inside = new WeakMap<Simulator, Worlds>();

/**
 * The world itself, behind its handle: for who computes what a client ought to have understood.
 *
 * @throws RangeError if there is none of that id
 */
export function liveWorld(simulator: Simulator, id: string): LiveWorld {
  const world = inside.get(simulator)?.get(id);
  if (world === undefined) throw new RangeError(`There is no world "${id}".`);
  return world;
}

/** Makes a {@link Simulator} and, unless `listen` is false, waits until it can answer. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { port = 4010 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`Not a port: ${JSON.stringify(port)}. Allowed: 0 to 65535; 0 takes a free one.`);
  }
  const simulator = new Simulator(options);
  if (options.listen !== false) await simulator.listen(port, options.host ?? DEFAULT_HOST);
  return simulator;
}

/** An address a client on this machine can use: one that stands for all addresses is none of them. */
function urlOf({ family, address, port }: AddressInfo): string {
  if (family === 'IPv6') return `http://[${address === '::' ? '::1' : address}]:${port}`;
  return `http://${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`;
}

function answerPlainly(res: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify(status < 400 ? { message } : { error: message });
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  res.end(body);
}

function reportBug(error: unknown, where: string): void {
  process.stderr.write(
    `understudy: a bug at ${where}: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
