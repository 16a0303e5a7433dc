/**
 * What is to happen, in order of time: a binary heap in a plain list, part of the document. Whatever waits, an event
 * is put in or taken out in a few steps. A sorted list is such a heap too, and that is how snapshots have it.
 */
import type { ScheduledEvent, WorldDocument } from './document.ts';

/** Events one world may have waiting; more is a loop that feeds itself. */
export const MAX_EVENTS = 100_000;

/** @throws RangeError if too many wait already */
export function addEvent(document: WorldDocument, event: Omit<ScheduledEvent, 'order'>): void {
  const { agenda, serials } = document;
  if (agenda.length >= MAX_EVENTS) {
    throw new RangeError(
      `World "${document.id}" has ${MAX_EVENTS} events waiting; no more can be scheduled.`,
    );
  }
  const order = (serials.agenda ?? 0) + 1;
  serials.agenda = order;
  const added = { ...event, order };
  let place = agenda.length;
  agenda.push(added);
  while (place > 0) {
    const parent = (place - 1) >>> 1;
    const above = agenda[parent] as ScheduledEvent;
    if (!isBefore(added, above)) break;
    agenda[place] = above;
    place = parent;
  }
  agenda[place] = added;
}

/** Takes out and gives the first event that is due at `now`. */
export function nextDue({ agenda }: WorldDocument, now: number): ScheduledEvent | undefined {
  const first = agenda[0];
  if (first === undefined || first.at > now) return undefined;
  const last = agenda.pop();
  if (last !== undefined && agenda.length > 0) sink(agenda, last);
  return first;
}

/** What waits, in order; the first `limit` of it. */
export function upcoming({ agenda }: WorldDocument, limit: number = MAX_EVENTS): ScheduledEvent[] {
  return [...agenda].sort(compareEvents).slice(0, limit);
}

/** Takes out the events that `unwanted` names. */
export function removeEvents(document: WorldDocument, unwanted: (event: ScheduledEvent) => boolean): void {
  document.agenda = document.agenda.filter((event) => !unwanted(event)).sort(compareEvents);
}

export function compareEvents(a: ScheduledEvent, b: ScheduledEvent): number {
  return a.at - b.at || a.order - b.order;
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Puts `event` at the top and lets it sink to its place. */
function sink(agenda: ScheduledEvent[], event: ScheduledEvent): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const right = left + 1;
    let child = agenda[left];
    if (child === undefined) break;
    let at = left;
    const other = agenda[right];
    if (other !== undefined && isBefore(other, child)) [child, at] = [other, right];
    if (!isBefore(child, event)) break;
    agenda[place] = child;
    place = at;
  }
  agenda[place] = event;
}
