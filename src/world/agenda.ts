/** What is to happen, in order of time. Part of the document, so plain data and small functions over it. */
import type { ScheduledEvent, WorldDocument } from './document.ts';

/** Events one world may have waiting; more is a loop that feeds itself. */
const MAX_EVENTS = 100_000;

export function addEvent(document: WorldDocument, event: Omit<ScheduledEvent, 'order'>): void {
  if (document.agenda.length >= MAX_EVENTS) {
    throw new RangeError(
      `World "${document.id}" has ${MAX_EVENTS} events waiting; no more can be scheduled.`,
    );
  }
  const order = (document.serials.agenda ?? 0) + 1;
  document.serials.agenda = order;
  // Binary search for the place after every event that is not later.
  let low = 0;
  let high = document.agenda.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((document.agenda[middle]?.at ?? 0) <= event.at) low = middle + 1;
    else high = middle;
  }
  document.agenda.splice(low, 0, { ...event, order });
}

/** Takes out and gives the first event that is due at `now`. */
export function nextDue(document: WorldDocument, now: number): ScheduledEvent | undefined {
  const first = document.agenda[0];
  if (first === undefined || first.at > now) return undefined;
  return document.agenda.shift();
}
