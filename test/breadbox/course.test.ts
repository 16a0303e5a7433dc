/** The arithmetic of syncs, held against a plain walk through every slot. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionStatus, Instant } from '../../fixtures/ledger/types.ts';
import {
  type Attempt,
  firstSuccessSince,
  isBusy,
  latestAttempt,
  latestFinished,
  latestSuccess,
  outcome,
} from '../../mocks/breadbox/syncs/attempts.ts';
import {
  type Course,
  NEVER,
  type Single,
  type Spell,
  type SyncEnd,
} from '../../mocks/breadbox/syncs/course.ts';
import { nextSlot, slotStart } from '../../mocks/breadbox/syncs/schedule.ts';

const MADE = 1000;
const HORIZON = 4000;

interface Walked extends Attempt {
  readonly ok: boolean;
}

/** Every sync up to the horizon, found by trying one slot after the other. */
function walk(course: Course): Walked[] {
  // What begins in the very instant of a look comes after it, unless the sync itself came after that.
  const statusBefore = (at: Instant, least = 0): ConnectionStatus =>
    course.spells.filter(({ since }, index) => since < at || index <= least).at(-1)?.status ?? 'healthy';
  const attempts: (Attempt & Pick<Single, 'spell' | 'ends'>)[] = course.singles.map(
    ({ trigger, startsAt, endsAt, spell, ends }, number) => ({
      trigger,
      kind: 'single',
      number,
      startedAt: startsAt,
      endsAt,
      spell,
      ...(ends !== undefined && { ends }),
    }),
  );
  const { schedule } = course;
  if (schedule !== undefined) {
    for (let number = 0; schedule.first + number * schedule.everyMs <= HORIZON; number++) {
      const startedAt = schedule.first + number * schedule.everyMs;
      const runs = ['healthy', 'failing'].includes(statusBefore(startedAt));
      const held = course.singles.some(
        ({ trigger, claimedAt, endsAt }) =>
          (claimedAt < startedAt && startedAt < endsAt) || (trigger === 'cron' && claimedAt === startedAt),
      );
      const endsAt = startedAt + schedule.takesMs;
      if (runs && !held)
        attempts.push({ trigger: 'cron', kind: 'slot', number, startedAt, endsAt, spell: 0 });
    }
  }
  return attempts
    .sort((a, b) => a.startedAt - b.startedAt || Number(b.kind === 'slot') - Number(a.kind === 'slot'))
    .map(({ spell, ends, ...attempt }) => ({
      ...attempt,
      ok:
        ends === 'succeeds' ||
        (ends === undefined && course.syncable && statusBefore(attempt.endsAt, spell) === 'healthy'),
    }));
}

const status = fc.constantFrom<ConnectionStatus>(
  'healthy',
  'failing',
  'login-required',
  'revoked',
  'removed',
);

/** Courses as the mock makes them: a sync is only ever claimed while no other holds the connection. */
const course: fc.Arbitrary<Course> = fc
  .record({
    first: fc.integer({ min: MADE + 1, max: MADE + 200 }),
    everyMs: fc.integer({ min: 10, max: 300 }),
    takes: fc.integer({ min: 0, max: 100 }),
    scheduled: fc.boolean(),
    // Often several in one instant: a clock that stands.
    changes: fc.array(fc.tuple(fc.integer({ min: MADE + 1, max: HORIZON }), status), { maxLength: 6 }),
    again: status,
    asks: fc.array(
      fc.record({
        at: fc.integer({ min: MADE, max: HORIZON }),
        delay: fc.integer({ min: 0, max: 20 }),
        // A sync set off by bad news is over at once; any other takes as long as a scheduled one.
        atOnce: fc.boolean(),
        // What a test decided about it, or about the schedule's next one.
        ends: fc.option(fc.constantFrom<SyncEnd>('succeeds', 'fails', 'interrupted', 'never-ends'), {
          nil: undefined,
          freq: 3,
        }),
        scheduled: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ first, everyMs, takes, scheduled, changes, again, asks }) => {
    const schedule = scheduled ? { first, everyMs, takesMs: Math.min(takes, everyMs) } : undefined;
    const spells: Spell[] = [
      { since: MADE, status: 'healthy' },
      ...changes.sort(([a], [b]) => a - b).map(([since, status]) => ({ since, status })),
    ];
    const last = spells.at(-1);
    if (last !== undefined && last.since > MADE) spells.push({ since: last.since, status: again });
    const singles: Single[] = [];
    const made: Course = { spells, singles, schedule, syncable: true };
    for (const { at, delay, atOnce, ends, scheduled } of asks.sort((a, b) => a.at - b.at)) {
      if (isBusy(made, at) || at < (singles.at(-1)?.claimedAt ?? 0)) continue;
      const slot = scheduled && ends !== undefined ? nextSlot(made, at) : undefined;
      if (slot !== undefined && schedule !== undefined) {
        const startsAt = slotStart(schedule, slot);
        const spell = Math.max(
          0,
          spells.findLastIndex(({ since }) => since < startsAt),
        );
        // A change that comes in between may make the slot one that does not run.
        const { status } = spells[spell] ?? { status: 'healthy' };
        if (status !== 'healthy' && status !== 'failing') continue;
        const endsAt = ends === 'never-ends' ? NEVER : startsAt + schedule.takesMs;
        singles.push({
          trigger: 'cron',
          claimedAt: startsAt,
          startsAt,
          endsAt,
          spell,
          ...(ends && { ends }),
        });
        continue;
      }
      const spell = spells.findLastIndex(({ since }) => since <= at);
      const startsAt = atOnce ? at : at + delay;
      const length = atOnce ? 0 : Math.min(takes, everyMs);
      const endsAt = ends === 'never-ends' ? NEVER : startsAt + length;
      const trigger = atOnce ? 'webhook' : 'manual';
      singles.push({ trigger, claimedAt: at, startsAt, endsAt, spell, ...(ends && { ends }) });
    }
    return made;
  });

const moment = fc.integer({ min: MADE, max: HORIZON });

describe('the course of a connection', () => {
  it('knows the latest sync at any moment', () => {
    fc.assert(
      fc.property(course, moment, (course, now) => {
        const expected = walk(course)
          .filter(({ startedAt }) => startedAt <= now)
          .at(-1);
        expect(latestAttempt(course, now)).toEqual(expected && pick(expected));
      }),
      { numRuns: 400 },
    );
  });

  it('knows the latest sync that is over', () => {
    fc.assert(
      fc.property(course, moment, (course, now) => {
        const expected = walk(course)
          .filter(({ startedAt, endsAt }) => startedAt <= now && endsAt <= now)
          .at(-1);
        expect(latestFinished(course, now)).toEqual(expected && pick(expected));
      }),
      { numRuns: 400 },
    );
  });

  it('knows the latest success, however many failures came after it', () => {
    fc.assert(
      fc.property(course, moment, (course, now) => {
        const expected = walk(course)
          .filter(({ endsAt, ok }) => ok && endsAt <= now)
          .at(-1);
        expect(latestSuccess(course, now)).toEqual(expected && pick(expected));
      }),
      { numRuns: 400 },
    );
  });

  it('knows which success brought what arose at a moment', () => {
    fc.assert(
      fc.property(course, moment, moment, (course, from, now) => {
        const expected = walk(course).find(
          ({ startedAt, endsAt, ok }) => ok && startedAt >= from && endsAt <= now,
        );
        const found = firstSuccessSince(course, from, now);
        // Of two syncs of one instant either will do: they brought the same.
        expect(found?.startedAt).toBe(expected?.startedAt);
        if (found !== undefined) expect(outcome(course, found)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it('has no two syncs at one time, and is busy exactly while one is claimed or runs', () => {
    fc.assert(
      fc.property(course, moment, (course, now) => {
        const attempts = walk(course);
        for (const [index, attempt] of attempts.entries()) {
          const before = attempts[index - 1];
          if (before !== undefined) expect(before.endsAt).toBeLessThanOrEqual(attempt.startedAt);
        }
        const running = attempts.some(({ startedAt, endsAt }) => startedAt <= now && now < endsAt);
        const claimed = course.singles.some(({ claimedAt, endsAt }) => claimedAt <= now && now < endsAt);
        expect(isBusy(course, now)).toBe(running || claimed);
      }),
      { numRuns: 400 },
    );
  });

  it('answers after a million years of schedule as fast as after a day', () => {
    const forever: Course = {
      spells: [
        { since: 0, status: 'healthy' },
        { since: 1e6, status: 'failing' },
      ],
      singles: [],
      schedule: { first: 10, everyMs: 1000, takesMs: 5 },
      syncable: true,
    };
    const now = 3e16;
    const started = performance.now();
    expect(latestSuccess(forever, now)?.endsAt).toBe(999_015);
    expect(firstSuccessSince(forever, 2e6, now)).toBeUndefined();
    expect(latestAttempt(forever, now)?.trigger).toBe('cron');
    expect(performance.now() - started).toBeLessThan(100);
  });
});

function pick({ trigger, kind, number, startedAt, endsAt }: Attempt): Attempt {
  return { trigger, kind, number, startedAt, endsAt };
}
