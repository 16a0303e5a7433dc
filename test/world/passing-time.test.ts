/** What happens as time passes: in order, each event at its own instant, the same in one step as in many. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../src/engine/simulator.ts';
import type { Json } from '../../src/provider/index.ts';
import { addEvent, MAX_EVENTS, nextDue, upcoming } from '../../src/world/agenda.ts';
import { newDocument } from '../../src/world/document.ts';
import { MOST_IN_AN_INSTANT, WorldClock } from '../../src/world/world-clock.ts';
import { diary, diaryWorld } from './diary.ts';

const DAY = 86_400_000;

describe('the agenda', () => {
  const bare = () => newDocument('main', {}, 0, { mode: 'frozen', at: 0, rate: 1 });
  const add = (document: ReturnType<typeof bare>, at: number) =>
    addEvent(document, { at, provider: 'p', event: 'e', data: null });

  it('gives events by instant, then in the order of scheduling, whatever is put in and taken out between', () => {
    const steps = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { freq: 3 }), { maxLength: 80 });
    fc.assert(
      fc.property(steps, (all) => {
        const document = bare();
        const waiting: { at: number; order: number }[] = [];
        let order = 0;
        for (const at of all) {
          if (at !== null) {
            add(document, at);
            waiting.push({ at, order: ++order });
            waiting.sort((a, b) => a.at - b.at || a.order - b.order);
          } else expect(nextDue(document, 20)?.order).toBe(waiting.shift()?.order);
          expect(upcoming(document).map((event) => [event.at, event.order])).toEqual(
            waiting.map((event) => [event.at, event.order]),
          );
        }
      }),
    );
  });

  it('takes in and gives out in a few steps each, however many wait', () => {
    const document = bare();
    const before = process.cpuUsage();
    for (let n = 0; n < MAX_EVENTS; n++) add(document, (n * 7919) % MAX_EVENTS);
    let inOrder = 0;
    for (let due = nextDue(document, MAX_EVENTS); due; due = nextDue(document, MAX_EVENTS)) {
      if (due.at === inOrder) inOrder += 1;
    }
    expect(inOrder).toBe(MAX_EVENTS);
    // Takes a tenth of this, even where others work beside it.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
  });

  it('is bounded', () => {
    const document = bare();
    for (let n = 0; n < MAX_EVENTS; n++) add(document, n);
    expect(() => add(document, 1)).toThrow(/100000 events waiting; no more can be scheduled/);
  });
});

describe('as time passes', () => {
  it('events fire in order, each at its own instant, and those they schedule within the step do too', () => {
    const { world, view, lines } = diaryWorld({
      first: (x, at) => {
        x.schedule(at, 'at once');
        x.schedule(at + 5, 'soon');
      },
      'at once': () => undefined,
      soon: (x) => expect(x.now()).toBe(x.bornAt + 15),
      second: () => undefined,
    });
    view.schedule(world.now() + 12, 'second');
    view.schedule(world.now() + 10, 'first');
    view.schedule(world.now() + 10, 'second');
    world.clock.advance(20);
    expect(lines()).toEqual(['first 10', 'second 10', 'at once 10', 'second 12', 'soon 15']);
    expect(world.now()).toBe(world.bornAt + 20);
  });

  it('the list of what is scheduled says when, whose and what', () => {
    const { world, view } = diaryWorld({ a: () => undefined, b: () => undefined });
    view.schedule(world.now() + 20, 'b', { n: 1 });
    view.schedule(world.now() + 10, 'a');
    expect(world.clock.upcoming(10)).toEqual([
      { at: world.bornAt + 10, order: 2, provider: 'diary', event: 'a', data: null },
      { at: world.bornAt + 20, order: 1, provider: 'diary', event: 'b', data: { n: 1 } },
    ]);
    expect(world.clock.upcoming(1)).toHaveLength(1);
  });

  it('the clock goes from event to event when asked to, and stays when there is none', () => {
    const { world, view, lines } = diaryWorld({ a: () => undefined, b: () => undefined });
    view.schedule(world.now() + 20, 'b');
    view.schedule(world.now() + 10, 'a');
    view.schedule(world.now() + 10, 'b');
    expect(world.clock.advanceToNext()).toMatchObject({ event: 'a' });
    expect([world.now() - world.bornAt, lines()]).toEqual([10, ['a 10', 'b 10']]);
    expect(world.clock.advanceToNext()).toMatchObject({ event: 'b' });
    expect(world.clock.advanceToNext()).toBeUndefined();
    expect(world.now() - world.bornAt).toBe(20);
  });

  it('an event that fails is reported, and the others go on', () => {
    const bugs: string[] = [];
    const provider = diary({
      bad: () => {
        throw new Error('broken');
      },
      good: () => undefined,
    });
    const simulator = new Simulator({
      providers: [provider],
      listen: false,
      world: { template: 'empty', clock: 'frozen' },
      onBug: (error, where) => bugs.push(`${where}: ${(error as Error).message}`),
    });
    const world = simulator.world();
    const snapshot = world.snapshot();
    snapshot.agenda.push(
      { at: snapshot.clock.at + 1, order: 1, provider: 'diary', event: 'bad', data: null },
      { at: snapshot.clock.at + 2, order: 2, provider: 'diary', event: 'good', data: null },
    );
    const again = simulator.restore(snapshot);
    again.clock.advance(10);
    expect(bugs).toEqual(['diary event bad in world main: broken']);
    expect(again.snapshot().providers.diary).toMatchObject({ lines: ['bad 1', 'good 2'] });
    expect(again.clock.events()).toEqual([]);
  });

  it('events that call each other up within one instant are stopped, said, and dropped', () => {
    const { world, view, fired } = diaryWorld(
      { loop: (x, at) => x.schedule(at, 'loop'), next: () => undefined },
      false,
    );
    view.schedule(world.now() + 10, 'loop');
    view.schedule(world.now() + 11, 'next');
    expect(() => world.clock.advance(20)).toThrow(
      /More than 100000 events followed from each other at .*, the last of them "loop"/,
    );
    world.clock.advance(20);
    expect(fired()).toBe(MOST_IN_AN_INSTANT + 2);
  });

  it('ten years of daily syncs of a hundred connections are a matter of a second or two', () => {
    const { world, view, fired } = diaryWorld(
      { sync: (x, at, key: Json) => x.schedule(at + DAY, 'sync', key) },
      false,
    );
    for (let n = 0; n < 100; n++) view.schedule(world.now() + n * 60_000, 'sync', `connection-${n}`);
    const before = process.cpuUsage();
    world.clock.advance(3652 * DAY);
    const { user } = process.cpuUsage(before);
    expect(fired()).toBe(365_200 + 1);
    expect(user / 1000).toBeLessThan(15_000);
  });

  it('a step with too many events stops at the last that happened, and goes on from there', () => {
    const document = newDocument('main', {}, 0, { mode: 'frozen', at: 0, rate: 1 });
    let fired = 0;
    const tick = ({ at }: { at: number }) => {
      fired += 1;
      addEvent(document, { at: at + 1, provider: 'p', event: 'tick', data: null });
    };
    const happenings = { fire: tick, passed: () => undefined, onBug: () => undefined };
    const clock = new WorldClock(document, () => 0, happenings, 1_000);
    addEvent(document, { at: 1, provider: 'p', event: 'tick', data: null });
    expect(() => clock.advance(1_010)).toThrow(
      /1000 events happened until 1970-01-01T00:00:01.000Z, the most of one step. The clock stands there/,
    );
    expect(clock.now()).toBe(1_000);
    clock.advance(10);
    expect([clock.now(), fired]).toEqual([1_010, 1_010]);
  });

  it('is the same in one step as in any number of them', () => {
    const handlers = {
      a: (x: Parameters<Parameters<typeof diaryWorld>[0][string]>[0], at: number) => {
        if (x.state.fired < 200) x.schedule(at + x.serial('gap') * 3, 'b');
      },
      b: (x: Parameters<Parameters<typeof diaryWorld>[0][string]>[0], at: number) => {
        if (x.state.fired < 200) x.schedule(at + 7, 'a', x.serial('gap'));
      },
    };
    const steps = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }), (parts, starts) => {
        const [one, many] = [diaryWorld(handlers), diaryWorld(handlers)];
        for (const { view, world } of [one, many]) {
          for (const start of starts) view.schedule(world.now() + start, start % 2 === 0 ? 'a' : 'b');
        }
        one.world.clock.advance(parts.reduce((sum, part) => sum + part, 0));
        for (const part of parts) many.world.clock.advance(part);
        expect(many.world.snapshot()).toEqual(one.world.snapshot());
        expect(JSON.stringify(many.world.snapshot())).toBe(JSON.stringify(one.world.snapshot()));
      }),
      { numRuns: 60 },
    );
  });
});
