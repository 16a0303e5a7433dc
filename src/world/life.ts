/** What a world is given on its way, beside what it is made of. */
import { DAY } from '../../fixtures/ledger/time.ts';
import { parseDuration } from './duration.ts';

/** Safe in a path segment, a file name and a Prometheus label. */
export const WORLD_ID = /^[a-z0-9][a-z0-9-]{0,62}$/i;

export interface WorldLife {
  /** Letters, digits and "-"; part of the address. Default: `w1`, `w2`, ... */
  readonly id?: string | undefined;
  /** After so long on the machine's clock the world is dropped: `'10m'`, `'2h'` or milliseconds. Default: never. */
  readonly timeToLive?: string | number | undefined;
}

const LONGEST = 365 * DAY;

/** @throws RangeError for what is no length of time, none at all, or more than a year */
export function lifetimeOf(given: string | number | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ms = parseDuration(given);
  if (ms >= 1 && ms <= LONGEST) return ms;
  throw new RangeError(
    `Not a world's time to live: ${JSON.stringify(given)}. Allowed: 1ms to 365d; leave it out for a world that stays until it is dropped.`,
  );
}
