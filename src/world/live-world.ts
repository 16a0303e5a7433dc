/** A world in use: its document, with the clock, the ledger and the providers' views over it. */
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf, resolveWorld } from '../../fixtures/ledger/plan.ts';
import { rootSeed, type Seed, sub } from '../../fixtures/ledger/seed.ts';
import type { Instant, Ledger } from '../../fixtures/ledger/types.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { AnswerCache } from '../engine/cache.ts';
import { Flights } from '../engine/flights.ts';
import { armed } from '../faults/arming.ts';
import { Armory } from '../faults/armory.ts';
import type { ArmedFault, FaultOrder } from '../faults/order.ts';
import { Journal } from '../journal/journal.ts';
import type { Provider } from '../provider/define.ts';
import type { ConnectionState } from '../provider/world.ts';
import { addEvent, nextDue } from './agenda.ts';
import { Clock, type HostClock } from './clock.ts';
import { EVERYWHERE, newDocument, type WorldDocument } from './document.ts';
import { ProviderView } from './provider-view.ts';

export type ConnectionChange = Pick<ConnectionState, 'status' | 'reason'>;

export class LiveWorld {
  readonly id: string;
  /** The file over its template. */
  readonly file: WorldFile;
  readonly seed: Seed;
  readonly seedText: string;
  readonly secrets: Seed;
  readonly journal = new Journal();
  readonly flights = new Flights();
  readonly #providers: ReadonlyMap<string, Provider>;
  readonly #host: HostClock;
  readonly #own: WorldFile;
  #document: WorldDocument;
  #clock: Clock;
  #ledger: Ledger | undefined;
  #armory: Armory;
  #views = new Map<string, ProviderView>();
  /** While an event fires, the world stands at that event's instant. */
  #pinned: Instant | undefined;

  /**
   * @param file a world file that was checked (`src/world/checked.ts`)
   * @param document where to go on from; without one the world begins
   */
  constructor(
    id: string,
    file: WorldFile,
    providers: ReadonlyMap<string, Provider>,
    host: HostClock,
    document?: WorldDocument,
  ) {
    this.id = id;
    this.#own = file;
    this.file = resolveWorld(file);
    this.#providers = providers;
    this.#host = host;
    this.seedText = String(this.file.seed ?? 1);
    this.seed = rootSeed(this.seedText);
    this.secrets = sub(this.seed, 'secrets', id);
    this.#document = document === undefined ? this.#birth() : resumed(document, host());
    this.#clock = new Clock(this.#document.clock, host);
    this.#armory = new Armory(this.#document.faults, this.seed);
  }

  #birth(): WorldDocument {
    const bornAt = Date.parse(this.file.now ?? '2026-01-01T00:00:00Z');
    return newDocument(this.id, this.#own, bornAt, {
      mode: this.file.clock ?? 'running',
      at: bornAt,
      since: this.#host(),
    });
  }

  /** Back to the first instant, as if nothing had happened. Credentials stay: they depend on seed and id. */
  reset(): void {
    this.#document = this.#birth();
    this.#clock = new Clock(this.#document.clock, this.#host);
    this.#armory = new Armory(this.#document.faults, this.seed);
    this.#views = new Map();
    this.journal.clear();
  }

  get document(): WorldDocument {
    return this.#document;
  }

  get ledger(): Ledger {
    this.#ledger ??= createLedger(planOf(this.#own));
    return this.#ledger;
  }

  /** Legal extremes wherever they can be made: see the template `messy`. */
  get messy(): boolean {
    return this.file.messy ?? false;
  }

  /** Arms a fault whose order was checked. Takes effect with the next request. */
  arm(order: FaultOrder): ArmedFault {
    const number = (this.#document.serials.fault ?? 0) + 1;
    this.#document.serials.fault = number;
    const fault = armed(order, order.id ?? `f${number}`, number, this.settle());
    this.#armory.add(fault);
    return fault;
  }

  get armory(): Armory {
    return this.#armory;
  }

  /** Whether injected answers name their fault in a header. */
  get labels(): boolean {
    return this.file.faultLabels !== 'off';
  }

  get cache(): AnswerCache {
    return this.#document.cache;
  }

  get bornAt(): Instant {
    return this.#document.bornAt;
  }

  get clockMode(): 'frozen' | 'running' {
    return this.#clock.mode;
  }

  now(): Instant {
    return this.#pinned ?? this.#clock.now();
  }

  /** The world as one provider sees it. */
  view(provider: Provider): ProviderView {
    let view = this.#views.get(provider.id);
    if (view === undefined) {
      view = new ProviderView(this, provider);
      this.#views.set(provider.id, view);
    }
    return view;
  }

  /** Fires what is due, each event at its own instant, and gives the time it is then. */
  settle(): Instant {
    const now = this.now();
    if (this.#pinned !== undefined) return now;
    for (let due = nextDue(this.#document, now); due !== undefined; due = nextDue(this.#document, now)) {
      const provider = this.#providers.get(due.provider);
      const handler = provider?.events?.[due.event];
      if (provider === undefined || handler === undefined) continue;
      this.#pinned = due.at;
      try {
        handler(this.view(provider), due.at, due.data);
      } finally {
        this.#pinned = undefined;
      }
    }
    return now;
  }

  /** How a connection stands at its institution; what only concerns one provider's link is in its view. */
  connection(key: string): ConnectionState {
    const moved = this.#document.connections[EVERYWHERE]?.[key];
    return moved ?? { status: this.ledger.connections.get(key)?.status ?? 'removed', since: this.bornAt };
  }

  /** A copy of the document, its clock brought up to now. */
  snapshot(): WorldDocument {
    const at = this.settle();
    return structuredClone({ ...this.#document, clock: { ...this.#document.clock, at } });
  }

  /**
   * A connection comes into another state, at every provider or at one, and those that see it are told.
   *
   * @param scope {@link EVERYWHERE} or a provider's id
   */
  moveConnection(key: string, change: ConnectionChange, scope: string): void {
    const moved = this.#document.connections;
    moved[scope] ??= {};
    moved[scope][key] = { ...change, since: this.now() };
    const seenBy = this.ledger.connections.get(key)?.seenBy ?? [];
    for (const provider of this.#providers.values()) {
      const concerned = scope === EVERYWHERE || scope === provider.id;
      if (concerned && seenBy.includes(provider.id)) provider.connectionMoved?.(this.view(provider), key);
    }
  }

  schedule(
    provider: string,
    at: Instant,
    event: string,
    data: WorldDocument['agenda'][number]['data'],
  ): void {
    addEvent(this.#document, { at: Math.max(at, this.now()), provider, event, data });
  }

  freeze(): void {
    this.settle();
    this.#clock.freeze();
  }

  run(): void {
    this.settle();
    this.#clock.run();
  }

  /** Moves the clock on; due events fire in order, each at its own instant. */
  advance(ms: number): void {
    this.settle();
    this.#clock.set(this.#clock.now() + ms);
    this.settle();
  }
}

/** A document whose clock goes on from where it stood. */
function resumed(document: WorldDocument, since: Instant): WorldDocument {
  const own = structuredClone(document);
  own.clock.since = since;
  return own;
}
