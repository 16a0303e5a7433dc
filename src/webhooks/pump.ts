/**
 * Sends what is due, one delivery after the other, in the order of their instants on the world's clock. An attempt that
 * fails has its successor at its own instant plus the provider's delay; is that past already, it takes its turn at
 * once. So a long step of the clock and many short ones make the same deliveries.
 */
import { stopwatch } from '../journal/stopwatch.ts';
import type { Provider } from '../provider/define.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { Alarm } from './alarm.ts';
import {
  type Attempt,
  addDone,
  addWaiting,
  type Delivery,
  forget,
  putBack,
  type StoredEvent,
  type Subscription,
  takeWaiting,
  type WebhookBook,
} from './book.ts';
import type { Courier, Post } from './courier.ts';
import { noteDelivery } from './note.ts';

const LOST = { result: { error: 'lost' }, answer: undefined, message: 'lost: a fault took it' } as const;

interface Waiter {
  readonly until: number;
  resolve(): void;
}

/** What of the process webhooks need. */
export interface Outside {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly courier: Courier;
  /** The machine's clock. */
  readonly host: () => number;
  readonly onBug: (error: unknown, where: string) => void;
}

export class Pump {
  readonly #world: LiveWorld;
  readonly #book: WebhookBook;
  readonly #outside: Outside;
  readonly #alarm: Alarm;
  readonly #stop = new AbortController();
  #waiters: Waiter[] = [];
  #running = false;
  #woken = false;

  constructor(world: LiveWorld, book: WebhookBook, outside: Outside) {
    this.#world = world;
    this.#book = book;
    this.#outside = outside;
    this.#alarm = new Alarm(() => this.#world.settle());
  }

  /** Something may be due, or the clock goes otherwise than before. Cheap where nobody subscribed. */
  wake(): void {
    const { subscriptions, waiting } = this.#book;
    if (this.#running || this.#woken || this.#stop.signal.aborted) return;
    if (subscriptions.length === 0 && waiting.length === 0) return;
    this.#woken = true;
    // Not at once: whoever is at work on the world shall come to an end first.
    queueMicrotask(() => {
      this.#woken = false;
      this.#run().catch((error) => this.#outside.onBug(error, `webhooks of world ${this.#world.id}`));
    });
  }

  /** Resolves when nothing that is due by now is outstanding. */
  idle(): Promise<void> {
    const until = this.#world.settle();
    this.wake();
    if (!this.#isDue(until) || this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ until, resolve }));
  }

  /** Gives up what is under way, for good. */
  stop(): void {
    this.#stop.abort();
    this.#alarm.set(undefined, this.#world.clock);
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (!this.#stop.signal.aborted && this.#isDue(this.#world.settle())) {
        const [next] = this.#book.waiting;
        if (next !== undefined) await this.#attemptSafely(next);
        this.#tellWaiters();
      }
    } finally {
      this.#running = false;
    }
    if (this.#stop.signal.aborted) return;
    const [next] = this.#book.waiting;
    const [event] = this.#world.document.agenda;
    const soonest = Math.min(next?.at ?? Number.POSITIVE_INFINITY, event?.at ?? Number.POSITIVE_INFINITY);
    this.#alarm.set(Number.isFinite(soonest) ? soonest : undefined, this.#world.clock);
  }

  #isDue(now: number): boolean {
    const [next] = this.#book.waiting;
    return next !== undefined && next.at <= now;
  }

  #tellWaiters(): void {
    const done = this.#waiters.filter(({ until }) => !this.#isDue(until));
    if (done.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  /** A bug ends the delivery, not the ones behind it. */
  async #attemptSafely(delivery: Delivery): Promise<void> {
    try {
      await this.#attempt(delivery);
    } catch (error) {
      forget(this.#book, (one) => one === delivery);
      this.#outside.onBug(error, `webhook ${delivery.webhook} of world ${this.#world.id}`);
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const subscription = this.#book.subscriptions.find(({ id }) => id === delivery.webhook);
    const event = this.#book.events[delivery.event];
    const provider = event && this.#outside.providers.get(event.provider);
    if (subscription === undefined || provider?.webhooks === undefined || event === undefined) {
      forget(this.#book, (one) => one === delivery);
      return;
    }
    const { courier, host } = this.#outside;
    const hostAt = host();
    const elapsed = stopwatch();
    const post = postOf(this.#world, provider, event, delivery, subscription);
    const posted = delivery.lost ? LOST : await courier.post(post, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    const { answer, message: error } = posted;
    noteDelivery(this.#world, {
      ...{ delivery, event, subscription, post, answer, error, hostAt },
      tookMs: elapsed(),
    });
    if (takeWaiting(this.#book, delivery)) this.#conclude(delivery, subscription, provider, posted.result);
  }

  #conclude(
    delivery: Delivery,
    subscription: Subscription,
    provider: Provider,
    result: Attempt['result'],
  ): void {
    const { webhooks } = provider;
    delivery.attempts = [...delivery.attempts, { at: delivery.at, result }];
    if ('status' in result && webhooks?.succeeded(result.status) === true) {
      delivery.state = 'delivered';
      subscription.givenUp = 0;
      this.#follow(delivery);
    } else if ('error' in result && (result.error === 'lost' || result.error === 'refused')) {
      delivery.state = result.error;
      if (result.error === 'lost') this.#follow(delivery);
    } else {
      const delay = webhooks?.retry(delivery.attempts.length, result as never);
      if (delay !== undefined) {
        delivery.at += delay;
        putBack(this.#book, delivery);
        return;
      }
      delivery.state = 'given-up';
      subscription.givenUp += 1;
      if (webhooks?.disables?.(this.#world.view(provider), subscription.givenUp) === true) {
        subscription.disabledAt ??= delivery.at;
        forget(this.#book, (one) => one.state === 'waiting' && one.webhook === subscription.id && !one.asked);
      }
    }
    addDone(this.#book, delivery);
  }

  /** The next part of an event that was cut into several. */
  #follow({ webhook, at, rest, copy, faults, forged, asked }: Delivery): void {
    const [event, ...more] = rest;
    if (event === undefined) return;
    addWaiting(this.#book, {
      id: deliveryId(webhook, event, copy),
      webhook,
      event,
      copy,
      state: 'waiting',
      at,
      attempts: [],
      rest: more,
      faults,
      ...(forged && { forged }),
      ...(asked && { asked }),
    });
  }
}

/** `wh1-12`, and `wh1-12-2` for the second of the same event. */
export function deliveryId(webhook: string, event: number, copy: number): string {
  return `${webhook}-${event}${copy === 1 ? '' : `-${copy}`}`;
}

function postOf(
  world: LiveWorld,
  provider: Provider,
  { id, type, at, data }: StoredEvent,
  { at: sentAt, forged, faults }: Delivery,
  { url, headers, secret }: Subscription,
): Post {
  const { webhooks } = provider;
  if (webhooks === undefined) throw new Error(`${provider.id} sends no webhooks.`);
  const view = world.view(provider);
  const body = webhooks.body(view, { id, type, at, sentAt, data, secret });
  const key = webhooks.key?.(view) ?? secret;
  const own = webhooks.headers({ id, body, sentAt }, forged ? `not ${key}` : key);
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  return {
    url,
    body,
    headers: {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => !taken.has(name.toLowerCase()))),
      ...own,
      ...(faults.length > 0 &&
        world.labels && { 'Understudy-Fault': faults.map((fault) => fault.id).join(', ') }),
    },
  };
}
