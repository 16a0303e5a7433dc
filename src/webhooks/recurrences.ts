/**
 * What happens again and again by itself, and is computed only while somebody listens: for each subject one event in
 * the world's agenda, and what it remembers in the book.
 */
import type { Provider } from '../provider/define.ts';
import type { Recurrence } from '../provider/webhooks.ts';
import { removeEvents } from '../world/agenda.ts';
import type { ScheduledEvent } from '../world/document.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { WebhookBook } from './book.ts';

const PREFIX = 'recurrence:';

/** Of each kind; a world with more tells of the first ones only. */
const MOST_SUBJECTS = 10_000;

/**
 * Happenings of one step of the clock after which it leaps: the latest as many happen, those between are passed over.
 * Of most of them nothing would be left anyway, since no more than 10,000 deliveries wait. Ten years of a nightly sync
 * of 27 connections pass without a leap.
 */
export const BEFORE_A_LEAP = 100_000;

/** How far one step of the clock has come. */
interface Step {
  readonly until: number;
  since: number;
  happened: number;
  leapTo: number;
}

export class Recurrences {
  readonly #world: LiveWorld;
  readonly #providers: ReadonlyMap<string, Provider>;
  readonly #book: WebhookBook;
  #step: Step = { until: 0, since: 0, happened: 0, leapTo: 0 };

  constructor(world: LiveWorld, providers: ReadonlyMap<string, Provider>, book: WebhookBook) {
    this.#world = world;
    this.#providers = providers;
    this.#book = book;
  }

  /** Begins what somebody listens to by now, and ends what nobody does any more. */
  tune(): void {
    for (const provider of this.#providers.values()) {
      for (const [name, recurrence] of Object.entries(provider.webhooks?.recurrences ?? {})) {
        const wanted = this.#hasListener(provider.id, recurrence.emits);
        const running = this.#book.recurring[keyOf(provider.id, name)] !== undefined;
        if (wanted && !running) this.#begin(provider, name, recurrence);
        if (!wanted && running) this.#end(provider.id, name);
      }
    }
  }

  /** True if the event is one of ours, and has happened. */
  fire({ provider: id, event, at, data }: ScheduledEvent, until: number): boolean {
    if (!event.startsWith(PREFIX)) return false;
    const name = event.slice(PREFIX.length);
    const provider = this.#providers.get(id);
    if (provider?.webhooks?.recurrences?.[name] !== undefined) {
      this.#happen(provider, name, String(data), this.#leap(at, until));
    }
    return true;
  }

  /** It happens now, or its next time is another than it was. Nothing while nobody listens. */
  recur(provider: Provider, name: string, subject: string): void {
    if (this.#book.recurring[keyOf(provider.id, name)] === undefined) return;
    const event = PREFIX + name;
    removeEvents(
      this.#world.document,
      (one) => one.provider === provider.id && one.event === event && one.data === subject,
    );
    this.#happen(provider, name, subject, this.#world.now());
  }

  /** A subject that is new. Nothing while nobody listens. */
  follow(provider: Provider, name: string, subject: string): void {
    const recurrence = provider.webhooks?.recurrences?.[name];
    const remembered = this.#book.recurring[keyOf(provider.id, name)];
    if (recurrence === undefined || remembered === undefined) return;
    if (Object.hasOwn(remembered, subject) || Object.keys(remembered).length >= MOST_SUBJECTS) return;
    remembered[subject] = recurrence.begin?.(this.#world.view(provider), subject) ?? null;
    this.#plan(provider, name, subject, this.#world.now());
  }

  #begin(provider: Provider, name: string, recurrence: Recurrence): void {
    const view = this.#world.view(provider);
    const remembered: Record<string, unknown> = {};
    this.#book.recurring[keyOf(provider.id, name)] = remembered as never;
    for (const subject of recurrence.subjects(view).slice(0, MOST_SUBJECTS)) {
      remembered[subject] = recurrence.begin?.(view, subject) ?? null;
      this.#plan(provider, name, subject, this.#world.now());
    }
  }

  #end(provider: string, name: string): void {
    delete this.#book.recurring[keyOf(provider, name)];
    const event = PREFIX + name;
    removeEvents(this.#world.document, (one) => one.provider === provider && one.event === event);
  }

  #happen(provider: Provider, name: string, subject: string, after: number): void {
    const recurrence = provider.webhooks?.recurrences?.[name];
    const remembered = this.#book.recurring[keyOf(provider.id, name)];
    if (recurrence === undefined || remembered === undefined) return;
    const view = this.#world.view(provider);
    const known = Object.hasOwn(remembered, subject);
    const before = (known ? remembered[subject] : recurrence.begin?.(view, subject)) ?? null;
    remembered[subject] = recurrence.happen(view, subject, before);
    this.#plan(provider, name, subject, after);
  }

  #plan(provider: Provider, name: string, subject: string, after: number): void {
    const recurrence = provider.webhooks?.recurrences?.[name];
    const next = recurrence?.next(this.#world.view(provider), subject, after);
    if (next === undefined) return;
    if (next <= after) throw new Error(`${name} of ${subject} is to happen at ${next}, not after ${after}.`);
    this.#world.schedule(provider.id, next, PREFIX + name, subject);
  }

  /** The instant after which something that happened at `at` is to happen again. */
  #leap(at: number, until: number): number {
    if (this.#step.until !== until) this.#step = { until, since: at, happened: 0, leapTo: 0 };
    const step = this.#step;
    step.happened += 1;
    if (step.happened % BEFORE_A_LEAP === 0) {
      const span = at - step.since;
      const leapTo = until - span;
      if (leapTo > at) {
        this.#book.passedOverMs += leapTo - at;
        step.leapTo = leapTo;
        step.since = leapTo;
      }
    }
    return Math.max(at, step.leapTo);
  }

  #hasListener(provider: string, emits: readonly string[]): boolean {
    return this.#book.subscriptions.some(
      (one) =>
        one.provider === provider && (one.events === null || one.events.some((type) => emits.includes(type))),
    );
  }
}

/** Names of the events in the agenda that recurrences of a provider have there. */
export function recurringEvents(provider: Provider | undefined): string[] {
  return Object.keys(provider?.webhooks?.recurrences ?? {}).map((name) => PREFIX + name);
}

function keyOf(provider: string, name: string): string {
  return `${provider}/${name}`;
}
