/** From an order to an armed fault, or to what is wrong with it. */
import { parseInstant } from '../../fixtures/ledger/entry.ts';
import { CLOCK_FROM, CLOCK_TO } from '../../fixtures/ledger/time.ts';
import { parseDuration } from '../world/duration.ts';
import type { ArmedFault, FaultOrder } from './order.ts';

/**
 * @param given an order that fits its schema, references resolved
 * @param order place in the order of arming
 * @throws RangeError for a length of time or an instant that cannot be read
 */
export function armed(given: FaultOrder, id: string, order: number, now: number): ArmedFault {
  const from = given.from === undefined ? null : momentOf(given.from, now);
  const until = given.until === undefined ? null : momentOf(given.until, now);
  const expires = given.ttl === undefined ? null : now + parseDuration(given.ttl);
  const ends = [until, expires].filter((end) => end !== null);
  return {
    id,
    order,
    given,
    armedAt: now,
    from,
    until: ends.length === 0 ? null : Math.min(...ends),
    seen: 0,
    fired: 0,
    spent: false,
  };
}

/** `10m` after now, or an instant in RFC 3339. */
export function momentOf(text: string, now: number): number {
  if (/^\d{4}-/.test(text)) {
    const at = parseInstant(text);
    if (at !== undefined && at >= CLOCK_FROM && at <= CLOCK_TO) return at;
    throw new RangeError(
      `Not an instant: ${JSON.stringify(text)}. Give RFC 3339, such as 2026-03-16T09:00:00Z.`,
    );
  }
  return now + parseDuration(text);
}
