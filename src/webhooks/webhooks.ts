/** The webhooks of one world: who subscribed, what happened, and what became of it. */
import { hex, sub, uuid } from '../../fixtures/ledger/seed.ts';
import type { Provider } from '../provider/define.ts';
import type { About } from '../provider/webhooks.ts';
import type { Json } from '../provider/world.ts';
import type { ScheduledEvent } from '../world/document.ts';
import type { LiveWorld } from '../world/live-world.ts';
import {
  addEvent,
  addWaiting,
  type Delivery,
  forget,
  MOST_SUBSCRIPTIONS,
  type StoredEvent,
  type Subscription,
  type WebhookBook,
} from './book.ts';
import { fateOf } from './fate.ts';
import { deliveryId, type Outside, Pump } from './pump.ts';
import { Recurrences } from './recurrences.ts';
import { type Complaint, complaints, type Wanted } from './subscriptions.ts';
import { type DeliverySummary, deliverySummary, type WebhookSummary, webhookSummary } from './summaries.ts';

export interface DeliveryFilter {
  readonly provider?: string;
  /** Id of a webhook. */
  readonly webhook?: string;
  /** Type of the event. */
  readonly event?: string;
  readonly state?: Delivery['state'];
  /** The last so many. */
  readonly limit?: number;
}

export type Added =
  | { readonly ok: true; readonly webhook: WebhookSummary & { readonly secret: string } }
  | { readonly ok: false; readonly errors: readonly Complaint[] };

export class Webhooks {
  readonly #world: LiveWorld;
  readonly #outside: Outside;
  readonly #book: WebhookBook;
  readonly #recurrences: Recurrences;
  /** Made for the first that subscribes: in most worlds nobody does. */
  #made: Pump | undefined;
  #stopped = false;

  /** @param book the document's own, changed in place */
  constructor(world: LiveWorld, book: WebhookBook, outside: Outside) {
    this.#world = world;
    this.#outside = outside;
    this.#book = book;
    this.#recurrences = new Recurrences(world, outside.providers, book);
  }

  get #pump(): Pump {
    if (this.#made === undefined) {
      this.#made = new Pump(this.#world, this.#book, this.#outside);
      if (this.#stopped) this.#made.stop();
    }
    return this.#made;
  }

  /**
   * From now on events go to an address. The secret is told here and nowhere else.
   *
   * @example webhooks.add({ provider: 'redbark', url: 'http://127.0.0.1:8080/hook', events: ['trades.synced'] })
   */
  add(wanted: Wanted): Added {
    const errors = complaints(wanted, this.#outside.providers, this.#outside.courier.targets);
    if (errors.length > 0) return { ok: false, errors };
    if (this.#book.subscriptions.length >= MOST_SUBSCRIPTIONS) {
      const message = `The world has ${MOST_SUBSCRIPTIONS} webhooks, the most there can be. Remove one first.`;
      return { ok: false, errors: [{ field: '', message }] };
    }
    const createdAt = this.#world.settle();
    this.#book.subscriptionsSoFar += 1;
    const number = this.#book.subscriptionsSoFar;
    const { provider, url, events, headers = {}, secret } = wanted;
    const subscription: Subscription = {
      id: `wh${number}`,
      number,
      provider,
      url,
      events: events === undefined ? null : [...new Set(events)],
      headers: { ...headers },
      secret: secret ?? hex(sub(this.#world.secrets, 'webhook', provider, number), 64),
      createdAt,
      givenUp: 0,
      disabledAt: null,
    };
    this.#book.subscriptions.push(subscription);
    this.#recurrences.tune();
    this.#pump.wake();
    return { ok: true, webhook: { ...webhookSummary(subscription), secret: subscription.secret } };
  }

  /** Without secrets, in the order they were added. */
  list(): WebhookSummary[] {
    return this.#book.subscriptions.map(webhookSummary);
  }

  /** Nothing more goes there, and its deliveries are forgotten. False if there was none. */
  remove(id: string): boolean {
    const place = this.#book.subscriptions.findIndex((one) => one.id === id);
    if (place === -1) return false;
    this.#book.subscriptions.splice(place, 1);
    forget(this.#book, ({ webhook }) => webhook === id);
    this.#recurrences.tune();
    return true;
  }

  /** The last 1,000 that are over, and those that wait for their next attempt; in the order of what happened. */
  deliveries({ provider, webhook, event: type, state, limit }: DeliveryFilter = {}): DeliverySummary[] {
    const { done, waiting, events } = this.#book;
    const found = [...done, ...waiting].flatMap((delivery) => {
      const event = events[delivery.event];
      const fits =
        event !== undefined &&
        (provider === undefined || event.provider === provider) &&
        (type === undefined || event.type === type) &&
        (webhook === undefined || delivery.webhook === webhook) &&
        (state === undefined || delivery.state === state);
      return fits ? [{ delivery, event }] : [];
    });
    found.sort((a, b) => a.event.number - b.event.number || a.delivery.at - b.delivery.at);
    const wanted = limit === undefined ? found : found.slice(Math.max(0, found.length - limit));
    return wanted.map(({ delivery, event }) => deliverySummary(delivery, event));
  }

  /** Deliveries that made room for younger ones, and how much of the world's time was leapt over (docs/webhooks.md). */
  losses(): { readonly dropped: number; readonly passedOverMs: number } {
    return { dropped: this.#book.dropped, passedOverMs: this.#book.passedOverMs };
  }

  /** Sends an event once more, as another delivery with the same id for the receiver; undefined: no such delivery. */
  redeliver(id: string): DeliverySummary | undefined {
    const found = [...this.#book.done, ...this.#book.waiting].find((one) => one.id === id);
    const event = found && this.#book.events[found.event];
    if (found === undefined || event === undefined) return undefined;
    event.redeliveries += 1;
    const copy = MOST_COPIES + event.redeliveries;
    const delivery: Delivery = {
      id: deliveryId(found.webhook, event.number, copy),
      webhook: found.webhook,
      event: event.number,
      copy,
      state: 'waiting',
      at: this.#world.settle(),
      attempts: [],
      rest: [],
      faults: [],
      asked: true,
    };
    addWaiting(this.#book, delivery);
    this.#pump.wake();
    return deliverySummary(delivery, event);
  }

  /** Resolves when nothing that is due by now is outstanding. */
  idle(): Promise<void> {
    return this.#pump.idle();
  }

  /** When the next attempt is due; undefined: none waits. */
  nextAt(): number | undefined {
    return this.#book.waiting[0]?.at;
  }

  /** Whether anybody subscribed to events of this type. */
  hears(provider: Provider, type: string): boolean {
    return this.#listeners(provider, type).length > 0;
  }

  /** An event happens, now. */
  emit(provider: Provider, type: string, data: Json, about: About): void {
    if (this.#book.subscriptions.length === 0) return;
    const listeners = this.#listeners(provider, type);
    if (listeners.length === 0) return;
    const { webhooks } = provider;
    if (webhooks === undefined || !Object.hasOwn(webhooks.events, type)) {
      throw new Error(`${provider.id} declares no event "${type}".`);
    }
    const at = this.#world.now();
    const parts = (webhooks.parts?.(data) ?? [data]).map((part) => this.#event(provider, type, at, part));
    const [first, ...others] = parts;
    if (first === undefined) return;
    const fate = fateOf(this.#world.armory, first, about);
    const active = listeners.filter(({ disabledAt }) => disabledAt === null);
    if (active.length === 0) return;
    for (const part of parts) addEvent(this.#book, part);
    const rest = others.map(({ number }) => number);
    for (const { id: webhook } of active) {
      for (let copy = 1; copy <= fate.copies; copy++) {
        addWaiting(this.#book, {
          id: deliveryId(webhook, first.number, copy),
          webhook,
          event: first.number,
          copy,
          state: 'waiting',
          at: at + fate.lateBy,
          attempts: [],
          rest,
          faults: fate.faults,
          ...(fate.forged && { forged: true as const }),
          ...(fate.lost && { lost: true as const }),
        });
      }
    }
    this.#pump.wake();
  }

  /** What recurs happens now, or at another time than was thought (`Webhooks.recurrences`). */
  recur(provider: Provider, name: string, subject: string): void {
    this.#recurrences.recur(provider, name, subject);
  }

  /** What recurs begins for a subject that was not there before. */
  follow(provider: Provider, name: string, subject: string): void {
    this.#recurrences.follow(provider, name, subject);
  }

  /** True if the event was one of those that only webhooks need. */
  fire(event: ScheduledEvent, until: number): boolean {
    return this.#recurrences.fire(event, until);
  }

  /** Time has passed, or passes otherwise than before. */
  wake(): void {
    const { subscriptions, waiting } = this.#book;
    if (subscriptions.length > 0 || waiting.length > 0) this.#pump.wake();
  }

  /** Lets go of sockets and timers; nothing is sent any more. */
  stop(): void {
    this.#stopped = true;
    this.#made?.stop();
  }

  #listeners(provider: Provider, type: string): Subscription[] {
    return this.#book.subscriptions.filter(
      (one) => one.provider === provider.id && (one.events === null || one.events.includes(type)),
    );
  }

  /** A number is taken even where nobody is told any more: what comes later has the same id in any case. */
  #event(provider: Provider, type: string, at: number, data: Json): StoredEvent {
    this.#book.eventsSoFar += 1;
    const number = this.#book.eventsSoFar;
    const id = uuid(sub(this.#world.seed, 'webhook-event', number));
    const bytes = JSON.stringify(data).length;
    return { number, provider: provider.id, id, type, at, data, bytes, references: 0, redeliveries: 0 };
  }
}

/** A fault makes two of one; what is asked for by hand is numbered behind them. */
const MOST_COPIES = 2;
