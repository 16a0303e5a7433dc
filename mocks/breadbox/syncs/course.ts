/**
 * Everything that decides how the syncs of one connection went: when its institution could be read, which syncs
 * were asked for, and the schedule.
 *
 * Only what people and institutions *did* is kept. The scheduled syncs, of which a connection of ten years has
 * 7,300, follow from it by arithmetic (`schedule.ts`), so a world costs the same whether its clock moved by a
 * minute or by a decade.
 */
import type { ConnectionStatus, Instant } from '../../../fixtures/ledger/types.ts';

/** A stretch of time in which the institution's state did not change; it lasts until the next one. */
export interface Spell {
  readonly since: Instant;
  readonly status: ConnectionStatus;
  readonly reason?: string;
}

/** How a sync ends that somebody decided on beforehand; any other ends as its institution lets it. */
export type SyncEnd = 'succeeds' | 'fails' | 'never-ends' | 'interrupted';

/** The end of a sync that never ends: the last instant JavaScript has a date for, so that it is plain JSON too. */
export const NEVER: Instant = 8_640_000_000_000_000;

/**
 * A sync that does not follow from the schedule alone: one that no schedule made, or (`cron`) one whose end was decided
 * on. Those of one connection never overlap.
 */
export interface Single {
  readonly trigger: 'initial' | 'manual' | 'webhook' | 'cron';
  /** From here on the connection counts as busy. */
  readonly claimedAt: Instant;
  /** When its log row appears. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Index of the spell it was claimed in: a clock that stands can bring several spells in one instant. */
  readonly spell: number;
  readonly ends?: SyncEnd;
}

/** Scheduled syncs start at `first + n x everyMs`. */
export interface Schedule {
  readonly first: Instant;
  readonly everyMs: number;
  /** How long one of them runs; never longer than `everyMs`. */
  readonly takesMs: number;
}

export interface Course {
  /** In order of time; the first begins when the connection was made. Never empty. */
  readonly spells: readonly Spell[];
  /** In order of time. */
  readonly singles: readonly Single[];
  /** Undefined: nothing runs by itself. */
  readonly schedule: Schedule | undefined;
  /** False: the data provider can't be asked at all (files that a person imports), so every sync fails. */
  readonly syncable: boolean;
}

/** Index of the last item whose instant is at or before `at`; -1 if there is none. */
export function lastIndexAt<T>(items: readonly T[], instantOf: (item: T) => Instant, at: Instant): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && instantOf(item) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Index of the spell that something at `at` meets. A spell that begins in that very instant comes too late: what was
 * seen once must not change afterwards, and a clock that stands can bring a spell after the look.
 */
export function spellBefore({ spells }: Course, at: Instant): number {
  return Math.max(
    0,
    lastIndexAt(spells, (spell) => spell.since, at - 1),
  );
}

/** The newest spell by `now`. */
export function spellNow({ spells }: Course, now: Instant): Spell {
  return spellNumber(
    spells,
    Math.max(
      0,
      lastIndexAt(spells, (spell) => spell.since, now),
    ),
  );
}

export function spellNumber(spells: readonly Spell[], index: number): Spell {
  const spell = spells[index];
  if (spell === undefined) throw new RangeError(`A course of ${spells.length} spells has none at ${index}.`);
  return spell;
}
