/** Whether a fault happens to the request that was counted last. Pure: a function of (seed, fault, number, clock). */
import { draws, type Seed, sub } from '../../fixtures/ledger/seed.ts';
import { parseDuration } from '../world/duration.ts';
import type { ArmedFault } from './order.ts';

/** Before its time a fault neither happens nor counts; after it, it is spent. */
export function hasBegun({ from }: Pick<ArmedFault, 'from'>, now: number): boolean {
  return from === null || now >= from;
}

/** @param number of the request among those the fault was aimed at, from 1 */
export function happens(fault: ArmedFault, number: number, now: number, seed: Seed): boolean {
  const { after = 0, every, nth, times, probability, ramp } = fault.given;
  const place = number - after;
  if (place < 1) return false;
  if (times !== undefined && fault.fired >= times) return false;
  if (nth !== undefined && !isAmong(nth, place)) return false;
  if (every !== undefined && place % every !== 0) return false;
  const chance = (probability ?? 1) * (ramp === undefined ? 1 : rampAt(fault, now));
  return chance >= 1 || draws(sub(seed, 'fault', fault.id, number)).unit() < chance;
}

/**
 * The first request it may happen to, or be spent by, numbered as in {@link happens}: before that one nothing comes of
 * it, whatever else is asked.
 */
export function earliest({ given, seen }: Pick<ArmedFault, 'given' | 'seen'>): number {
  const { after = 0, every, nth } = given;
  let place = Math.max(1, seen - after + 1);
  if (nth !== undefined && typeof nth !== 'number') {
    place = nth.reduce((next, one) => (one >= place ? Math.min(next, one) : next), lastOf(nth));
  } else if (nth !== undefined) place = Math.max(place, nth);
  if (every !== undefined) place = Math.ceil(place / every) * every;
  return after + (nth === undefined ? place : Math.min(place, lastOf(nth)));
}

/** Whether no later request can meet it any more. */
export function isSpent({ given, seen, fired, until }: ArmedFault, now: number): boolean {
  const { times, nth, after = 0 } = given;
  if (until !== null && now >= until) return true;
  if (times !== undefined && fired >= times) return true;
  return nth !== undefined && seen - after >= lastOf(nth);
}

/** Without lists of their own: a thousand faults may ask here about one request. */
function isAmong(nth: number | readonly number[], place: number): boolean {
  return typeof nth === 'number' ? nth === place : nth.includes(place);
}

function lastOf(nth: number | readonly number[]): number {
  return typeof nth === 'number' ? nth : Math.max(...nth);
}

function rampAt({ given, from, armedAt }: ArmedFault, now: number): number {
  if (given.ramp === undefined) return 1;
  const { over, to = 1 } = given.ramp;
  const passed = now - (from ?? armedAt);
  return Math.min(1, Math.max(0, passed) / Math.max(1, parseDuration(over))) * to;
}
