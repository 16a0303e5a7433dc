/** From what a path names to what it stands for, or to the refusal that says what there is instead. */
import type { LiveWorld } from '../world/live-world.ts';
import type { ControlFace } from './exchange.ts';
import { notThere, type Refusal, refuse } from './refusal.ts';

/** Names looked at for a hint; more would cost more than the hint is worth. */
const MOST_LOOKED_AT = 1000;

export function worldOf(id: string, { worlds }: ControlFace): LiveWorld | Refusal {
  const world = worlds.get(id);
  if (world !== undefined) return world;
  const how = worlds.howEnded(id);
  if (how !== undefined) return refuse(404, 'No such world', `There is no world "${id}" any more: ${how}.`);
  const known = worlds.all().slice(0, MOST_LOOKED_AT);
  return notThere(
    'world',
    id,
    known.map((one) => one.id),
  );
}

/** What an operation of the library throws at its users is a refusal here; anything else is a bug. */
export function unlessOutOfRange<T>(act: () => T, refusal: (message: string) => Refusal): T | Refusal {
  try {
    return act();
  } catch (error) {
    if (error instanceof RangeError) return refusal(error.message);
    throw error;
  }
}

/** RFC 3339 in UTC, as all instants of the control API. */
export function instant(at: number): string {
  return new Date(at).toISOString();
}
