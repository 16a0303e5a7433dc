/**
 * A thousand armed faults that a request does not meet cost it no more than a few. Steps are counted, not time: how often
 * a predicate is tried or a fault is asked whether it can happen here.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArmedFault, FaultOrder, Predicate } from '../../src/faults/order.ts';
import { BIRTH, Range, request } from './occasions.ts';

const MANY = 1000;
const ERROR = { fault: 'server-error' } as const;

/** Values of a parameter that count how often a predicate looks at them. */
class Watched extends Array<string> {
  static looks = 0;

  override includes(value: string): boolean {
    Watched.looks += 1;
    return super.includes(value);
  }

  override some(predicate: (value: string, index: number, all: string[]) => unknown): boolean {
    Watched.looks += 1;
    return super.some(predicate);
  }
}

/** What a request with these parameters meets, and the steps it took to know. */
function met(range: Range, sent: Readonly<Record<string, string>>): { ids: string[]; steps: number } {
  let steps = 0;
  Watched.looks = 0;
  const ids = range.meet({
    concerns: { connections: ['c7'], accounts: ['a7'], credentials: ['k7'] },
    names: () => Object.keys(sent),
    valuesOf: (name) => {
      steps += 1;
      return sent[name] === undefined ? new Watched() : Watched.of(sent[name]);
    },
    applies: () => {
      steps += 1;
      return true;
    },
  });
  return { ids, steps: steps + Watched.looks };
}

describe('a thousand faults that do not match', () => {
  it.each([
    ['aimed at other accounts', (n: number) => ({ account: `b${n}` })],
    ['aimed at other connections', (n: number) => ({ connection: `b${n}` })],
    ['aimed at one other credential', () => ({ credential: 'k1' })],
    ['for this credential, and other accounts', (n: number) => ({ credential: 'k7', account: `b${n}` })],
    ['that want other values', (n: number) => ({ where: { cursor: `c${n}` } })],
    ['that want one and the same other value', () => ({ where: { cursor: 'other' } })],
    [
      'for this account that want other values',
      (n: number) => ({ account: 'a7', where: { cursor: `c${n}` } }),
    ],
    ['that want higher numbers', (n: number) => ({ where: { limit: { atLeast: 51 + n } } })],
    ['that want lower numbers', (n: number) => ({ where: { limit: { atMost: 49 - n } } })],
    [
      'that want numbers between others',
      (n: number) => ({ where: { limit: { atLeast: n + 51, atMost: n + 60 } } }),
    ],
    ['that want other parts of a text', (n: number) => ({ where: { cursor: { contains: `-${n}-` } } })],
    ['that want it to be absent', () => ({ where: { cursor: { present: false } } })],
    ['that want several things of it at once', () => ({ where: { limit: { not: 3, atLeast: 60 } } })],
    ['that want parameters which were not sent', (n: number) => ({ where: { [`p${n}`]: { atLeast: 1 } } })],
    ['of which one condition of two holds', (n: number) => ({ where: { limit: 50, cursor: `c${n}` } })],
    ['whose time is still to come', (n: number) => ({ from: `${n + 1}h` })],
  ])('%s: are not looked at one by one', (_, aim: (n: number) => object) => {
    const range = new Range();
    for (let n = 0; n < MANY; n++) range.arm({ ...ERROR, ...aim(n) });
    const { ids, steps } = met(range, { cursor: 'abc', limit: '50' });
    expect(ids).toEqual([]);
    expect(steps).toBeLessThan(10);
  });

  it('hide none that does', () => {
    const range = new Range();
    const wanted: Predicate[] = ['abc', { contains: 'b' }, { not: 'x' }, { present: true }];
    for (let n = 0; n < MANY; n++) {
      range.arm({ ...ERROR, where: { cursor: `c${n}` } });
      const match = n % 250 === 0 ? wanted[n / 250] : undefined;
      if (match !== undefined) range.arm({ ...ERROR, id: `match-${n}`, where: { cursor: match } });
    }
    const { ids, steps } = met(range, { cursor: 'abc' });
    expect(ids).toEqual(['match-0', 'match-250', 'match-500', 'match-750']);
    expect(steps).toBeLessThan(20);
  });

  it('cost nothing once their time is over', () => {
    const range = new Range();
    for (let n = 0; n < MANY; n++) range.arm({ ...ERROR, ttl: '1h' });
    const later = BIRTH + 3_600_000;
    expect(range.armory.isQuiet('toy', 'listNotes', later)).toBe(true);
    expect(range.armory.list().every(({ spent, seen }) => spent && seen === 0)).toBe(true);
  });
});

describe('a fault whose time is still to come', () => {
  it('is met from that instant on, in its place in the order of arming', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'later', from: '1h', until: '2h' });
    range.arm({ ...ERROR, id: 'now' });
    const at = (hours: number): string[] => range.meet({ now: BIRTH + hours * 3_600_000 });
    expect([at(0), at(1), at(1.5), at(2)]).toEqual([['now'], ['later', 'now'], ['later', 'now'], ['now']]);
  });

  it('is quiet until then, and can be taken back before', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'later', from: '1h' });
    const quiet = (hours: number): boolean =>
      range.armory.isQuiet('toy', 'listNotes', BIRTH + hours * 3_600_000);
    expect([quiet(0), quiet(0.9)]).toEqual([true, true]);
    range.armory.remove('later');
    expect([quiet(1), range.armory.list()]).toEqual([true, []]);
  });

  it('is where it was in a world that goes on from a snapshot', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'later', from: '1h' });
    const again = new Range(structuredClone(range.record));
    expect(again.meet()).toEqual([]);
    expect(again.meet({ now: BIRTH + 3_600_000 })).toEqual(['later']);
  });
});

describe('arming and disarming', () => {
  it('thousands leaves nothing behind', () => {
    const range = new Range();
    for (let n = 0; n < 3 * MANY; n++) {
      const where = { cursor: n % 2 === 0 ? `c${n}` : { atLeast: n, atMost: n + 5 } };
      range.arm({
        ...ERROR,
        id: `f${n}`,
        account: `a${n % 7}`,
        where,
        ttl: '1h',
        ...(n % 3 === 0 && { from: '1m' }),
      });
    }
    for (let n = 0; n < 3 * MANY; n++) expect(range.armory.remove(`f${n}`)).toBe(true);
    expect(range.armory.isQuiet('toy', 'listNotes', BIRTH + 60_000)).toBe(true);
    expect([...range.armory.draw(request({ now: BIRTH + 60_000 }))]).toEqual([]);
  });
});

describe('many faults that wait for a later request', () => {
  const waiting = { ...ERROR, nth: 1_000_000 };

  it.each([
    ['the nth', () => ({ nth: 1_000_000 })],
    ['another each', (n: number) => ({ nth: 1_000 + n })],
    ['what comes after so many', (n: number) => ({ after: 5_000 + n })],
    ['every so many', () => ({ every: 4_000, times: 3 })],
  ])('for %s: are counted together', (_, wait: (n: number) => object) => {
    const range = new Range();
    for (let n = 0; n < MANY; n++) range.arm({ ...ERROR, ...wait(n) });
    met(range, {});
    expect(met(range, {}).steps).toBeLessThan(MANY / 5);
    expect(range.armory.list().every(({ seen }) => seen === 2)).toBe(true);
  });

  it('are counted rightly around one that answers before those behind it', () => {
    const range = new Range();
    for (let n = 0; n < 100; n++) range.arm(waiting);
    range.arm({ ...ERROR, id: 'answers', every: 2 });
    for (let n = 0; n < 100; n++) range.arm(waiting);
    for (let asked = 1; asked <= 5; asked++) {
      let answered = false;
      for (const { fault } of range.armory.draw(request({ applies: () => !answered }))) {
        expect(fault.id).toBe('answers');
        answered = true;
      }
    }
    const counts = range.armory.list().map(({ seen }) => seen);
    expect([...new Set(counts.slice(0, 101))]).toEqual([5]);
    expect([...new Set(counts.slice(101))]).toEqual([3]);
  });

  it('see a request that one before them has made theirs, and so do none before that one', () => {
    const range = new Range();
    for (let n = 0; n < 100; n++) range.arm(waiting);
    range.arm({ fault: 'latency', id: 'opens' });
    for (let n = 0; n < 100; n++) range.arm({ ...waiting, nth: 3 });
    const drawn = [1, 2, 3].map(() => {
      let opened = false;
      const applies = (_: unknown, { id }: { id: string }): boolean => opened || id === 'latency';
      const ids: string[] = [];
      for (const { fault } of range.armory.draw(request({ applies }))) {
        ids.push(fault.id);
        opened = true;
      }
      return ids.length;
    });
    expect(drawn).toEqual([1, 1, 101]);
    const counts = range.armory.list().map(({ seen }) => seen);
    expect([...new Set(counts.slice(0, 100))]).toEqual([0]);
    expect([...new Set(counts.slice(100))]).toEqual([3]);
  });

  it('are counted once by each of two requests at once', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'first' });
    for (let n = 0; n < 100; n++) range.arm({ ...ERROR, nth: [2, 9] });
    const draws = [range.armory.draw(request()), range.armory.draw(request())] as const;
    for (const draw of draws) expect(draw.next().value?.fault.id).toBe('first');
    expect(draws.map((draw) => [...draw].length)).toEqual([0, 100]);
    expect(range.armory.list().every(({ seen }) => seen === 2)).toBe(true);
    expect(range.meet()).toEqual(['first']);
    expect(range.armory.list().every(({ seen }) => seen === 3)).toBe(true);
  });

  it('happen when, and as often as, each would by itself', () => {
    const order = fc.record(
      {
        fault: fc.constantFrom('server-error', 'latency', 'unavailable'),
        account: fc.constantFrom('a1', 'a2'),
        nth: fc.oneof(
          fc.integer({ min: 1, max: 12 }),
          fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        ),
        after: fc.nat(6),
        every: fc.integer({ min: 1, max: 5 }),
        times: fc.integer({ min: 1, max: 3 }),
        probability: fc.constantFrom(0.5, 1),
        ttl: fc.constantFrom('5ms', '12ms'),
      },
      { requiredKeys: ['fault'] },
    );
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ meets: fc.constantFrom('a1', 'a2') }) },
      { weight: 1, arbitrary: fc.record({ arms: order }) },
      { weight: 1, arbitrary: fc.record({ removes: fc.nat(120) }) },
    );
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 70, maxLength: 90 }),
        fc.array(step, { maxLength: 30 }),
        (armed, steps) => {
          // The same once more in few: each has an armory of its own, so that nothing is counted together.
          const range = new Range();
          const alone: Range[] = [];
          let clock = BIRTH;
          const arm = (given: FaultOrder): void => {
            range.arm(given, clock);
            const one = new Range();
            one.arm({ ...given, id: `f${alone.length + 1}` }, clock);
            alone.push(one);
          };
          for (const given of armed) arm(given);
          for (const taken of steps) {
            clock += 1;
            if ('arms' in taken) arm(taken.arms);
            else if ('removes' in taken) {
              const id = `f${taken.removes}`;
              expect(range.armory.remove(id)).toBe(alone.some(({ armory }) => armory.remove(id)));
            } else {
              const concerns = { connections: [], accounts: [taken.meets], credentials: [] };
              const of = (answers: { by?: string }) => ({
                now: clock,
                concerns,
                applies: (_: unknown, entry: { id: string }) =>
                  answers.by === undefined || entry.id === 'latency',
              });
              const [together, apart] = [{} as { by?: string }, {} as { by?: string }];
              const play = (armory: Range['armory'], answers: { by?: string }): string[] => {
                const ids: string[] = [];
                for (const { fault, entry } of armory.draw(request(of(answers)))) {
                  ids.push(fault.id);
                  if (entry.id !== 'latency') answers.by ??= fault.id;
                }
                return ids;
              };
              const wanted = alone.flatMap(({ armory }) => play(armory, apart));
              expect(play(range.armory, together)).toEqual(wanted);
            }
          }
          const count = ({ id, seen, fired }: ArmedFault) => [id, seen, fired];
          const wanted = alone.flatMap(({ armory }) => armory.list().map(count));
          expect(range.armory.list().map(count)).toEqual(wanted);
          const again = new Range(structuredClone(range.record));
          expect(again.armory.list().map(count)).toEqual(wanted);
        },
      ),
      { numRuns: 60 },
    );
  });
});
