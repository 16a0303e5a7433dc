/** What a world knows of webhooks: plain JSON in its document, bounded, and the small functions that keep it so. */
import type { FaultAtWork } from '../journal/entry.ts';
import type { Outcome } from '../provider/webhooks.ts';
import type { Json } from '../provider/world.ts';
import type { ScheduledEvent } from '../world/document.ts';

export const MOST_SUBSCRIPTIONS = 100;
/** Deliveries that wait for their turn or their next attempt; the oldest make room. */
export const MOST_WAITING = 10_000;
/** Deliveries that are over, kept to be read and redelivered. */
export const MOST_DONE = 1_000;
/** What is kept of events may take this much, measured as JSON text. */
export const MOST_BYTES = 32 * 1024 * 1024;

export interface Subscription {
  /** `wh1`, `wh2`, ... */
  readonly id: string;
  readonly number: number;
  readonly provider: string;
  readonly url: string;
  /** Null: all events. */
  readonly events: readonly string[] | null;
  /** Headers of its own, sent with every attempt. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly createdAt: number;
  /** Events given up one after the other. */
  givenUp: number;
  /** When the provider switched it off; null: it did not. */
  disabledAt: number | null;
}

export interface StoredEvent {
  /** 1, 2, 3, ... in the order they happened. */
  readonly number: number;
  readonly provider: string;
  /** What the provider tells receivers. */
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly data: Json;
  readonly bytes: number;
  /** Deliveries that are kept of it; with the last one it goes. */
  references: number;
  redeliveries: number;
}

export interface Attempt {
  /** On the world's clock. */
  readonly at: number;
  /** `refused`: the target is not allowed; `lost`: a fault took it. */
  readonly result: Outcome | { readonly error: 'refused' | 'lost' };
}

export interface Delivery {
  readonly id: string;
  readonly webhook: string;
  /** Number of the event. */
  readonly event: number;
  /** Order among deliveries of one instant, behind the event's number: a duplicate is behind its original. */
  readonly copy: number;
  state: 'waiting' | 'delivered' | 'given-up' | 'lost' | 'refused';
  /** The instant of its next attempt; once over, of its last. */
  at: number;
  attempts: readonly Attempt[];
  /** Numbers of the events that follow once this is delivered. */
  rest: readonly number[];
  /** Those that happened to it. */
  readonly faults: readonly FaultAtWork[];
  readonly forged?: true;
  readonly lost?: true;
  /** Asked for by hand: it goes out even to a subscription that was switched off. */
  readonly asked?: true;
}

export interface WebhookBook {
  readonly subscriptions: Subscription[];
  /** By number. */
  readonly events: Record<string, StoredEvent>;
  /** In the order of their attempts. */
  readonly waiting: Delivery[];
  /** Oldest first. */
  readonly done: Delivery[];
  eventsSoFar: number;
  subscriptionsSoFar: number;
  bytes: number;
  /** Deliveries that made room for younger ones without ever being over. */
  dropped: number;
  /** Milliseconds of the world's time that recurrences leapt over, because a step of the clock was too long. */
  passedOverMs: number;
  /** The recurrences that are under way, `provider/name`, with what they remember of each subject. */
  readonly recurring: Record<string, Record<string, Json>>;
}

export function emptyBook(): WebhookBook {
  return {
    subscriptions: [],
    events: {},
    waiting: [],
    done: [],
    eventsSoFar: 0,
    subscriptionsSoFar: 0,
    bytes: 0,
    dropped: 0,
    passedOverMs: 0,
    recurring: {},
  };
}

/** A new delivery: it waits for its first attempt. What there is no room for goes, the oldest first. */
export function addWaiting(book: WebhookBook, delivery: Delivery): void {
  for (const number of [delivery.event, ...delivery.rest]) refer(book, number, 1);
  putBack(book, delivery);
  while (book.waiting.length > MOST_WAITING || (book.bytes > MOST_BYTES && book.waiting.length > 1)) {
    const oldest = book.done.length > 0 && book.waiting.length <= MOST_WAITING ? book.done : book.waiting;
    if (oldest === book.waiting) book.dropped += 1;
    release(book, oldest.shift());
  }
}

/** Puts a delivery where its next attempt belongs. */
export function putBack(book: WebhookBook, delivery: Delivery): void {
  book.waiting.splice(placeOf(book.waiting, delivery), 0, delivery);
}

/** False: it made room for others meanwhile. */
export function takeWaiting(book: WebhookBook, delivery: Delivery): boolean {
  let place = placeOf(book.waiting, delivery) - 1;
  // A snapshot that was tampered with may have them in any order.
  if (book.waiting[place] !== delivery) place = book.waiting.indexOf(delivery);
  if (place === -1) return false;
  book.waiting.splice(place, 1);
  return true;
}

/** A delivery that is over, out of `waiting` already. What was to follow it is held no longer. */
export function addDone(book: WebhookBook, delivery: Delivery): void {
  for (const number of delivery.rest) refer(book, number, -1);
  delivery.rest = [];
  book.done.push(delivery);
  if (book.done.length > MOST_DONE) release(book, book.done.shift());
}

/** Forgets deliveries, over or not. */
export function forget(book: WebhookBook, unwanted: (delivery: Delivery) => boolean): void {
  for (const list of [book.waiting, book.done]) {
    for (const delivery of list.filter(unwanted)) release(book, delivery);
    const kept = list.filter((delivery) => !unwanted(delivery));
    list.splice(0, list.length, ...kept);
  }
}

/** Gives back what a delivery held of events. */
export function release(book: WebhookBook, delivery: Delivery | undefined): void {
  if (delivery === undefined) return;
  for (const number of [delivery.event, ...delivery.rest]) refer(book, number, -1);
}

export function addEvent(book: WebhookBook, event: StoredEvent): void {
  book.events[event.number] = event;
  book.bytes += event.bytes;
}

function refer(book: WebhookBook, number: number, by: 1 | -1): void {
  const event = book.events[number];
  if (event === undefined) return;
  event.references += by;
  if (event.references > 0) return;
  delete book.events[number];
  book.bytes -= event.bytes;
}

/** Attempts that are to be made later than now, as the list of what is scheduled shows them. */
export function attemptsAhead({ waiting, events }: WebhookBook, now: number): ScheduledEvent[] {
  return waiting
    .filter(({ at }) => at > now)
    .map(({ id, at, event }) => {
      const { provider = '', type = '' } = events[event] ?? {};
      return { at, order: event, provider, event: `delivery:${type}`, data: id };
    });
}

/** Behind all that come before it or are equal. Most are the latest: the search starts at the end. */
function placeOf(waiting: readonly Delivery[], delivery: Delivery): number {
  const last = waiting.at(-1);
  if (last === undefined || compare(last, delivery) <= 0) return waiting.length;
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = waiting[middle];
    if (there !== undefined && compare(there, delivery) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By instant, then by what happened first, then in the order of subscribing. */
function compare(a: Delivery, b: Delivery): number {
  return (
    a.at - b.at || a.event - b.event || webhookNumber(a.webhook) - webhookNumber(b.webhook) || a.copy - b.copy
  );
}

function webhookNumber(id: string): number {
  return Number(id.slice(2));
}
