/** The armed faults of a world: found by whom they are aimed at, bounded, and let go of when they are spent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAimedAt } from '../../src/faults/aim.ts';
import { MOST_FAULTS } from '../../src/faults/armory.ts';
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import { BIRTH, Range, request, socket } from './occasions.ts';

const ERROR = { fault: 'server-error' } as const;

describe('aim', () => {
  it('leads to the provider and the operations it names', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'here', provider: 'toy' });
    range.arm({ ...ERROR, id: 'there', provider: 'other' });
    range.arm({ ...ERROR, id: 'list', operation: 'listNotes' });
    range.arm({ ...ERROR, id: 'both', operation: ['listNotes', 'getNote'] });
    expect(range.meet()).toEqual(['here', 'list', 'both']);
    expect(range.meet({ operation: 'getNote' })).toEqual(['here', 'both']);
    expect(range.meet({ provider: 'other', operation: 'addNote' })).toEqual(['there']);
  });

  it.each([
    ['a value', 'a1', { cursor: ['a1'] }, true],
    ['a number, compared as text', 3, { cursor: ['3'] }, true],
    ['true, compared as text', true, { cursor: ['true'] }, true],
    ['one of several values', 'b', { cursor: ['a', 'b'] }, true],
    ['another value', 'a1', { cursor: ['a2'] }, false],
    ['an absent one', 'a1', {}, false],
    ['not', { not: 'a' }, { cursor: ['b'] }, true],
    ['not, and absent', { not: 'a' }, {}, true],
    ['not, but it is', { not: 'a' }, { cursor: ['a'] }, false],
    ['at least', { atLeast: 10 }, { cursor: ['10'] }, true],
    ['less than at least', { atLeast: 10 }, { cursor: ['9'] }, false],
    ['at most', { atMost: 10 }, { cursor: ['11'] }, false],
    ['no number', { atLeast: 10 }, { cursor: ['many'] }, false],
    ['between', { atLeast: 1, atMost: 3 }, { cursor: ['2'] }, true],
    ['contains', { contains: 'b' }, { cursor: ['abc'] }, true],
    ['present', { present: true }, { cursor: [''] }, true],
    ['present, and is not', { present: true }, {}, false],
    ['absent', { present: false }, {}, true],
    ['absent, and is not', { present: false }, { cursor: ['x'] }, false],
  ])('looks at parameters: %s', (_, wanted, sent: Record<string, string[]>, expected) => {
    const range = new Range();
    range.arm({ ...ERROR, where: { cursor: wanted } });
    expect(range.meet({ valuesOf: (name) => sent[name] ?? [] })).toHaveLength(expected ? 1 : 0);
  });

  it('at a connection: answers only requests about it, pretences also such as name none', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'answer', connection: 'c1' });
    range.arm({ fault: 'connection-disabled', id: 'state', connection: 'c1' });
    const about = (...connections: string[]): string[] =>
      range.meet({ concerns: { connections, accounts: [], credentials: [] } });
    expect(about('c1')).toEqual(['answer', 'state']);
    expect(about('c2')).toEqual([]);
    expect(about()).toEqual(['state']);
  });

  it('finds what a look at every fault would find, in the order of arming', () => {
    const key = (letter: string) => fc.integer({ min: 1, max: 3 }).map((n) => `${letter}${n}`);
    const value = fc.oneof(fc.constantFrom('', 'a', 'ab', 'aba', 'b'), fc.integer({ min: 0, max: 4 }));
    const bound = fc.integer({ min: 0, max: 4 });
    const conditions = fc.record(
      {
        not: value,
        atLeast: bound,
        atMost: bound,
        contains: fc.constantFrom('', 'a', 'b', 'ab'),
        present: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const names = fc.constantFrom(...Array.from({ length: 12 }, (_, n) => `p${n}`));
    const order: fc.Arbitrary<FaultOrder> = fc.record(
      {
        fault: fc.constantFrom('server-error', 'connection-disabled', 'latency', 'row-arrives'),
        provider: fc.constantFrom('toy', 'other'),
        operation: fc.constantFrom<string | string[]>('listNotes', 'getNote', ['listNotes', 'addNote']),
        connection: key('c'),
        account: key('a'),
        credential: key('k'),
        where: fc.dictionary(names, fc.oneof(value, conditions), { maxKeys: 3 }),
      },
      { requiredKeys: ['fault'] },
    );
    const sent = fc.dictionary(names, fc.array(value.map(String), { maxLength: 3 }), { maxKeys: 6 });
    const concerns = fc.record({
      connections: fc.uniqueArray(key('c')),
      accounts: fc.uniqueArray(key('a')),
      credentials: fc.uniqueArray(key('k'), { maxLength: 1 }),
    });
    const step = fc.oneof(
      fc.record({ arm: order }),
      fc.record({ remove: fc.nat(30) }),
      fc.record({ meet: concerns, sent, operation: fc.constantFrom('listNotes', 'getNote', 'addNote') }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
        const range = new Range();
        for (const taken of steps) {
          if ('arm' in taken) range.arm(taken.arm);
          else if ('remove' in taken) range.armory.remove(`f${taken.remove}`);
          else {
            const occasion = request({
              operation: taken.operation,
              concerns: taken.meet,
              valuesOf: (name) => (Object.hasOwn(taken.sent, name) ? (taken.sent[name] ?? []) : []),
              names: () => Object.keys(taken.sent),
            });
            const all = range.armory.list().filter(({ given }) => {
              const operations = given.operation === undefined ? [taken.operation] : [given.operation].flat();
              const family = catalogue[given.fault]?.family ?? 'answers';
              return (
                (given.provider ?? 'toy') === 'toy' &&
                operations.includes(taken.operation) &&
                isAimedAt(given, family, occasion)
              );
            });
            expect(range.meet(occasion)).toEqual(all.map(({ id }) => id));
          }
        }
      }),
    );
  });
});

describe('quiet', () => {
  it('while no fault can be met at an operation', () => {
    const range = new Range();
    const quiet = (operation: string): boolean => range.armory.isQuiet('toy', operation, BIRTH);
    expect(quiet('listNotes')).toBe(true);
    range.arm({ ...ERROR, id: 'it', operation: 'listNotes', times: 1 });
    expect([quiet('listNotes'), quiet('getNote')]).toEqual([false, true]);
    range.meet();
    expect(quiet('listNotes')).toBe(true);
    range.arm({ ...ERROR, id: 'other' });
    expect(quiet('getNote')).toBe(false);
    range.armory.remove('other');
    expect(quiet('getNote')).toBe(true);
  });

  it('after everything was disarmed at once', () => {
    const range = new Range();
    range.arm(ERROR);
    range.meet();
    range.armory.clear();
    expect([range.armory.isQuiet('toy', 'listNotes', BIRTH), range.record, range.meet()]).toEqual([
      true,
      {},
      [],
    ]);
  });

  it('after the clock has passed what no request met', () => {
    const range = new Range();
    range.arm({ ...ERROR, ttl: '1m', account: 'a1' });
    range.armory.sweep(BIRTH + 60_000);
    expect(range.armory.list()).toMatchObject([{ spent: true, seen: 0 }]);
    expect(range.armory.isQuiet('toy', 'listNotes', BIRTH)).toBe(true);
  });
});

describe('bounds', () => {
  it('lets spent faults make room, the oldest first, and is full without any', () => {
    const range = new Range();
    for (let n = 1; n <= MOST_FAULTS; n++) range.arm({ ...ERROR, ...(n <= 3 && { times: 1 }) });
    expect(range.armory.isFull(BIRTH)).toBe(true);
    expect(() => range.arm(ERROR)).toThrow(RangeError);
    range.meet();
    expect(range.armory.isFull(BIRTH)).toBe(false);
    range.arm({ ...ERROR, id: 'new' });
    expect(range.armory.get('f1')).toBeUndefined();
    expect(range.armory.list()).toHaveLength(MOST_FAULTS - 2);
  });

  it('gives a name again once the fault that had it is gone', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'it', times: 1 });
    range.meet();
    range.arm({ ...ERROR, id: 'it' });
    expect(range.armory.list()).toMatchObject([{ id: 'it', spent: false, order: 2 }]);
  });
});

describe('what cannot happen', () => {
  it('is not counted', () => {
    const range = new Range();
    const fault = range.arm({ ...ERROR, times: 1 });
    expect(range.meet({ applies: () => false })).toEqual([]);
    expect(fault).toMatchObject({ seen: 0, fired: 0 });
    expect(range.meet()).toEqual(['f1']);
  });

  it('stands behind the one that answers, and so waits its turn', () => {
    const range = new Range();
    range.arm({ ...ERROR, times: 1 });
    range.arm({ ...ERROR, times: 1 });
    const turns = [1, 2, 3].map(() => {
      let answered = false;
      const occasion = request({ applies: () => !answered });
      const met: string[] = [];
      for (const { fault } of range.armory.draw(occasion)) {
        met.push(fault.id);
        answered = true;
      }
      return met;
    });
    expect(turns).toEqual([['f1'], ['f2'], []]);
  });
});

describe('two requests at once', () => {
  it('share what a fault has left', () => {
    const range = new Range();
    range.arm({ ...ERROR, id: 'first' });
    const fault = range.arm({ ...ERROR, id: 'once', times: 1 });
    const [one, two] = [range.armory.draw(request()), range.armory.draw(request())];
    const drawn = [one, two, one, two, one, two].map((draw) => draw.next().value?.fault.id);
    expect(drawn).toEqual(['first', 'first', 'once', undefined, undefined, undefined]);
    expect(fault).toMatchObject({ seen: 1, fired: 1 });
    expect(range.armory.isQuiet('toy', 'listNotes', BIRTH)).toBe(false);
    range.armory.remove('first');
    expect(range.armory.isQuiet('toy', 'listNotes', BIRTH)).toBe(true);
  });
});

describe('per connection', () => {
  it('counts each connection once, requests without one each time', () => {
    const range = new Range();
    range.arm({ ...ERROR, per: 'connection' });
    const [one, two] = [socket(), socket()];
    const met = [one, one, two, one, undefined, undefined].map((on) => range.meet({ socket: on }).length);
    expect(met).toEqual([1, 0, 1, 0, 1, 1]);
  });
});

describe('per request', () => {
  function met(range: Range, own: Parameters<Range['meet']>[0]): string[] {
    const occasion = request({ isFirstOnSocket: true, ...own });
    const drawn = [...range.armory.draw(occasion)];
    range.armory.expectRepetition(occasion, drawn);
    return drawn.map(({ fault }) => fault.id);
  }

  it('is met by a request and its repetition, counted once, and not a third time', () => {
    const range = new Range();
    const fault = range.arm({ fault: 'empty-answer', times: 1, per: 'request' });
    expect([met(range, {}), met(range, {}), met(range, {})]).toEqual([['f1'], ['f1'], []]);
    expect(fault).toMatchObject({ seen: 1, fired: 1, spent: true });
  });

  it('knows repetitions of many requests at once', () => {
    const range = new Range();
    range.arm({ fault: 'empty-answer', times: 3, per: 'request' });
    const names = ['a', 'b', 'c'];
    const first = names.map((identity) => met(range, { identity }));
    const second = names.map((identity) => met(range, { identity }));
    expect([first, second]).toEqual([
      [['f1'], ['f1'], ['f1']],
      [['f1'], ['f1'], ['f1']],
    ]);
    expect(names.map((identity) => met(range, { identity }))).toEqual([[], [], []]);
  });

  it('passes on a repetition what counts attempts', () => {
    const range = new Range();
    const attempts = range.arm({ fault: 'latency', ms: 1, id: 'attempts' });
    range.arm({ fault: 'empty-answer', times: 1, per: 'request', id: 'request' });
    expect([met(range, {}), met(range, {})]).toEqual([
      ['attempts', 'request'],
      ['attempts', 'request'],
    ]);
    expect(attempts.seen).toBe(2);
  });
});
