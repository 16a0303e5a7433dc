/** What time does to a connection, held against a simulation that does nothing clever: it looks at every single tick. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, started } from '../../fixtures/pipelines/course.ts';
import { pause, resync, trigger, unpause } from '../../fixtures/pipelines/deeds.ts';
import { outcomeAt, type Rhythm } from '../../fixtures/pipelines/rhythm.ts';
import type { Course, RunEnd } from '../../fixtures/pipelines/types.ts';

const FRESH: Course = {
  at: 0,
  paused: false,
  setup: 'connected',
  historical: true,
  succeededAt: null,
  failedAt: null,
  run: null,
  waitsUntil: null,
};

const HORIZON = 3_000;
/** The last instant there is a date for. */
const FOREVER = 8_640_000_000_000_000;
const outcome = fc.constantFrom('succeed' as const, 'fail' as const, 'quota' as const);
const rhythms: fc.Arbitrary<Rhythm> = fc.record({
  auto: fc.constantFrom(true, true, true, false),
  periodMs: fc.integer({ min: 1, max: 90 }),
  offsetMs: fc.integer({ min: 0, max: 89 }),
  syncMs: fc.integer({ min: 1, max: 120 }),
  fullSyncMs: fc.integer({ min: 1, max: 400 }),
  quotaMs: fc.integer({ min: 1, max: 200 }),
  outcomes: fc
    .array(fc.record({ from: fc.integer({ min: -10, max: HORIZON }), end: outcome }), { maxLength: 4 })
    .map((spells) => spells.sort((a, b) => a.from - b.from)),
});
const plainCourses: fc.Arbitrary<Course> = fc.record({
  at: fc.constant(0),
  paused: fc.boolean(),
  setup: fc.constantFrom(
    'connected' as const,
    'connected' as const,
    'broken' as const,
    'incomplete' as const,
  ),
  historical: fc.boolean(),
  succeededAt: fc.constant(null),
  failedAt: fc.constant(null),
  run: fc.constant(null),
  waitsUntil: fc.option(fc.integer({ min: 1, max: 500 })),
});
const decided = fc.constantFrom<RunEnd>('succeed', 'fail', 'quota', 'interrupted', 'never');
/** Half of them with something decided about the next sync. */
const courses = fc
  .tuple(plainCourses, fc.option(decided))
  .map(([course, next]): Course => (next === null ? course : { ...course, next }));

/** The same rules, tick by tick, with no arithmetic on time. */
function ticked(course: Course, rhythm: Rhythm, to: number): Course {
  let now = { ...course };
  for (let tick = course.at + 1; tick <= to; tick++) {
    const wasRunning = now.run !== null;
    if (now.run !== null && now.run.endsAt === tick) {
      const { end, resumesAt } = now.run;
      now = { ...now, run: null };
      if (end === 'succeed') now = { ...now, setup: 'connected', historical: false, succeededAt: tick };
      if (end === 'fail') now = { ...now, setup: 'broken', failedAt: tick };
      if (end === 'quota') now = { ...now, waitsUntil: resumesAt };
    }
    if (wasRunning || !rhythm.auto || now.paused || now.setup === 'incomplete') continue;
    const due =
      now.waitsUntil === null
        ? (((tick - rhythm.offsetMs) % rhythm.periodMs) + rhythm.periodMs) % rhythm.periodMs === 0
        : tick >= now.waitsUntil;
    if (!due) continue;
    const { next, ...rest } = now;
    const planned = outcomeAt(rhythm.outcomes, tick);
    const end = next ?? (planned === 'quota' && now.waitsUntil !== null ? 'succeed' : planned);
    const whole = now.historical ? rhythm.fullSyncMs : rhythm.syncMs;
    const length = { succeed: whole, interrupted: Math.max(1, Math.floor(whole / 2)), never: FOREVER - tick }[
      end as string
    ];
    const endsAt = tick + (length ?? rhythm.syncMs);
    const resumesAt = end === 'quota' ? endsAt + rhythm.quotaMs : null;
    now = { ...rest, run: { startedAt: tick, endsAt, end, resumesAt }, waitsUntil: null };
  }
  return { ...now, at: to };
}

describe('the course of a connection', () => {
  it('is what looking at every tick finds', () => {
    fc.assert(
      fc.property(rhythms, courses, fc.integer({ min: 0, max: HORIZON }), (rhythm, course, to) => {
        expect(advance(course, rhythm, to)).toEqual(ticked(course, rhythm, to));
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on how often one looks: one jump equals many steps', () => {
    const looks = fc.array(fc.integer({ min: 0, max: HORIZON }), { maxLength: 12 });
    fc.assert(
      fc.property(rhythms, courses, looks, (rhythm, course, instants) => {
        let stepwise = course;
        for (const at of instants.toSorted((a, b) => a - b)) stepwise = advance(stepwise, rhythm, at);
        expect(advance(stepwise, rhythm, HORIZON)).toEqual(advance(course, rhythm, HORIZON));
      }),
      { numRuns: 400 },
    );
  });

  it('takes no longer for ten years of a sync a minute than for an hour', () => {
    const rhythm: Rhythm = {
      auto: true,
      periodMs: 60_000,
      offsetMs: 17_000,
      syncMs: 21_000,
      fullSyncMs: 1_800_000,
      quotaMs: 2_700_000,
      outcomes: [],
    };
    const tenYears = 10 * 365.25 * 86_400_000;
    for (const end of ['succeed', 'fail', 'quota'] as const) {
      const started = performance.now();
      for (let i = 0; i < 1_000; i++)
        advance(FRESH, { ...rhythm, outcomes: [{ from: 0, end }] }, tenYears + i);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
    for (const next of ['succeed', 'fail', 'quota', 'interrupted', 'never'] as const) {
      const started = performance.now();
      for (let i = 0; i < 1_000; i++) advance({ ...FRESH, next }, rhythm, tenYears + i);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });

  it('never goes back', () => {
    fc.assert(
      fc.property(rhythms, courses, fc.nat(HORIZON), fc.nat(HORIZON), (rhythm, course, a, b) => {
        const reached = advance(course, rhythm, Math.max(a, b));
        expect(advance(reached, rhythm, Math.min(a, b))).toBe(reached);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what an owner does', () => {
  const rhythm: Rhythm = {
    auto: true,
    periodMs: 60,
    offsetMs: 0,
    syncMs: 10,
    fullSyncMs: 25,
    quotaMs: 100,
    outcomes: [],
  };
  const idle = { ...FRESH, at: 5, historical: false };

  it('a trigger starts a sync, once', () => {
    const triggered = trigger(idle, rhythm, false);
    expect(triggered.run).toMatchObject({ startedAt: 5, endsAt: 15 });
    const later = advance(triggered, rhythm, 9);
    expect(trigger(later, rhythm, false)).toBe(later);
    expect(trigger(later, rhythm, true).run).toMatchObject({ startedAt: 9, endsAt: 19 });
  });

  it('a pause stops what runs and a later slot starts nothing', () => {
    const paused = pause(trigger(idle, rhythm, false));
    expect(advance(paused, rhythm, 1_000)).toEqual({ ...paused, at: 1_000 });
    expect(trigger(paused, rhythm, true)).toBe(paused);
  });

  it('a historical sync asked for while paused starts with the unpausing', () => {
    const asked = resync(pause(idle), rhythm);
    expect(asked).toMatchObject({ historical: true, run: null });
    expect(unpause(asked, rhythm).run).toMatchObject({ startedAt: 5, endsAt: 30 });
  });

  it('a trigger before the quota is back runs into it again, and waits no longer than before', () => {
    const scarce = { ...rhythm, auto: false, outcomes: [{ from: 0, end: 'quota' as const }] };
    const waiting = advance(trigger(idle, scarce, false), scarce, 20);
    expect(waiting).toMatchObject({ run: null, waitsUntil: 115 });
    const early = advance(trigger(waiting, scarce, false), scarce, 40);
    expect(early).toMatchObject({ waitsUntil: 115, succeededAt: null });
    const late = advance(trigger(advance(early, scarce, 115), scarce, false), scarce, 130);
    expect(late).toMatchObject({ waitsUntil: null, succeededAt: 125 });
  });

  it('a sync on a schedule cannot overtake one that was triggered', () => {
    const course = advance(started(idle, { ...rhythm, syncMs: 70 }, 5), { ...rhythm, syncMs: 70 }, 80);
    expect(course).toMatchObject({ run: null, succeededAt: 75 });
  });
});
