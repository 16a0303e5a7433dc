/**
 * Time in one world: its clock, and what happens as it passes. Events fire in order, each at its own instant; those
 * that an event schedules within the same step fire in it too. So one long step and many short ones are the same.
 */
import { CLOCK_TO } from '../../fixtures/ledger/time.ts';
import type { Instant } from '../../fixtures/ledger/types.ts';
import { attemptsAhead } from '../webhooks/book.ts';
import { compareEvents, nextDue, removeEvents, upcoming } from './agenda.ts';
import { Clock, type ClockMode, checkInstant, type HostClock } from './clock.ts';
import type { ScheduledEvent, WorldDocument } from './document.ts';

/** Events that one step fires at most, some seconds' work: ten years of daily syncs of 1,300 connections. */
export const MOST_IN_A_STEP = 5_000_000;

/** Events that may follow from each other within one instant; more never come to an end. */
export const MOST_IN_AN_INSTANT = 100_000;

export interface Happenings {
  /** One event, while the world stands at its instant; the step it happens in goes to `until`. Never throws. */
  fire(event: ScheduledEvent, until: Instant): void;
  /** Time has passed, or passes otherwise than before. */
  passed(): void;
  /** Told of what the clock had to stop. */
  onBug(error: unknown, where: string): void;
}

export class WorldClock {
  readonly #document: WorldDocument;
  readonly #clock: Clock;
  readonly #happenings: Happenings;
  readonly #mostInAStep: number;
  /** While an event fires, the world stands at that event's instant. */
  #pinned: Instant | undefined;

  constructor(
    document: WorldDocument,
    host: HostClock,
    happenings: Happenings,
    mostInAStep: number = MOST_IN_A_STEP,
  ) {
    this.#document = document;
    this.#clock = new Clock(document.clock, host);
    this.#happenings = happenings;
    this.#mostInAStep = mostInAStep;
  }

  now(): Instant {
    return this.#pinned ?? this.#clock.now();
  }

  get mode(): ClockMode {
    return this.#clock.mode;
  }

  /** Milliseconds of the world in one of the machine's, while it runs. */
  get rate(): number {
    return this.#clock.rate;
  }

  /** Fires what is due and gives the time it is then. */
  settle(): Instant {
    const now = this.now();
    if (this.#pinned !== undefined) return now;
    this.#fireUntil(now);
    this.#happenings.passed();
    return now;
  }

  freeze(): void {
    this.settle();
    this.#clock.freeze();
    this.#happenings.passed();
  }

  /**
   * @param rate 1 is real time, 60 a minute in a second; left out: as before
   * @throws RangeError unless it is 0.001 to 1,000,000
   */
  run(rate?: number): void {
    this.settle();
    this.#clock.run(rate);
    this.#happenings.passed();
  }

  /**
   * Moves the clock on to an instant; never back.
   *
   * @throws RangeError for one that is past, or that no world can have
   */
  set(at: Instant): void {
    const now = this.settle();
    checkInstant(at);
    if (at < now) {
      throw new RangeError(
        `The clock stands at ${iso(now)} and cannot go back to ${iso(at)}: what happened since would have to be undone. Reset the world, or make another.`,
      );
    }
    this.#moveTo(at);
  }

  /** @param ms a whole number, 0 at least */
  advance(ms: number): void {
    this.#moveTo(this.settle() + ms);
  }

  /** Moves on to the next instant at which something is to happen; undefined: nothing is, and the clock stays. */
  advanceToNext(): ScheduledEvent | undefined {
    const now = this.settle();
    const [event] = this.#document.agenda;
    const [attempt] = attemptsAhead(this.#document.webhooks, now);
    const next = attempt !== undefined && (event === undefined || attempt.at < event.at) ? attempt : event;
    if (next === undefined || next.at > CLOCK_TO) return undefined;
    this.#moveTo(next.at);
    return next;
  }

  #moveTo(at: Instant): void {
    checkInstant(at);
    const reached = this.#fireUntil(at);
    // A running clock runs on while events fire.
    this.#clock.set(Math.max(reached, this.#clock.now()));
    this.#happenings.passed();
    if (reached >= at) return;
    throw new RangeError(
      `${this.#mostInAStep} events happened until ${iso(reached)}, the most of one step. The clock stands there; move it on again to ${iso(at)}.`,
    );
  }

  /** What is to happen, in order. */
  upcoming(limit: number): ScheduledEvent[] {
    const ahead = attemptsAhead(this.#document.webhooks, this.settle());
    const events = upcoming(this.#document, limit);
    return ahead.length === 0 ? events : [...events, ...ahead].sort(compareEvents).slice(0, limit);
  }

  /** @returns the instant up to which all that was due has happened */
  #fireUntil(until: Instant): Instant {
    const document = this.#document;
    let instant = Number.NaN;
    let scheduledBefore = 0;
    let followed = 0;
    let fired = 0;
    for (let due = nextDue(document, until); due !== undefined; due = nextDue(document, until)) {
      if (due.at !== instant) {
        instant = due.at;
        scheduledBefore = document.serials.agenda ?? 0;
        followed = 0;
      }
      if (due.order > scheduledBefore) followed += 1;
      if (followed > MOST_IN_AN_INSTANT) {
        this.#endLoop(due, scheduledBefore);
        continue;
      }
      this.#pinned = due.at;
      try {
        this.#happenings.fire(due, until);
      } finally {
        this.#pinned = undefined;
      }
      fired += 1;
      if (fired === this.#mostInAStep) return due.at;
    }
    return until;
  }

  /** Events that call each other up without time passing would stop the world for ever; so they are stopped. */
  #endLoop({ at, provider, event }: ScheduledEvent, scheduledBefore: number): void {
    removeEvents(this.#document, (one) => one.at === at && one.order > scheduledBefore);
    this.#happenings.onBug(
      new RangeError(
        `More than ${MOST_IN_AN_INSTANT} events followed from each other at ${iso(at)}, the last of them "${event}"; those still to come at that instant were dropped.`,
      ),
      `${provider} event ${event}`,
    );
  }
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
