/** A world in use: its document, with the clock, the ledger and the providers' views over it. */
import { createGrownLedger } from '../../fixtures/ledger/arrivals.ts';
import { hasJoined, withJoined } from '../../fixtures/ledger/joined.ts';
import { planOf, resolveWorld } from '../../fixtures/ledger/plan.ts';
import { rootSeed, type Seed, sub } from '../../fixtures/ledger/seed.ts';
import type { Instant, Ledger, LedgerPlan } from '../../fixtures/ledger/types.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { AnswerCache } from '../engine/cache.ts';
import { Flights } from '../engine/flights.ts';
import { armed } from '../faults/arming.ts';
import { Armory } from '../faults/armory.ts';
import type { ArmedFault, FaultOrder } from '../faults/order.ts';
import type { Journal } from '../journal/journal.ts';
import { journalOf } from '../journal/journal-of.ts';
import type { Provider } from '../provider/define.ts';
import type { ArrivingRow, ConnectionState, Joining } from '../provider/world.ts';
import { Playing } from '../scenarios/playing.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { addEvent } from './agenda.ts';
import { noteArrivingRow } from './arriving.ts';
import { changeWorld, type Mistake } from './changes.ts';
import { bornOf, EVERYWHERE, type ScheduledEvent, snapshotAt, type WorldDocument } from './document.ts';
import { noteJoining } from './joining.ts';
import { type ConnectionChange, moveConnection } from './moving.ts';
import { ProviderView } from './provider-view.ts';
import type { Surroundings } from './surroundings.ts';
import { WorldClock } from './world-clock.ts';

export class LiveWorld {
  readonly id: string;
  readonly seed: Seed;
  readonly seedText: string;
  readonly secrets: Seed;
  /** For {@link Warm}. */
  used = false;
  readonly #around: Surroundings;
  readonly #own: WorldFile;
  #document: WorldDocument;
  #clock: WorldClock;
  #webhooks: Webhooks;
  readonly #playing: Playing;
  #ended = false;
  // Made when first asked for: most worlds of a test run are asked for little, many for nothing.
  #journal: Journal | undefined;
  #flights: Flights | undefined;
  #armory: Armory | undefined;
  // The same, and forgotten at rest.
  #file: WorldFile | undefined;
  #plan: LedgerPlan | undefined;
  #ledger: Ledger | undefined;
  #views: Map<string, ProviderView> | undefined;

  /**
   * @param file a world file that was checked (`src/world/checked.ts`)
   * @param from a document to go on from; without one the world begins, with a scenario if there is one
   */
  constructor(
    id: string,
    file: WorldFile,
    around: Surroundings,
    from: { readonly document?: WorldDocument; readonly scenario?: Scenario | undefined } = {},
  ) {
    const { document, scenario } = from;
    this.id = id;
    this.#own = file;
    this.#around = around;
    this.seedText = String(this.file.seed ?? 1);
    this.seed = rootSeed(this.seedText);
    this.secrets = sub(this.seed, 'secrets', id);
    this.#document = document === undefined ? this.#birth() : structuredClone(document);
    this.#clock = this.#newClock();
    this.#webhooks = this.#newWebhooks();
    this.#playing = new Playing(this, around.providers);
    this.#webhooks.wake();
    if (scenario !== undefined) this.#playing.begin(scenario, true);
  }

  #birth(): WorldDocument {
    return bornOf(this.id, this.#own, this.file);
  }

  #newClock(): WorldClock {
    return new WorldClock(this.#document, this.#around.host, {
      fire: (event, until) => this.#fire(event, until),
      passed: () => {
        this.#webhooks.wake();
        this.#playing.look();
      },
      onBug: this.#around.onBug,
    });
  }

  #newWebhooks(): Webhooks {
    return new Webhooks(this, this.#document.webhooks, this.#around);
  }

  /** Back to the first instant, as if nothing had happened. Credentials stay: they depend on seed and id. */
  reset(): void {
    const played = this.#document.scenario;
    this.#goOnFrom(this.#birth());
    this.#views = undefined;
    this.#journal?.reset();
    if (played?.atBirth === true && !this.#ended) this.#playing.begin(played.scenario, true);
  }

  /** Lets go of all it holds, for whoever still holds the world itself. */
  end(): void {
    this.#ended = true;
    this.#journal?.end();
    this.reset();
    this.rest();
  }

  /** Forgets what it can work out again. */
  rest(): void {
    this.#file = undefined;
    this.#plan = undefined;
    this.#ledger = undefined;
    this.#views = undefined;
    if (this.#armory?.isEmpty === true) this.#armory = undefined;
  }

  #warm<Part>(part: Part): Part {
    if (!this.#ended) this.#around.onWarm?.(this);
    return part;
  }

  get ended(): boolean {
    return this.#ended;
  }

  #goOnFrom(document: WorldDocument): void {
    if (document.arrivals.length + this.#document.arrivals.length > 0) this.#ledger = undefined;
    if (hasJoined(document.joined) || hasJoined(this.#document.joined)) {
      this.#plan = undefined;
      this.#ledger = undefined;
    }
    this.#document = document;
    this.#clock = this.#newClock();
    this.#armory = undefined;
    this.#webhooks.stop();
    this.#webhooks = this.#newWebhooks();
    this.#webhooks.wake();
  }

  get document(): WorldDocument {
    return this.#document;
  }

  /** The file over its template. */
  get file(): WorldFile {
    this.#file ??= this.#warm(resolveWorld(this.#own));
    return this.#file;
  }

  get ledger(): Ledger {
    this.#ledger ??= this.#warm(createGrownLedger(this.#planned(), this.#document.arrivals));
    return this.#ledger;
  }

  #planned(): LedgerPlan {
    const { entities } = this.#own;
    // Plans are kept with the entities they are made from; these are the world's own, and stay with it at rest.
    this.#plan ??= withJoined(
      planOf(entities === undefined ? this.#own : { ...this.#own, entities: { ...entities } }),
      this.#document.joined,
    );
    return this.#plan;
  }

  get journal(): Journal {
    if (this.#journal === undefined) {
      this.#journal = journalOf(this, this.#around.providers, this.#around.onEntry);
      if (this.#ended) this.#journal.end();
    }
    return this.#journal;
  }

  get flights(): Flights {
    this.#flights ??= new Flights();
    return this.#flights;
  }

  /** Legal extremes wherever they can be made: see the template `messy`. */
  get messy(): boolean {
    return this.file.messy ?? false;
  }

  /**
   * Arms a fault; it is met from the next request on.
   *
   * @param order one that `checkedOrder` (src/faults) let pass
   */
  arm(order: FaultOrder): ArmedFault {
    const now = this.settle();
    const { serials } = this.#document;
    const number = (serials.fault ?? 0) + 1;
    serials.fault = number;
    let { id = `f${number}` } = order;
    // A name that someone else took is passed over.
    for (let next = number + 1; order.id === undefined && this.armory.get(id) !== undefined; next++) {
      id = `f${next}`;
    }
    const fault = armed(order, id, number, now);
    this.armory.add(fault);
    return fault;
  }

  /** False: no such fault is armed. */
  disarm(id: string): boolean {
    return this.armory.remove(id);
  }

  /** Every armed fault in the order of arming; those that are spent say so. */
  faults(): ArmedFault[] {
    this.armory.sweep(this.settle());
    return this.armory.list();
  }

  get armory(): Armory {
    this.#armory ??= new Armory(this.#document.faults, this.seed);
    return this.#armory;
  }

  /** The scenario at play, if there is one. */
  get playing(): Playing {
    return this.#playing;
  }

  get webhooks(): Webhooks {
    return this.#webhooks;
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

  get clock(): WorldClock {
    return this.#clock;
  }

  now(): Instant {
    return this.#clock.now();
  }

  /** The world as one provider sees it. */
  view(provider: Provider): ProviderView {
    this.used = true;
    this.#views ??= this.#warm(new Map());
    let view = this.#views.get(provider.id);
    if (view === undefined) {
      view = new ProviderView(this, provider);
      this.#views.set(provider.id, view);
    }
    return view;
  }

  /** Fires what is due, each event at its own instant, and gives the time it is then. */
  settle(): Instant {
    return this.#clock.settle();
  }

  #fire(due: ScheduledEvent, until: Instant): void {
    const { provider: id, event, at, data } = due;
    const provider = this.#around.providers.get(id);
    try {
      if (this.#playing.fire(due) || this.#webhooks.fire(due, until)) return;
      const handler = provider?.events?.[event];
      if (provider === undefined || handler === undefined) throw new Error('Nobody handles this event.');
      handler(this.view(provider), at, data);
    } catch (error) {
      this.#around.onBug(error, `${id} event ${event} in world ${this.id}`);
    }
  }

  /** How a connection stands at its institution; what only concerns one provider's link is in its view. */
  connection(key: string): ConnectionState {
    const moved = this.#document.connections[EVERYWHERE]?.[key];
    return moved ?? { status: this.ledger.connections.get(key)?.status ?? 'removed', since: this.bornAt };
  }

  /** A copy of the document as it stands now. Nothing of the machine is in it. */
  snapshot(): WorldDocument {
    const now = this.settle();
    this.#armory?.tally();
    // Providers' parts are made when first needed; who has looked at the world is no part of what happened in it.
    for (const provider of this.#around.providers.values()) void this.view(provider).state;
    return snapshotAt(this.#document, now);
  }

  /**
   * Changes of state that a test asks for, all or none.
   *
   * @param given one, or a list of them, from outside (changes.ts)
   * @returns what is wrong with them; empty: they were made
   */
  change(given: unknown, providers: readonly Provider[]): readonly Mistake[] {
    return changeWorld(this, given, providers);
  }

  /** Takes steps up to the first that gives mistakes; the world is then as it was before all of them. */
  attempt(steps: readonly (() => readonly Mistake[])[]): readonly Mistake[] {
    const before = this.snapshot();
    for (const step of steps) {
      const mistakes = step();
      if (mistakes.length === 0) continue;
      this.#goOnFrom(before);
      return mistakes;
    }
    return [];
  }

  /**
   * A row arrives, and is seen as the others of its account are.
   *
   * @param row checked
   * @returns its key
   */
  arrive(row: ArrivingRow): string {
    this.settle();
    const key = noteArrivingRow(this.#document, this.ledger, row, this.now());
    this.#ledger = undefined;
    for (const provider of this.#around.providers.values()) {
      if (provider.rowArrived !== undefined) provider.rowArrived(this.view(provider), row.account);
    }
    return key;
  }

  /** Entities come into the world, and are seen as the others are. */
  join(joining: Joining): void {
    this.settle();
    noteJoining(this.#document, this.ledger, joining);
    this.#plan = undefined;
    this.#ledger = undefined;
  }

  /**
   * A connection comes into another state, at every provider or at one, and those that see it are told.
   *
   * @param scope {@link EVERYWHERE} or a provider's id
   */
  moveConnection(key: string, change: ConnectionChange, scope: string): void {
    moveConnection(this, this.#around.providers.values(), key, change, scope);
  }

  schedule(provider: string, at: Instant, event: string, data: ScheduledEvent['data']): void {
    addEvent(this.#document, { at: Math.max(at, this.now()), provider, event, data });
  }
}
