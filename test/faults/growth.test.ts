/**
 * A thousand armed faults that a request does not meet cost it no more than a few. Steps are counted, not time: how often
 * a predicate is tried or a fault is asked whether it can happen here.
 */
import { describe, expect, it } from 'vitest';
import type { Predicate } from '../../src/faults/order.ts';
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
